"""From a page of events to the rows that they change: what every table of a view goes through, without any table."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

from attrs import frozen

from factbook.recording import Recorded
from factbook.translation import Translation

from ._place import Key

__all__ = ["Cache", "Projected", "Projection"]

Load: TypeAlias = Callable[[Collection[Key]], Iterable[Any]]

ROWS: Final = 20_000
"""How many rows a cache keeps between pages."""


class Projected(NamedTuple):
    """What came of a page: the rows to write (``None`` where one goes), the last event that is in them, and why the
    event after that is not."""

    rows: dict[Key, Any]
    last: Recorded | None
    failure: str | None


class Cache:
    """Rows as they are in a table, so that they need not be read again; those used longest ago go first.

    ``whole`` says that what is not here is not in the table either: true of an empty table, until a row has to go.
    """

    def __init__(self, whole: bool, most: int = ROWS) -> None:
        self.whole = whole
        self._most = most
        self._rows: OrderedDict[Key, Any] = OrderedDict()

    def missing(self, keys: Iterable[Key]) -> list[Key]:
        """The keys that only the table knows about."""
        return [] if self.whole else [key for key in keys if key not in self._rows]

    def get(self, key: Key) -> Any:
        """A row, ``None`` if there is none."""
        return self._rows.get(key)

    def put(self, key: Key, row: Any) -> None:
        """Keep a row, or that there is none."""
        self._rows[key] = row
        self._rows.move_to_end(key)

    def shrink(self) -> None:
        """Forget what is too much."""
        while len(self._rows) > self._most:
            self._rows.popitem(last=False)
            self.whole = False


@frozen
class Projection:
    """How a view of a system answers to its events."""

    translation: Translation
    evolve: Callable[[Any, Any], Any]
    keys: Callable[[Any], Iterable[Key]]
    key: tuple[str, ...]

    def project(self, events: Sequence[Recorded], cache: Cache, load: Load) -> Projected:
        """The rows after these events. The cache has them, too, and must be thrown away if they are not written.

        An event that cannot be decoded, or that a function of the view fails on, changes nothing, and none after it is
        looked at.
        """
        found, failed, failure = self._keyed(events)
        wanted = dict.fromkeys(key for _, _, keys in found for key in keys)
        if missing := cache.missing(wanted):
            of = _keys(self.key)
            there = {of(row): row for row in load(missing)}
            for key in missing:
                cache.put(key, there.get(key))
        of, evolve = _keys(self.key), self.evolve
        rows: dict[Key, Any] = {}
        last: Recorded | None = None
        for event, message, keys in found:
            after: dict[Key, Any] = {}
            try:
                for key in keys:
                    row = after[key] = evolve(cache.get(key), message)
                    if row is not None and of(row) != key:
                        raise ValueError(f"the row of {key} came out as that of {of(row)}")
            except Exception as error:  # the functions are anybody's: whatever they raise is reported
                failed, failure = event, error
                break
            for key, row in after.items():
                cache.put(key, row)
            rows |= after
            last = event
        return Projected(rows, last, _reason(failed, failure) if failed and failure else None)

    def _keyed(
        self, events: Sequence[Recorded]
    ) -> tuple[list[tuple[Recorded, Any, list[Key]]], Recorded | None, Exception | None]:
        """Every event with its message and keys, up to one that fails, and why it does."""
        found: list[tuple[Recorded, Any, list[Key]]] = []
        decode, keys_of = self.translation.decode, self.keys
        for event in events:
            try:
                message = decode(event)
                found.append((event, message, list(dict.fromkeys(keys_of(message)))))
            except Exception as error:  # see below
                return found, event, error
        return found, None, None


def _keys(names: tuple[str, ...]) -> Callable[[Any], Key]:
    """The function that reads the key of a row."""
    if len(names) == 1:
        one = attrgetter(*names)
        return lambda row: (one(row),)
    return attrgetter(*names)


def _reason(event: Recorded, error: Exception) -> str:
    return f"{event.type}, version {event.version}, at position {event.position}: {type(error).__name__}: {error}"
