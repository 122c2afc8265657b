"""Lets a second process make half of the files, where there is much to make and a second core to make it on.

Making is pure: what comes out depends on the model alone. So a copy of this process makes every other unit and sends
back what it made. Where that cannot be done, or goes wrong, one process makes everything.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from .making import Made
from .model import Context, System
from .targets import Target

__all__ = ["Task", "make_all"]

MANY: Final = 12
"""From how many units on a second process pays: starting it costs as much as making about two."""


class Task(NamedTuple):
    """A context, or a system where ``context`` is ``None``, that files are to be made of, and its key."""

    name: str
    key: str
    system: System
    context: Context | None


def make_all(made: Made, tasks: Sequence[Task], targets: Mapping[str, Target]) -> None:
    """Make the files of all ``tasks``, in two processes if it pays."""
    if len(tasks) < MANY or not _may_fork():
        _make(made, tasks, targets)
        return
    ours, theirs = tasks[::2], tasks[1::2]
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _send(theirs, targets, writing)
    os.close(writing)
    try:
        _make(made, ours, targets)
    finally:
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        _, status = os.waitpid(child, 0)
    if status == 0:
        made.join(*pickle.loads(answer))  # what our own copy has sent
    else:
        _make(made, theirs, targets)


def _may_fork() -> bool:
    """Whether a copy of this process can go on by itself: there are cores for it, and no threads it would lack."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return False
    with suppress(AttributeError, OSError):
        return len(os.sched_getaffinity(0)) > 1
    return (os.cpu_count() or 1) > 1


def _make(made: Made, tasks: Sequence[Task], targets: Mapping[str, Target]) -> None:
    for task in tasks:
        made.make(task.name, task.key, task.system, task.context, targets)


def _send(tasks: Sequence[Task], targets: Mapping[str, Target], writing: int) -> None:
    """Be the copy: make, send, and end without running anything that this process would run at its end."""
    status = 1
    try:
        made = Made()
        _make(made, tasks, targets)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump((made.units, made.contents, made.problems), pipe, protocol=5)
        status = 0
    finally:
        os._exit(status)
