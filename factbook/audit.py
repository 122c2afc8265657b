"""Finding recorded facts again: by who caused them, from where, what they are about, and when.

Everything but time is answered by the index of tags, since what is known about the sender is tagged as well
(``@actor:…``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from attrs import frozen

from .queries import ALL, Query, QueryItem
from .recording import Recorded, event_id
from .stores import Store

__all__ = ["Trace", "causes", "first_at", "recorded_by", "search", "trace"]


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
        events = store.read(ALL, middle, limit=1).events
        recorded_at = events[0].metadata.recorded_at if events else None
        if not events or (recorded_at is not None and recorded_at >= time):
            high = middle
        else:
            low = max(events[0].position, middle + 1)
    return low + 1


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
    while (cause := chain[-1].metadata.causation_id) is not None:
        found = store.find([cause])
        if not found or found[0].position >= chain[-1].position:  # a cause stands before what it led to
            break
        chain.append(found[0])
    return chain[:0:-1]


def trace(store: Store, event: Recorded) -> Trace:
    """What followed from an event, and from what followed, and so on."""
    order: list[Recorded] = [event]
    found: dict[UUID, list[Recorded]] = {}
    for one in order:  # grows meanwhile; no recursion, since a chain of policies may be long
        found[one.id] = store.read(search(causation=one.id), one.position).events
        order += found[one.id]
    traces: dict[UUID, Trace] = {}
    for one in reversed(order):
        traces[one.id] = Trace(one, tuple(traces[each.id] for each in found[one.id]))
    return traces[event.id]


def recorded_by(store: Store, command_id: UUID) -> list[Recorded]:
    """The events that a command recorded."""
    first = store.find([event_id(command_id, 0)])
    if not first:
        return []
    return store.find([event_id(command_id, number) for number in range(first[0].metadata.batch)])
