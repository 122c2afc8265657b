"""Answers what the pure part asks, in the calling thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from factbook.effects import Append, Asking, Find, LoadState, NewId, Now, Pause, Read, SaveState
from factbook.errors import FactbookError
from factbook.states import Kept
from factbook.stores import Store

from .ids import new_id

__all__ = ["Answers", "answers", "run"]

T = TypeVar("T")
Answers = Mapping[type[Any], Callable[[Any], Any]]
"""A function for each kind of question."""


def utc_now() -> datetime:
    """What time it is."""
    return datetime.now(UTC)


def answers(store: Store, states: Kept, clock: Callable[[], datetime] = utc_now) -> Answers:
    """Answers from a store, a cache and a clock."""
    return {
        Read: lambda asked: store.read(asked.query, asked.after, None, asked.limit),
        Find: lambda asked: store.find(asked.ids),
        Append: lambda asked: store.append(asked.events, asked.condition),
        LoadState: states.load,
        SaveState: states.save,
        Now: lambda _: clock(),
        NewId: lambda _: new_id(),
        Pause: lambda asked: time.sleep(asked.seconds),
    }


def run(asking: Asking[T], answers: Answers) -> T:
    """What a computation ends in; faults of the answers are thrown into it."""
    try:
        effect = next(asking)
        while True:
            try:
                answer = answers[effect.__class__](effect)
            except FactbookError as fault:
                effect = asking.throw(fault)
            else:
                effect = asking.send(answer)
    except StopIteration as done:
        ended: T = done.value
        return ended
