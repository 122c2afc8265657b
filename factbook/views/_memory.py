"""Rows in dictionaries: the reference for the tables in databases, and what tests and trials run on."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any

from attrs import evolve

from factbook.asking import Question, answer
from factbook.errors import StoreUnavailable

from ._place import Key, Progress, Shape

__all__ = ["MemoryPlace"]


class MemoryPlace:
    """Views that live as long as the process; one thread at a time."""

    at_once = 100

    def __init__(self) -> None:
        self._progress: dict[tuple[str, bool], Progress] = {}
        self._tables: dict[tuple[str, int], dict[Key, Any]] = {}
        self._lock = RLock()
        self._closed = False

    @contextmanager
    def writing(self) -> Generator[MemoryPlace]:
        """See :meth:`factbook.views._place.Place.writing`. Nothing here can fail halfway."""
        with self._lock:
            if self._closed:
                raise StoreUnavailable("the views are closed")
            yield self

    reading = loading = writing

    def shape(self, view: str, row: type[Any], key: tuple[str, ...]) -> Shape:
        """See :meth:`factbook.views._place.Place.shape`."""
        return Shape(view, row, key)

    def close(self) -> None:
        """See :meth:`factbook.views._place.Place.close`."""
        with self._lock:
            self._closed = True

    # In a transaction ------------------------------------------------------------------------------------------------

    def progress(self) -> list[Progress]:
        """See :meth:`factbook.views._place.Session.progress`."""
        return list(self._progress.values())

    def create(self, shape: Shape, progress: Progress) -> bool:
        """See :meth:`factbook.views._place.Session.create`."""
        if _place(progress) in self._progress:
            return False
        self._progress[_place(progress)] = progress
        self._tables[shape.view, progress.generation] = {}
        return True

    def advance(self, before: Progress, after: Progress) -> bool:
        """See :meth:`factbook.views._place.Session.advance`."""
        if self._progress.get(_place(before)) != before:
            return False
        self._progress[_place(before)] = after
        return True

    def drop(self, shape: Shape, progress: Progress) -> None:
        """See :meth:`factbook.views._place.Session.drop`."""
        del self._progress[_place(progress)]
        del self._tables[shape.view, progress.generation]

    def swap(self, shape: Shape, live: Progress, built: Progress) -> bool:
        """See :meth:`factbook.views._place.Session.swap`."""
        if self._progress.get(_place(live)) != live or self._progress.get(_place(built)) != built:
            return False
        del self._tables[shape.view, live.generation]
        del self._progress[_place(built)]
        self._progress[_place(live)] = evolve(built, building=False)
        return True

    def load(self, shape: Shape, progress: Progress, keys: Collection[Key]) -> Iterable[Any]:
        """See :meth:`factbook.views._place.Session.load`."""
        table = self._tables[shape.view, progress.generation]
        return [table[key] for key in keys if key in table]

    def write(self, shape: Shape, progress: Progress, rows: Collection[tuple[Key, Any]]) -> None:
        """See :meth:`factbook.views._place.Session.write`."""
        table = self._tables[shape.view, progress.generation]
        for key, row in rows:
            if row is None:
                table.pop(key, None)
            else:
                table[key] = row

    def select(self, shape: Shape, question: Question[Any], values: Mapping[str, Any]) -> list[Any]:
        """See :meth:`factbook.views._place.Session.select`."""
        live = self._progress.get((shape.view, False))
        return answer(question, values, self._tables[shape.view, live.generation].values(), shape.key) if live else []

    def claim(self, views: Sequence[str], holder: str, seconds: float) -> Collection[str]:
        """See :meth:`factbook.views._place.Session.claim`. There is nobody else in this process's memory."""
        return views

    def release(self, holder: str) -> None:
        """See :meth:`factbook.views._place.Session.release`."""


def _place(progress: Progress) -> tuple[str, bool]:
    return progress.view, progress.building
