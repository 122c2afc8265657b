"""Finding recorded facts again: by who caused them, from where, what they are about, and when.

Everything but time is answered by the index of tags, since what is known about the sender is tagged as well
(``@actor:…``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from attrs import frozen

from .errors import Undecodable
from .queries import ALL, Query, QueryItem
from .recording import Metadata, Recorded, batches_of_ids, event_id
from .stores import Store

__all__ = ["Trace", "about", "causes", "first_at", "recorded_by", "search", "trace"]


def search(
    types: Sequence[str] = (),
    tags: Sequence[str] = (),
    *,
    actor: str | None = None,
    ip: str | None = None,
    correlation: UUID | None = None,
    causation: UUID | None = None,
) -> Query:
    """The query for events of one of these types that carry all of this."""
    known = (("actor", actor), ("ip", ip), ("correlation", correlation), ("causation", causation))
    wanted = (*tags, *(f"@{name}:{value}" for name, value in known if value is not None))
    return Query((QueryItem(tuple(types), wanted),)) if types or wanted else ALL


def first_at(store: Store, time: datetime) -> int:
    """The position of the first event recorded at ``time`` or later, or one beyond the head.

    Found by halving, so it asks about twenty times; times follow positions but for the differences of clocks.
    """
    low, high = 0, store.read(ALL, limit=1, backwards=True).head
    while low < high:
        middle = (low + high) // 2
        found = _timed(store, middle, high)
        if found is None or found[1] >= time:
            high = middle
        else:
            low = max(found[0], middle + 1)
    return low + 1


def _timed(store: Store, after: int, until: int) -> tuple[int, datetime] | None:
    """The position and the time of the first event of which it is known when it was recorded."""
    limit = 1
    while events := store.read(ALL, after, until, limit).events:
        for event in events:
            if (recorded_at := about(event).recorded_at) is not None:
                return event.position, recorded_at
        after, limit = events[-1].position, 1_000
    return None


def about(event: Recorded) -> Metadata:
    """What is known of who caused an event: nothing, where that is damaged."""
    try:
        return event.metadata
    except Undecodable:
        return Metadata()


@frozen
class Trace:
    """An event, and what followed from it, in order."""

    event: Recorded
    followed: tuple[Trace, ...]

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Recorded]]:
        """Every event with its depth, what caused it first."""
        left: list[tuple[int, Trace]] = [(depth, self)]
        while left:
            level, one = left.pop()
            yield level, one.event
            left += ((level + 1, each) for each in reversed(one.followed))


def causes(store: Store, event: Recorded) -> list[Recorded]:
    """The events that led to this one, the first of all first."""
    chain = [event]
    while (cause := about(chain[-1]).causation_id) is not None:
        found = store.find([cause])
        if not found or found[0].position >= chain[-1].position:  # a cause stands before what it led to
            break
        chain.append(found[0])
    return chain[:0:-1]


def trace(store: Store, event: Recorded) -> Trace:
    """What followed from an event, and from what followed, and so on."""
    order: list[Recorded] = [event]
    found: dict[int, list[Recorded]] = {}
    for one in order:  # grows meanwhile; no recursion, since a chain of policies may be long
        found[one.position] = _caused(store, one)
        order += found[one.position]
    traces: dict[int, Trace] = {}
    for one in reversed(order):
        traces[one.position] = Trace(one, tuple(traces[each.position] for each in found[one.position]))
    return traces[event.position]


def _caused(store: Store, event: Recorded) -> list[Recorded]:
    if event.known_id is None:
        return []  # nothing could name it as its cause
    return store.read(search(causation=event.known_id), event.position).events


def recorded_by(store: Store, command_id: UUID) -> list[Recorded]:
    """The events that a command recorded."""
    first = store.find([event_id(command_id, 0)])
    if not first:
        return []
    found: list[Recorded] = []
    for ids in batches_of_ids(command_id, about(first[0]).batch):
        found += (there := store.find(ids))
        if len(there) < len(ids):
            break
    return found or first
