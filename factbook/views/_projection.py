"""From a page of events to the rows that they change: what every table of a view goes through, without any table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
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


AT_ONCE: Final = 100
"""How many events are decoded before they are folded, where no rows have to be loaded first; fewer stay in the
processor's caches."""


class Projected(NamedTuple):
    """What came of a page: the rows to write (``None`` where one goes), the last event that is in them, and the event
    that could not be taken in, with the reason."""

    rows: dict[Key, Any]
    last: Recorded | None
    failed: Recorded | None = None
    reason: str | None = None


class Cache:
    """Rows as they are in a table, so that they need not be read again; ``None`` is known not to be there.

    ``whole`` says that what is not here is not in the table either: true of an empty table, until a row has to go.
    """

    def __init__(self, whole: bool, most: int = ROWS) -> None:
        self.whole = whole
        self.rows: dict[Key, Any] = {}
        self._most = most

    def shrink(self) -> None:
        """Forget what is too much: the rows that have been here longest."""
        if len(self.rows) > self._most:
            for key in list(islice(self.rows, len(self.rows) - self._most // 2)):
                del self.rows[key]
            self.whole = False


@frozen
class Projection:
    """How a view of a system answers to its events."""

    translation: Translation
    evolve: Callable[[Any, Any], Any]
    keys: Callable[[Any], Iterable[Key]]
    key: tuple[str, ...]
    plain: Mapping[type[object], Callable[[Any], Any]] = {}
    """How the key is read from events that hold it in one field: the usual case, made fast."""

    def project(self, events: Sequence[Recorded], cache: Cache, load: Load) -> Projected:
        """The rows after these events. The cache has them, too, and must be thrown away if they are not written.

        An event that cannot be decoded, or that a function of the view fails on, changes nothing, and none after it is
        looked at.
        """
        rows: dict[Key, Any] = {}
        step = AT_ONCE if cache.whole else len(events)
        last: Recorded | None = None
        for first in range(0, len(events), max(step, 1)):
            part = events[first : first + step]
            made = self._project(part, cache, load, rows)
            last = made.last or last
            if made.failed is not None:
                return made._replace(last=last)
        return Projected(rows, last)

    def _project(self, events: Sequence[Recorded], cache: Cache, load: Load, rows: dict[Key, Any]) -> Projected:
        """The same for a part of them, on top of ``rows``."""
        messages, failure = self._keyed(events)
        known, of, evolve = cache.rows, _keys(self.key), self.evolve
        if not cache.whole:
            missing = dict.fromkeys(key for _, keys in messages for key in keys if key not in known)
            if missing:
                known.update(missing)
                known.update((of(row), row) for row in load(missing))
        done = 0
        try:
            for message, keys in messages:
                after = [evolve(known.get(key), message) for key in keys]
                for key, row in zip(keys, after, strict=True):
                    if row is not None and of(row) != key:
                        raise ValueError(f"the row of {key} came out as that of {of(row)}")
                for key, row in zip(keys, after, strict=True):
                    known[key] = rows[key] = row
                done += 1
        except Exception as error:  # the functions are anybody's: whatever they raise is reported
            failure = error
        last = events[done - 1] if done else None
        if failure is None:
            return Projected(rows, last)
        return Projected(rows, last, events[done], _reason(events[done], failure))

    def _keyed(self, events: Sequence[Recorded]) -> tuple[list[tuple[Any, list[Key]]], Exception | None]:
        """The message and the keys of each event, up to one that fails, and why it does."""
        found: list[tuple[Any, list[Key]]] = []
        decode, keys_of, plain = self.translation.decode, self.keys, self.plain
        try:
            for event in events:
                message = decode(event)
                read = plain.get(message.__class__)
                found.append((message, [(read(message),)] if read else list(dict.fromkeys(keys_of(message)))))
        except Exception as error:  # see above
            return found, error
        return found, None


def _keys(names: tuple[str, ...]) -> Callable[[Any], Key]:
    """The function that reads the key of a row."""
    if len(names) == 1:
        one = attrgetter(*names)
        return lambda row: (one(row),)
    return attrgetter(*names)


def _reason(event: Recorded, error: Exception) -> str:
    return f"{event.type}, version {event.version}, at position {event.position}: {type(error).__name__}: {error}"
