"""Events in a list, with the places of each type and tag.

This is the reference: the plainest thing that keeps the contract, to compare other stores with, and to run tests and
trials on that need no durability. Everything happens under one lock.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from threading import Condition
from uuid import UUID

import msgspec

from factbook.errors import EventIdTaken, StoreUnavailable
from factbook.queries import Query
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Page, Recorded

from .tagging import Retag

__all__ = ["MemoryStore"]


class MemoryStore:
    """A store that lives as long as the process. The event at position ``n`` is the ``n``-th one."""

    def __init__(self) -> None:
        self._events: list[Recorded] = []
        self._tags: list[frozenset[str]] = []
        self._typed: dict[str, list[int]] = {}
        self._tagged: dict[str, list[int]] = {}
        self._places: dict[bytes, int] = {}
        self._note = ""
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
        with self._grown:
            self._open()
            head = len(self._events)
            places = self._meant(query, after, head if until is None else min(until, head))
            return Page([self._events[place] for place in (places[::-1] if backwards else places)[:limit]], head)

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        """See :meth:`factbook.stores.Store.append`."""
        if not events:
            raise ValueError("nothing to append")
        with self._grown:
            self._open()
            known = [self._places[event.id.bytes] for event in events if event.id.bytes in self._places]
            if known or len({event.id for event in events}) < len(events):
                return self._again(events, known)
            head = len(self._events)
            if condition is not None and (offenders := self._meant(condition.query, condition.after, head)):
                return Conflict(offenders[0] + 1)
            recorded = [_recorded(position, event) for position, event in enumerate(events, head + 1)]
            for place, event in enumerate(events, head):
                tags = frozenset(event.tags)
                self._tags.append(tags)
                self._typed.setdefault(event.type, []).append(place)
                for tag in tags:
                    self._tagged.setdefault(tag, []).append(place)
                self._places[event.id.bytes] = place
            self._events += recorded
            self._grown.notify_all()
            return Appended(len(self._events))

    def _meant(self, query: Query, first: int, last: int) -> Sequence[int]:
        """The places of what a query means, in order, from ``first`` on and before ``last``."""
        if query.everything:
            return range(max(first, 0), last)
        found: set[int] = set()
        for item in query.items:
            tagged = [self._tagged.get(tag, []) for tag in item.tags]
            typed = [self._typed.get(kind, []) for kind in item.types]
            for places in [min(tagged, key=len)] if tagged else typed:
                near = places[bisect_left(places, first) : bisect_left(places, last)]
                found.update(place for place in near if item.matches(self._events[place].type, self._tags[place]))
        return sorted(found)

    def _again(self, events: Sequence[NewEvent], known: list[int]) -> Appended:
        """The first answer, if these events are what was recorded then."""
        recorded = [self._events[place] for place in known]
        if [_same(event) for event in events] != [(one.raw_id, one.type, one.data, one.raw_tags) for one in recorded]:
            raise EventIdTaken("an event id is in the store already, with another type, other data or other tags")
        return Appended(recorded[-1].position, again=True)

    def find(self, ids: Sequence[UUID]) -> list[Recorded]:
        """See :meth:`factbook.stores.Store.find`."""
        with self._grown:
            self._open()
            places = {self._places[one.bytes] for one in ids if one.bytes in self._places}
            return [self._events[place] for place in sorted(places)]

    def wait(self, after: int, timeout: float) -> int:
        """See :meth:`factbook.stores.Store.wait`."""
        with self._grown:
            self._open()
            self._grown.wait_for(lambda: len(self._events) > after or self._closed, timeout)
            return len(self._events)

    def tag_note(self) -> str:
        """See :meth:`factbook.stores.tagging.Retagging.tag_note`."""
        with self._grown:
            self._open()
            return self._note

    def retag(self, changes: Sequence[Retag], known: str, note: str) -> bool:
        """See :meth:`factbook.stores.tagging.Retagging.retag`."""
        with self._grown:
            self._open()
            if self._note != known:
                return False
            for change in changes:
                place = change.position - 1
                for tag in change.gone:
                    del self._tagged[tag][bisect_left(self._tagged[tag], place)]
                for tag in change.new:
                    insort(self._tagged.setdefault(tag, []), place)
                self._tags[place] = frozenset(change.after)
                self._events[place] = self._events[place]._replace(raw_tags=msgspec.json.encode(change.after))
            self._note = note
            return True

    def close(self) -> None:
        """See :meth:`factbook.stores.Store.close`."""
        with self._grown:
            self._closed = True
            self._grown.notify_all()

    def _open(self) -> None:
        if self._closed:
            raise StoreUnavailable("the store is closed")


def _recorded(position: int, event: NewEvent) -> Recorded:
    event.type.encode()  # half a character is no text, and refused like one in a tag
    tags = msgspec.json.encode(event.tags)
    return Recorded(position, event.type, event.version, event.data, event.id.bytes, tags, event.metadata)


def _same(event: NewEvent) -> tuple[bytes, str, bytes, bytes]:
    """What has to be the same for an event to be the same."""
    return event.id.bytes, event.type, event.data, msgspec.json.encode(event.tags)
