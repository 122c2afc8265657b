"""Lets a copy of this process do a part of the work, where there is a second core to do it on.

Reading and making are pure: what comes out depends on what goes in alone. So it does not matter which process does it.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final, Never, TypeVar

__all__ = ["MANY", "Tray", "both", "may_fork"]

MANY: Final = 8
"""From how many contexts on a second process pays: starting it costs as much as reading or making about two."""

Ours = TypeVar("Ours")
Theirs = TypeVar("Theirs")


def may_fork() -> bool:
    """Whether a copy of this process can go on by itself: there are cores for it, and no threads it would lack."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    with suppress(AttributeError, OSError):
        return len(os.sched_getaffinity(0)) > 1
    return (os.cpu_count() or 1) > 1


def both(ours: Callable[[], Ours], theirs: Callable[[], Theirs]) -> tuple[Ours, Theirs | None]:
    """Do two things at once, the second in a copy of this process.

    Only its answer comes back; ``None`` stands for it where it went wrong.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _send(theirs, writing)
    os.close(writing)
    try:
        mine = ours()
    finally:
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        _, status = os.waitpid(child, 0)
    return mine, pickle.loads(answer) if status == 0 else None  # what our own copy has sent


class Tray:
    """The numbers below ``size`` (at most 256), which two processes take from one by one: the faster takes more."""

    def __init__(self, size: int) -> None:
        self._reading, writing = os.pipe()
        os.write(writing, bytes(range(size)))
        os.close(writing)

    def __iter__(self) -> Iterator[int]:
        """What nobody has taken yet."""
        while taken := os.read(self._reading, 1):
            yield taken[0]

    def close(self) -> None:
        """Put the tray away."""
        os.close(self._reading)


def _send(work: Callable[[], object], writing: int) -> Never:
    """Be the copy: work, send, and end without running anything that this process would run at its end."""
    status = 1
    try:
        answer = work()
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(answer, pipe, protocol=5)
        status = 0
    finally:
        os._exit(status)
