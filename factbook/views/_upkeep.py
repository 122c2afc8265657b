"""Keeping one view: which of its tables there are, which are right, and how each comes further, page by page.

What is true is written in the database; what is remembered here is only right as long as it says the same, so another
process may have the view at any time, and whatever is lost when a process dies is done again.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any, Final

from attrs import define, evolve, field

from factbook.queries import Query
from factbook.stores import Store

from ._place import Key, Place, Progress, Shape, TableFailed
from ._projection import Cache, Projection

__all__ = ["Tables", "Upkeep"]

PAGE: Final = 500
"""How many events are read at a time: Python's collector of garbage looks again at whatever lives for long."""

PAGES: Final = 8
"""How many pages go into a transaction at most."""

_LOG: Final = logging.getLogger("factbook")


@define
class Tables:
    """The tables of a view that there are: the one that is read, and the one that will take its place."""

    live: Progress | None = None
    building: Progress | None = None


@define
class Upkeep:
    """One view of this code, in one place."""

    shape: Shape
    query: Query
    projection: Projection
    fingerprint: str
    _known: bool = field(default=False, init=False)
    _caches: dict[int, tuple[Progress, Cache]] = field(factory=dict[int, tuple[Progress, Cache]], init=False)

    def step(self, place: Place, store: Store, tables: Tables, until: int | None = None) -> bool:
        """One page for each table of this view that this code makes; true if there may be more to do at once."""
        if not self._known and (changed := self._look(place, store, tables)):
            return changed
        more = False
        for progress in (tables.live, tables.building):
            if progress is not None and progress.fingerprint == self.fingerprint and progress.stopped is None:
                more |= self._advance(place, store, tables, progress, until)
        return more or self._swap(place, store, tables)

    # The first time --------------------------------------------------------------------------------------------------

    def _look(self, place: Place, store: Store, tables: Tables) -> bool:
        """See that there is a table of this code, or that one is built; true if there was none.

        It is only looked at once: code that finds its table replaced later has been replaced itself.
        """
        live, building = tables.live, tables.building
        if live is not None and (live.fingerprint != self.fingerprint or not _is_of(live, store)):
            if building is None or building.fingerprint != self.fingerprint or not _is_of(building, store):
                self.rebuild(place, tables)
                self._known = True
                return True
        elif live is None:
            with place.writing() as session:
                session.create(self.shape, Progress(self.shape.view, False, 1, self.fingerprint))
            self._known = True
            return True
        self._known = True
        return False

    def rebuild(self, place: Place, tables: Tables) -> None:
        """Begin to build a table beside the live one; one that is being built is thrown away."""
        if (live := tables.live) is None:
            return
        building = tables.building
        number = max(live.generation, building.generation if building else 0) + 1
        with place.writing() as session:
            if building is not None:
                session.drop(self.shape, building)
            session.create(self.shape, Progress(self.shape.view, True, number, self.fingerprint))

    # Then ------------------------------------------------------------------------------------------------------------

    def _advance(self, place: Place, store: Store, tables: Tables, progress: Progress, until: int | None) -> bool:
        """Take a page of events into a table; true if there may be another one, or somebody else was faster."""
        known, cache = self._caches.pop(progress.generation, (None, Cache(progress.position == 0)))
        if known != progress:
            cache = Cache(progress.position == 0)
        try:
            after, more = self._taken(place, store, progress, cache, until)
            if after == progress:
                self._caches[progress.generation] = progress, cache
                return False
            rows = self.projection.changes(cache)
            with place.writing() as session:
                if not session.advance(progress, after):
                    return True
                session.write(self.shape, progress, rows)
        except TableFailed as error:
            return self._stop(place, progress, error)
        if after.stopped is not None:
            self._tell(after.stopped)
        cache.written()
        self._caches[after.generation] = after, cache
        if after.building:
            tables.building = after
        else:
            tables.live = after
        return more and after.stopped is None

    def _taken(
        self, place: Place, store: Store, progress: Progress, cache: Cache, until: int | None
    ) -> tuple[Progress, bool]:
        """How far some pages of events have brought the rows in a cache, and whether there may be another one."""

        def load(keys: Collection[Key]) -> list[Any]:
            with place.loading() as session:
                return list(session.load(self.shape, progress, keys))

        after = progress
        for _ in range(PAGES):
            page = store.read(self.query, after.position, until, PAGE)
            full = len(page.events) == PAGE
            head = page.head if until is None else min(page.head, until)
            reached = page.events[-1].position if full else max(head, after.position)
            made = self.projection.project(page.events, cache, load, place.at_once)
            marked = made.last.known_id if made.last else None  # by one before it a table knows its store as well
            after = evolve(after, position=reached, event=marked or after.event)
            if made.failed is not None:
                return evolve(after, position=made.failed.position - 1, stopped=made.reason), False
            if not full:
                return after, False
        return after, True

    def _swap(self, place: Place, store: Store, tables: Tables) -> bool:
        """Put what was built in the place of the live table, once it is as far; true if that was done.

        A live table that is farther than the store was made from another one.
        """
        live, building = tables.live, tables.building
        if live is None or building is None or building.stopped is not None:
            return False
        if building.fingerprint != self.fingerprint or building.position < live.position <= store.wait(-1, 0):
            return False
        try:
            with place.writing() as session:
                return session.swap(self.shape, live, building)
        except TableFailed as error:
            return self._stop(place, building, error)

    def _stop(self, place: Place, progress: Progress, error: TableFailed) -> bool:
        """Write down that a table cannot be kept; true if it is not the table that it was."""
        self._tell(f"its table: {error}")
        with place.writing() as session:
            return not session.advance(progress, evolve(progress, stopped=f"its table: {error}"))

    def _tell(self, why: str) -> None:
        _LOG.warning("%s stops: %s. Mend it, then: factbook views resume %s", self.shape.view, why, self.shape.view)


def _is_of(progress: Progress, store: Store) -> bool:
    """Whether a table was made from the events of this store, and not of one that was here before."""
    if progress.position > store.wait(-1, 0):
        return False
    return progress.event is None or any(event.position <= progress.position for event in store.find([progress.event]))
