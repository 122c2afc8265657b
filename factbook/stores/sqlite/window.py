"""What all threads of a process see of the file: the newest events from memory, older ones from the disk."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import apsw
from attrs import define, field

from factbook.queries import ALL, Query
from factbook.recording import Page, Recorded

from . import reading, segments
from .database import Database
from .fresh import Fresh

__all__ = ["Window", "page", "select"]


@define(eq=False)
class Window:
    """The newest events, up to where somebody has looked last."""

    _fresh: Fresh = field(init=False, factory=lambda: Fresh(0))
    _lock: Lock = field(init=False, factory=Lock)

    @property
    def head(self) -> int:
        """The newest position that was seen."""
        return self._fresh.head

    def upto(self, db: Database, head: int) -> Fresh:
        """The newest events up to this committed position at least."""
        fresh = self._fresh
        if fresh.head >= head:
            return fresh
        with self._lock:
            fresh = self._fresh
            if fresh.head < head:
                if (
                    fresh.full or not fresh.events or head - fresh.head > 1_000
                ):  # perhaps others have written them to the index
                    fresh = self._beyond(segments.covered(db))
                try:
                    _catch_up(fresh, db, head)
                except apsw.CorruptError:
                    self._fresh = Fresh(0)
                    raise
                self._fresh = fresh
            return fresh

    def grow(self, events: Sequence[Recorded], indexed: int | None) -> None:
        """Events were committed; with ``indexed``, the index on disk knows all up to that position now."""
        with self._lock:
            if indexed is not None:
                self._fresh = self._beyond(indexed)
            behind = self._fresh.head
            if events and events[-1].position > behind:
                self._fresh.add(event for event in events if event.position > behind)

    def renew(self, db: Database, head: int) -> Fresh:
        """Hold the newest events as they are in this transaction, which alone writes; answers what was held before."""
        with self._lock:
            fresh = Fresh(segments.covered(db))
            _catch_up(fresh, db, head)
            before, self._fresh = self._fresh, fresh
            return before

    def restore(self, fresh: Fresh) -> None:
        """Hold again what was held before: it came to nothing."""
        with self._lock:
            self._fresh = fresh

    def _beyond(self, covered: int) -> Fresh:
        """What is held beyond a position that the index on disk covers."""
        held = self._fresh
        if covered <= held.start:
            return held
        fresh = Fresh(covered)
        fresh.add(held.events[covered - held.start :])
        return fresh


def _catch_up(fresh: Fresh, db: Database, head: int) -> None:
    """Hold what was committed up to this position; raises what SQLite itself raises where a file is damaged."""
    events = reading.read(db, ALL, fresh.head, head)
    if len(events) != head - fresh.head:
        place = next(place for place, one in enumerate([*events, None], fresh.head + 1) if not one or one[0] != place)
        raise apsw.CorruptError(f"there is no event at position {place}")
    fresh.add(events)


def page(
    db: Database, window: Window, query: Query, after: int, until: int | None, limit: int | None, backwards: bool
) -> Page:
    """What :meth:`factbook.stores.Store.read` answers."""
    head = reading.head(db)
    last = head if until is None else min(until, head)
    return Page(select(db, window.upto(db, head), query, max(after, 0), last, limit, backwards), head)


def select(
    db: Database,
    fresh: Fresh,
    query: Query,
    after: int,
    until: int,
    limit: int | None = None,
    backwards: bool = False,
) -> list[Recorded]:
    """The events of a query with ``after < position <= until``, wherever they are."""
    if backwards:
        found = _newer(fresh, query, after, until, limit, backwards)
        rest = None if limit is None else limit - len(found)
        return found + _older(db, fresh, query, after, until, rest, backwards) if rest != 0 else found
    found = _older(db, fresh, query, after, until, limit, backwards)
    rest = None if limit is None else limit - len(found)
    return found + _newer(fresh, query, after, until, rest, backwards) if rest != 0 else found


def _newer(fresh: Fresh, query: Query, after: int, until: int, limit: int | None, backwards: bool) -> list[Recorded]:
    if until <= fresh.start:
        return []
    places = fresh.find(query, after, until)
    return fresh.at((places[::-1] if backwards else places)[:limit])


def _older(
    db: Database, fresh: Fresh, query: Query, after: int, until: int, limit: int | None, backwards: bool
) -> list[Recorded]:
    if after >= fresh.start:
        return []
    return reading.read(db, query, after, min(until, fresh.start), limit, backwards)
