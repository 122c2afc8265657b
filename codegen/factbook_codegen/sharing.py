"""Lets a second process make half of the files, where there is much to make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from .cache import Unit
from .diagnostics import Diagnostic
from .forking import MANY, Tray, both, may_fork
from .making import Made
from .model import Context, System
from .targets import Target

__all__ = ["Task", "make_all"]


class Task(NamedTuple):
    """A context, or a system where ``context`` is ``None``, that files are to be made of, and its key."""

    name: str
    key: str
    system: System
    context: Context | None


def make_all(made: Made, tasks: Sequence[Task], targets: Mapping[str, Target]) -> None:
    """Make the files of all ``tasks``, in two processes if it pays."""
    if sum(map(_weight, tasks)) >= MANY and may_fork():
        largest_first = sorted(tasks, key=lambda task: task.context is not None)
        tray = Tray(min(len(tasks), 256))
        work = partial(_take, tray, largest_first, targets)
        try:
            _, answer = both(partial(work, made), work)
        finally:
            tray.close()
        if answer is not None:
            made.join(*answer)
    for task in tasks:
        if task.name not in made.units:
            made.make(*task, targets)


def _weight(task: Task) -> int:
    """How many contexts a task takes as long as: what is made of a system shows something of each of its contexts."""
    return 1 if task.context is not None else 1 + len(task.system.contexts) // 8


def _take(
    tray: Tray, tasks: Sequence[Task], targets: Mapping[str, Target], made: Made | None = None
) -> tuple[dict[str, Unit], dict[str, bytes], list[Diagnostic]]:
    """Make files as long as there is something on the tray."""
    made = made or Made()
    step = min(len(tasks), 256)
    for first in tray:
        for task in tasks[first::step]:
            made.make(*task, targets)
    return made.units, made.contents, made.problems
