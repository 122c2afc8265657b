"""Where the rows of views are kept: the port that memory, SQLite and PostgreSQL fit, and what it speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias
from uuid import UUID

from attrs import frozen

from factbook.asking import Question

__all__ = ["Key", "Place", "Progress", "Session", "Shape", "TableFailed"]

Key: TypeAlias = tuple[Any, ...]


class TableFailed(Exception):
    """A table does not take what its view has for it; it concerns that view alone."""


@frozen
class Shape:
    """What a table holds: the view's name, the class of its rows, the fields of its key, the statements that make it.

    ``statements`` are the generated SQL, empty where the rows are kept in memory.
    """

    view: str
    row: type[Any]
    key: tuple[str, ...]
    statements: tuple[str, ...] = ()


@frozen
class Progress:
    """How far a table has come: all events up to ``position`` are in it.

    A view has a live table, and while it is rebuilt another one (``building``); each has a number, ``generation``, that
    no other of the view's tables ever had. ``fingerprint`` is of what makes the rows, ``event`` the id of the last
    event that changed it, ``stopped`` why nothing more is added.
    """

    view: str
    building: bool
    generation: int
    fingerprint: str
    position: int = 0
    event: UUID | None = None
    stopped: str | None = None


class Session(Protocol):
    """What can be done with tables in one transaction."""

    def progress(self) -> list[Progress]:
        """How far every table has come."""
        ...

    def create(self, shape: Shape, progress: Progress) -> bool:
        """Make an empty table; false if there is one already that is live, or is being built, as this one would be."""
        ...

    def advance(self, before: Progress, after: Progress) -> bool:
        """Write down progress; false, and nothing is changed, unless it is ``before`` that is written there."""
        ...

    def drop(self, shape: Shape, progress: Progress) -> None:
        """Remove a table that was being built."""
        ...

    def swap(self, shape: Shape, live: Progress, built: Progress) -> bool:
        """Put the table that was built in the place of the live one; false unless both are where they should be."""
        ...

    def load(self, shape: Shape, progress: Progress, keys: Collection[Key]) -> Iterable[Any]:
        """The rows of these keys that are there."""
        ...

    def write(self, shape: Shape, progress: Progress, rows: Collection[tuple[Key, Any]]) -> None:
        """Put rows in the places of their keys, of which each comes once; ``None`` is no row."""
        ...

    def select(self, shape: Shape, question: Question[Any], values: Mapping[str, Any]) -> list[Any]:
        """What a question means in the live table; empty if there is none."""
        ...

    def claim(self, views: Sequence[str], holder: str, seconds: float) -> Collection[str]:
        """The views that are this holder's to update for so many seconds from now, those that nobody else holds."""
        ...

    def release(self, holder: str) -> None:
        """Give up what a holder holds."""
        ...


class Place(Protocol):
    """A database of views. May be used by several threads at once.

    Where it cannot be reached, or is busy for too long, :class:`~factbook.errors.StoreUnavailable` is raised.
    """

    at_once: int
    """For how many events the rows are best loaded together: few where that costs little, because what is decoded and
    folded soon stays in the processor's caches; many where the database has to be asked over a network."""

    def writing(self) -> AbstractContextManager[Session]:
        """A transaction: all that is done in it becomes visible at once at its end, or nothing if anything raises."""
        ...

    def reading(self) -> AbstractContextManager[Session]:
        """Something to look at; each question sees what is there when it is asked."""
        ...

    def loading(self) -> AbstractContextManager[Session]:
        """Somewhere to load rows that will be written; for one question, as others may have to wait."""
        ...

    def shape(self, view: str, row: type[Any], key: tuple[str, ...]) -> Shape:
        """How a view is kept here; raises :class:`~factbook.errors.StoreUnfit` if nothing was generated for it."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...
