"""Watches what a function does that a pure function would not: read a clock, draw lots, make ids, touch the world.

Every call of a builtin is seen by the profiler hook, however it was imported; patching names would miss those that a
module took hold of before. The environment is the one thing that no builtin is asked for.
"""

from __future__ import annotations

import gc
import os
import random
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from copy import copy
from operator import is_not
from types import FrameType
from typing import Any, Final, NoReturn, TypeVar, cast

import attrs

__all__ = ["Changed", "elsewhere", "frozen", "impurities", "unwatched", "watched"]

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
}
_ENVIRONMENT: Final = type(os.environ).__getitem__.__code__
"""What every look into the environment ends in; it is written in Python, and no builtin is called on the way."""

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
        if event == "call":
            what = "reads the environment (os.environ)" if frame.f_code is _ENVIRONMENT else ""
        else:
            what = impurities(argument) if event == "c_call" else ""
        if what and what not in found:
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


@contextmanager
def unwatched() -> Generator[None]:
    """What runs inside is nothing that the function does: others look on, and have files to read."""
    hook = sys.getprofile()
    sys.setprofile(None)
    try:
        yield
    finally:
        sys.setprofile(hook)


def elsewhere(function: Callable[[], T], seed: int) -> T:
    """The answer of a function under another state of the random generator, which is put back afterwards."""
    before = random.getstate()
    random.seed(seed ^ time.time_ns())
    try:
        return function()
    finally:
        random.setstate(before)


# Frozen values -------------------------------------------------------------------------------------------------------


class Changed(TypeError):
    """Raised when something that a function was only given to look at is changed."""


def _refuse(self: object, *_: object, **__: object) -> NoReturn:
    raise Changed(f"this {type(self).__bases__[0].__name__} was given to be looked at, not to be changed")


class _FrozenDict(dict[Any, Any]):
    """A dict for looking at; a copy of it is a plain one."""

    def __reduce__(self) -> tuple[type[Any], tuple[Any]]:
        return dict, (dict(self),)


class _FrozenList(list[Any]):
    """A list for looking at."""

    def __reduce__(self) -> tuple[type[Any], tuple[Any]]:
        return list, (list(self),)


class _FrozenSet(set[Any]):
    """A set for looking at."""

    def __reduce__(self) -> tuple[type[Any], tuple[Any]]:
        return set, (set(self),)


_MUTATORS: Final[dict[type[Any], str]] = {
    _FrozenDict: "__setitem__ __delitem__ __ior__ clear pop popitem setdefault update",
    _FrozenList: "__setitem__ __delitem__ __iadd__ __imul__ append clear extend insert pop remove reverse sort",
    _FrozenSet: "__iand__ __ior__ __isub__ __ixor__ add clear difference_update discard intersection_update pop remove"
    " symmetric_difference_update update",
}
for _kind, _names in _MUTATORS.items():
    for _name in _names.split():
        setattr(_kind, _name, _refuse)


def frozen(value: T) -> T:
    """The same value, in which no dict, list or set, however deep, can be changed: whoever tries raises ``Changed``."""
    whole: Any = value
    kind: type[Any] = whole.__class__
    if kind is dict:
        return cast(T, _FrozenDict({key: frozen(entry) for key, entry in whole.items()}))
    if kind is list:
        return cast(T, _FrozenList(map(frozen, whole)))
    if kind is set:
        return cast(T, _FrozenSet(whole))
    if kind is tuple:
        items: list[Any] = [frozen(item) for item in whole]
        return cast(T, tuple(items)) if any(map(is_not, items, whole)) else value
    if not attrs.has(kind):
        return value
    parts = {field.name: getattr(whole, field.name) for field in attrs.fields(kind)}
    changed = {name: new for name, part in parts.items() if (new := frozen(part)) is not part}
    if changed:
        whole = copy(whole)
        for name, part in changed.items():
            object.__setattr__(whole, name, part)
    return cast(T, whole)
