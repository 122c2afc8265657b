"""Events in a list.

This is the reference: the plainest thing that keeps the contract, to compare other stores with, and to run tests and
trials on that need no durability.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Condition
from uuid import UUID

import msgspec

from factbook.errors import EventIdTaken, StoreUnavailable
from factbook.queries import Query
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Page, Recorded

__all__ = ["MemoryStore"]


class MemoryStore:
    """A store that lives as long as the process. The event at position ``n`` is the ``n``-th one."""

    def __init__(self) -> None:
        self._events: list[Recorded] = []
        self._tags: list[frozenset[str]] = []
        self._places: dict[bytes, int] = {}
        self._grown = Condition()
        self._closed = False

    def read(
        self,
        query: Query,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Page:
        """See :meth:`factbook.stores.Store.read`."""
        with self._open():
            head = len(self._events)
        places = range(max(after, 0), head if until is None else min(until, head))
        found: list[Recorded] = []
        for place in reversed(places) if backwards else places:
            if limit is not None and len(found) >= limit:
                break
            if query.matches(self._events[place].type, self._tags[place]):
                found.append(self._events[place])
        return Page(found, head)

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        """See :meth:`factbook.stores.Store.append`."""
        if not events:
            raise ValueError("nothing to append")
        with self._open():
            known = [self._places[event.id.bytes] for event in events if event.id.bytes in self._places]
            if known or len({event.id for event in events}) < len(events):
                return self._again(events, known)
            if condition is not None:
                for place in range(max(condition.after, 0), len(self._events)):
                    if condition.query.matches(self._events[place].type, self._tags[place]):
                        return Conflict(place + 1)
            for event in events:
                self._places[event.id.bytes] = len(self._events)
                self._tags.append(frozenset(event.tags))
                self._events.append(_recorded(len(self._events) + 1, event))
            self._grown.notify_all()
            return Appended(len(self._events))

    def _again(self, events: Sequence[NewEvent], known: list[int]) -> Appended:
        """The first answer, if these events are what was recorded then."""
        recorded = [self._events[place] for place in known]
        if [_same(event) for event in events] != [(one.raw_id, one.type, one.data, one.raw_tags) for one in recorded]:
            raise EventIdTaken("an event id is in the store already, with another type, other data or other tags")
        return Appended(recorded[-1].position)

    def find(self, ids: Sequence[UUID]) -> list[Recorded]:
        """See :meth:`factbook.stores.Store.find`."""
        with self._open():
            places = {self._places[one.bytes] for one in ids if one.bytes in self._places}
            return [self._events[place] for place in sorted(places)]

    def wait(self, after: int, timeout: float) -> int:
        """See :meth:`factbook.stores.Store.wait`."""
        with self._open():
            self._grown.wait_for(lambda: len(self._events) > after or self._closed, timeout)
            return len(self._events)

    def close(self) -> None:
        """See :meth:`factbook.stores.Store.close`."""
        with self._grown:
            self._closed = True
            self._grown.notify_all()

    def _open(self) -> Condition:
        if self._closed:
            raise StoreUnavailable("the store is closed")
        return self._grown


def _recorded(position: int, event: NewEvent) -> Recorded:
    return Recorded(
        position,
        event.type,
        event.version,
        event.data,
        event.id.bytes,
        msgspec.json.encode(event.tags),
        event.metadata,
    )


def _same(event: NewEvent) -> tuple[bytes, str, bytes, bytes]:
    """What has to be the same for an event to be the same."""
    return event.id.bytes, event.type, event.data, msgspec.json.encode(event.tags)
