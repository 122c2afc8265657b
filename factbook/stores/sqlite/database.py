"""What this package asks of a connection of apsw, whose own annotations need numpy to be understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeAlias

__all__ = ["Database", "Rows"]

Row: TypeAlias = tuple[Any, ...]


class Rows(Protocol):
    """An answer, as it is read."""

    def __iter__(self) -> Iterator[Row]:
        """One row after the other."""
        ...

    def fetchone(self) -> Row | None:
        """The next row."""
        ...

    @property
    def get(self) -> Any:
        """The value, where there is one row of one column, or ``None`` where there is no row."""
        ...


class Database(Protocol):
    """A connection, which one thread uses at a time."""

    def execute(self, statements: str, bindings: Sequence[Any] | None = None) -> Rows:
        """Do something."""
        ...

    def executemany(self, statements: str, sequenceofbindings: Iterable[Sequence[Any]]) -> Rows:
        """Do it once for each of these."""
        ...

    def pragma(self, name: str, value: Any = None) -> Any:
        """Ask for a setting, or change it and say what it is then."""
        ...

    def total_changes(self) -> int:
        """How many rows were changed so far."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...
