"""A log that proves itself: each event says what its decision asked and up to where it had seen the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final
from uuid import uuid4

import msgspec

from factbook.queries import Query
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Recorded
from factbook.stores import Store

from ._events import meant, new

__all__ = ["Promise", "broken", "decide", "promised"]


class Promise(msgspec.Struct, frozen=True):
    """What an event says about its decision: what it asked, up to where that was answered, and how many it ``saw``."""

    query: Query
    after: int
    batch: str
    size: int
    saw: int | None = None


def promised(query: Query, after: int, *events: NewEvent, saw: int | None = None) -> list[NewEvent]:
    """The events of one decision, each with its promise as data."""
    promise = msgspec.json.encode(Promise(query, after, str(uuid4()), len(events), saw))
    return [event._replace(data=promise) for event in events]


def decide(store: Store, query: Query, *events: tuple[str, ...]) -> Appended | Conflict:
    """Read, and append what was decided on what was read."""
    page = store.read(query)
    batch = promised(query, page.head, *(new(kind, *tags) for kind, *tags in events), saw=len(page.events))
    return store.append(batch, AppendCondition(query, page.head))


_PROMISE: Final = msgspec.json.Decoder(Promise)


def broken(log: Sequence[Recorded]) -> list[str]:
    """Every promise that a log does not keep, as sentences; an empty list is the proof.

    A promise is kept if no event between what was seen and the batch itself matches its query, as many as were seen
    stand before, and the batch is whole, in one piece.
    """
    return list(_broken(log))


def _broken(log: Sequence[Recorded]) -> Iterator[str]:
    if [event.position for event in log] != sorted({event.position for event in log}):
        yield "positions do not grow"
    promises = [_PROMISE.decode(event.data) for event in log]
    places = range(len(log))
    for _, group in groupby(places, lambda place: promises[place].batch):
        batch = list(group)
        first, promise = batch[0], promises[batch[0]]
        if len(batch) != promise.size:
            yield f"a batch of {promise.size} has {len(batch)} events at position {log[first].position}"
        there = sum(event.position <= promise.after and meant(promise.query, event) for event in log[:first])
        if promise.saw not in (None, there):
            yield (
                f"{log[first].type} at {log[first].position} saw {promise.saw} events of {promise.query} "
                f"up to {promise.after}, and there were {there}"
            )
        for place in reversed(range(first)):
            if log[place].position <= promise.after:
                break
            if meant(promise.query, log[place]):
                yield (
                    f"{log[first].type} at {log[first].position} saw everything up to {promise.after} "
                    f"of {promise.query}, but {log[place].type} {log[place].tags} stands at {log[place].position}"
                )
