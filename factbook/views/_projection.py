"""From a page of events to the rows that they change: what every table of a view goes through, without any table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

from attrs import define, frozen

from factbook.blaming import reason
from factbook.errors import Undeclared, Undecodable
from factbook.recording import Recorded
from factbook.translation import Translation

from ._place import Key

__all__ = ["Cache", "Held", "Projected", "Projection"]

Load: TypeAlias = Callable[[Collection[Key]], Iterable[Any]]

ROWS: Final = 5_000
"""How many rows a cache keeps between transactions: the collector of garbage looks at all of them again and again."""

AT_ONCE: Final = 100
"""How many events are decoded before they are folded, where no rows have to be loaded first; fewer stay in the
processor's caches."""


class Projected(NamedTuple):
    """What came of a page: the last event that is in the rows, and the event that could not be taken in, with the
    reason."""

    last: Recorded | None
    failed: Recorded | None = None
    reason: str | None = None


@define(eq=False)
class Held:
    """A row after the events so far, ``None`` if there is none; and whether it has changed since it was written.

    ``key`` is its key, bare where that is one value; the first object that was seen of it, which the row most often
    has, too, so that most comparisons are of one object with itself.
    """

    key: Any
    row: Any = None
    changed: bool = False


class Cache:
    """Rows of a table, so that they need not be read again, and those of them that are to be written.

    ``whole`` says that what is not here is not in the table either: true of an empty table, until a row has to go.
    """

    def __init__(self, whole: bool) -> None:
        self.whole = whole
        self.rows: dict[Any, Held] = {}
        self.changed: list[Held] = []

    def written(self) -> None:
        """Everything here is now in the table; forget what is too much, the rows that have been here longest."""
        for held in self.changed:
            held.changed = False
        self.changed = []
        if len(self.rows) > ROWS:
            for key in list(islice(self.rows, len(self.rows) - ROWS // 2)):
                del self.rows[key]
            self.whole = False


@frozen
class Projection:
    """How a view of a system answers to its events."""

    translation: Translation
    evolve: Callable[[Any, Any], Any]
    keys: Callable[[Any], Iterable[Key]]
    key: tuple[str, ...]
    row: type[Any]
    plain: Mapping[type[object], Callable[[Any], Any]] = {}
    """How the key is read from events that hold it in one field: the usual case, made fast."""

    def changes(self, cache: Cache) -> list[tuple[Key, Any]]:
        """What is to be written: the rows that have changed, by their keys; ``None`` where one goes."""
        return [(self._whole(held.key), held.row) for held in cache.changed]

    def project(self, events: Sequence[Recorded], cache: Cache, load: Load, at_once: int) -> Projected:
        """Take events into the rows of a cache, which must be thrown away if they are not written then.

        The rows of so many events are loaded ``at_once``. An event that cannot be decoded, or that a function of the
        view fails on, changes nothing, and none after it is looked at.
        """
        last: Recorded | None = None
        size = AT_ONCE if cache.whole else at_once
        for first in range(0, len(events), size):
            part = events[first : first + size]
            taken, failure = self._take(part, cache, load)
            last = part[taken - 1] if taken else last
            if failure is not None:
                return Projected(last, part[taken], _reason(part[taken], failure))
        return Projected(last)

    def _take(self, events: Sequence[Recorded], cache: Cache, load: Load) -> tuple[int, Exception | None]:
        """How many of them were taken in, and why the next one was not."""
        missing: list[Held] = []
        found, failure = self._find(events, cache.rows, missing)
        key_of, evolve, changed, kind = attrgetter(*self.key), self.evolve, cache.changed, self.row
        if missing and not cache.whole:
            for row in load([self._whole(held.key) for held in missing]):
                key = key_of(row)
                held = cache.rows[key]
                held.key, held.row = key, row
        taken = 0
        try:
            for message, concerned in found:
                after: list[tuple[Held, Any]] = []
                for held in concerned:
                    before = held.row
                    row = evolve(before, message)
                    if row is not before:
                        if row is not None and row.__class__ is not kind:
                            raise Undeclared(
                                f"evolve answered a {row.__class__.__name__}: answer a {kind.__name__}, or None where"
                                " there is no row"
                            )
                        if row is not None and (key := key_of(row)) is not held.key and key != held.key:
                            raise ValueError(f"the row of {held.key} came out as that of {key}")
                        after.append((held, row))
                for held, row in after:
                    held.row = row
                    if not held.changed:
                        held.changed = True
                        changed.append(held)
                taken += 1
        except Exception as error:  # the functions are anybody's: whatever they raise is reported
            return taken, error
        return taken, failure

    def _find(
        self, events: Sequence[Recorded], rows: dict[Any, Held], missing: list[Held]
    ) -> tuple[list[tuple[Any, Sequence[Held]]], Exception | None]:
        """The message of each event and the rows it concerns, up to one that fails, and why it does.

        Rows that are not known yet are held as ``missing``.
        """
        found: list[tuple[Any, Sequence[Held]]] = []
        decode, plain = self.translation.decode, self.plain

        def row_of(key: Any) -> Held:
            if (held := rows.get(key)) is None:
                held = rows[key] = Held(key)
                missing.append(held)
            return held

        try:
            for event in events:
                message = decode(event)
                if read := plain.get(message.__class__):
                    found.append((message, (row_of(read(message)),)))
                else:
                    keys = dict.fromkeys(self.keys(message))
                    found.append((message, [row_of(key[0] if len(key) == 1 else key) for key in keys]))
        except Exception as error:  # see above
            return found, error
        return found, None

    def _whole(self, key: Any) -> Key:
        return (key,) if len(self.key) == 1 else key


def _reason(event: Recorded, error: Exception) -> str:
    if isinstance(error, Undecodable):
        return str(error)
    return f"{event.type}, version {event.version}, at position {event.position}: {reason(error)}"
