"""Answers what the pure part asks, in an asyncio task."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from factbook.effects import Append, Asking, Find, LoadState, NewId, Now, Pause, Read, SaveState
from factbook.errors import FactbookError
from factbook.states import Kept
from factbook.stores import AsyncStore

from .ids import new_id
from .sync import Answers, utc_now

__all__ = ["AsyncAnswers", "answers", "run"]

T = TypeVar("T")
AsyncAnswers = tuple[Answers, Mapping[type[Any], Callable[[Any], Awaitable[Any]]]]
"""A function for each kind of question: those that answer at once, and those that are waited for."""


def answers(store: AsyncStore, states: Kept, clock: Callable[[], datetime] = utc_now) -> AsyncAnswers:
    """Answers from a store, a cache and a clock."""
    return (
        {LoadState: states.load, SaveState: states.save, Now: lambda _: clock(), NewId: lambda _: new_id()},
        {
            Read: lambda asked: store.read(asked.query, asked.after, None, asked.limit),
            Find: lambda asked: store.find(asked.ids),
            Append: lambda asked: store.append(asked.events, asked.condition),
            Pause: lambda asked: asyncio.sleep(asked.seconds),
        },
    )


async def run(asking: Asking[T], answers: AsyncAnswers) -> T:
    """What a computation ends in; faults of the answers are thrown into it."""
    at_once, awaited = answers
    try:
        effect = next(asking)
        while True:
            try:
                if (function := at_once.get(effect.__class__)) is not None:
                    answer = function(effect)
                else:
                    answer = await awaited[effect.__class__](effect)
            except FactbookError as fault:
                effect = asking.throw(fault)
            else:
                effect = asking.send(answer)
    except StopIteration as done:
        ended: T = done.value
        return ended
