"""Watches what a function does that a pure function would not: read a clock, draw lots, make ids, touch the world.

Every call of a builtin is seen by the profiler hook, however it was imported; patching names would miss those that a
module took hold of before.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final, TypeVar

__all__ = ["impurities", "watched"]

T = TypeVar("T")

_MODULES: Final = {
    "time": "reads a clock",
    "_random": "draws lots",
    "_socket": "opens a connection",
    "_uuid": "makes an id",
}
_FUNCTIONS: Final = {
    "urandom": "draws lots",
    "getrandom": "draws lots",
    "open": "touches files",
    "input": "asks a person",
    "print": "prints",
    "system": "runs a program",
    "fork_exec": "runs a program",
    "getenv": "reads the environment",
}
_CLOCKS: Final = ("now", "utcnow", "today")
_DRAWS: Final = ("random", "getrandbits", "seed")


def impurities(function: object) -> str:
    """What calling this builtin does that no pure function does; empty for a harmless one."""
    name = getattr(function, "__name__", "")
    owner = getattr(function, "__self__", None)
    module = getattr(function, "__module__", "") or ""
    if name in _CLOCKS and isinstance(owner, type) and owner.__module__ in ("datetime", "_pydatetime"):
        return f"reads a clock ({owner.__name__}.{name})"
    if name in _DRAWS and isinstance(owner, random.Random):
        return f"draws lots (random.{name})"
    if module in _MODULES:
        return f"{_MODULES[module]} ({module.lstrip('_')}.{name})"
    if name in _FUNCTIONS and module in ("posix", "nt", "io", "_io", "builtins", "os", "_posixsubprocess"):
        return f"{_FUNCTIONS[name]} ({name})"
    return ""


@contextmanager
def watched() -> Generator[list[str]]:
    """Collect the impurities of everything that runs inside, once each, in the order in which they come."""
    found: list[str] = []

    def hook(frame: FrameType, event: str, argument: Any) -> None:
        if event == "c_call" and (what := impurities(argument)) and what not in found:
            found.append(what)

    before, collecting = sys.getprofile(), gc.isenabled()
    gc.disable()  # Hypothesis times collections: its look at the clock would be taken for the function's
    sys.setprofile(hook)
    try:
        yield found
    finally:
        sys.setprofile(before)
        if collecting:
            gc.enable()


def elsewhere(function: Callable[[], T], seed: int) -> T:
    """The answer of a function under another state of the random generator, which is put back afterwards."""
    before = random.getstate()
    random.seed(seed ^ time.time_ns())
    try:
        return function()
    finally:
        random.setstate(before)
