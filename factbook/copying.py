"""From one store to another: every event, in order, with its id, so that it may stop anywhere and go on later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Final

from .errors import StoreUnfit
from .queries import ALL
from .recording import NewEvent, Recorded
from .stores import Store

__all__ = ["compare", "copy", "everything"]

PAGE: Final = 1_000
"""How many events are read and appended at a time."""


def copy(source: Store, target: Store, tell: Callable[[int], None] = lambda _: None) -> int:
    """Append to ``target`` what it lacks of ``source``; answers how many events that were.

    ``target`` has to be empty, or the beginning of ``source``, as it is when an earlier copy was cut short; else
    :class:`~factbook.errors.StoreUnfit` is raised and nothing is appended. ``tell`` is called with the number of events
    copied so far. Positions are those that ``target`` gives; the order is the same.
    """
    done = 0
    after = _resumed(source, target)
    while events := source.read(ALL, after, limit=PAGE).events:
        target.append([_again(event) for event in events])
        done += len(events)
        after = events[-1].position
        tell(done)
    return done


def compare(source: Store, target: Store, tell: Callable[[int], None] = lambda _: None) -> str | None:
    """What first differs between two stores besides positions; ``None`` if nothing does.

    ``tell`` is called with the number of events compared so far.
    """
    for number, (one, other) in enumerate(zip_longest(everything(source), everything(target)), 1):
        if one is None or other is None:
            which, event = ("first", one) if one else ("second", other)
            assert event is not None
            return f"only the {which} store has the event {event.id} at position {event.position}"
        if one[1:] != other[1:]:
            return f"the event at {one.position} is another one than that at {other.position} of the second store"
        tell(number)
    return None


def everything(store: Store, after: int = 0) -> Iterator[Recorded]:
    """Every event that is there, in order, read page by page."""
    while events := store.read(ALL, after, limit=PAGE).events:
        yield from events
        after = events[-1].position


def _resumed(source: Store, target: Store) -> int:
    """The position in ``source`` of the last event of ``target``."""
    last = target.read(ALL, limit=1, backwards=True).events
    if not last:
        return 0
    found = source.find([last[0].id])
    if not found or found[0][1:] != last[0][1:]:
        raise StoreUnfit(
            f"the target holds an event that the source does not have, {last[0].id} at position {last[0].position}:"
            " copy into an empty store, or into one that an earlier copy has begun"
        )
    return found[0].position


def _again(event: Recorded) -> NewEvent:
    return NewEvent(event.id, event.type, event.version, event.data, event.tags, event.raw_metadata)
