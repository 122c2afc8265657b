"""Reads events from the file: queries become SQL, and the plan is ours.

SQLite does not know how tags are spread and would choose badly, so each statement says what comes first: the segments,
in them the tag, then the events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, Final, TypeAlias

import apsw

from factbook.queries import Query, QueryItem
from factbook.recording import Recorded

from .segments import LIVE

__all__ = ["COLUMNS", "at_ids", "head", "read", "recorded"]

COLUMNS: Final = "e.position, e.type, e.version, e.data, e.id, e.tags, e.metadata"
"""In the order of :class:`~factbook.recording.Recorded`."""

_ARMS: Final = 100
"""How many items of a query are asked for in one statement; SQLite has a limit of 500."""

Shape: TypeAlias = tuple[int, int]
"""How many tags and how many types an item has."""

recorded: Final[partial[Recorded]] = partial(tuple.__new__, Recorded)
"""A row as an event; the same as ``Recorded._make``, a third of its time."""


def head(db: apsw.Connection) -> int:
    """The position of the last event."""
    last: int | None = db.execute("SELECT max(position) FROM event").get
    return last or 0


def read(
    db: apsw.Connection, query: Query, after: int, until: int, limit: int | None = None, backwards: bool = False
) -> list[Recorded]:
    """The events of a query with ``after < position <= until``, which the index on disk covers for all tags."""
    most = -1 if limit is None else limit
    if query.everything:
        return _rows(db, _everything(backwards), (after, until, most))
    items = query.items
    if len(items) <= _ARMS:
        return _some(db, items, after, until, most, backwards) if items else []
    found = {
        event.position: event
        for start in range(0, len(items), _ARMS)
        for event in _some(db, items[start : start + _ARMS], after, until, most, backwards)
    }
    return [found[place] for place in sorted(found, reverse=backwards)][:limit]


def at_ids(db: apsw.Connection, ids: Sequence[bytes]) -> list[Recorded]:
    """The events of these ids that are there, in the order of their positions."""
    sql = f"SELECT {COLUMNS} FROM event e WHERE e.id = ?"
    found = {event.position: event for one in ids for event in _rows(db, sql, (one,))}
    return [found[place] for place in sorted(found)]


def _rows(db: apsw.Connection, sql: str, values: tuple[Any, ...]) -> list[Recorded]:
    return list(map(recorded, db.execute(sql, values)))


def _some(
    db: apsw.Connection, items: Sequence[QueryItem], after: int, until: int, most: int, backwards: bool
) -> list[Recorded]:
    sql = _statement(tuple((len(item.tags), len(item.types)) for item in items), backwards)
    return _rows(db, sql, (after, until, most, *_values(items)))


def _values(items: Iterable[QueryItem]) -> Iterator[str]:
    for item in items:
        yield from item.tags
        yield from item.types


@lru_cache
def _everything(backwards: bool) -> str:
    order = "DESC" if backwards else "ASC"
    return f"SELECT {COLUMNS} FROM event e WHERE e.position > ? AND e.position <= ? ORDER BY e.position {order} LIMIT ?"


@lru_cache(1_000)
def _statement(shapes: tuple[Shape, ...], backwards: bool) -> str:
    """``?1`` is after, ``?2`` until, ``?3`` the limit; tags and types of the items follow."""
    order = "DESC" if backwards else "ASC"
    if len(shapes) == 1 and shapes[0][0]:
        source, conditions, ordered = _tagged(shapes[0], 4, order)
        return (
            f"SELECT {COLUMNS} FROM {source} CROSS JOIN event e ON e.position = t.position"
            f" WHERE {conditions} ORDER BY {ordered} LIMIT ?3"
        )
    arms: list[str] = []
    number = 4
    for shape in shapes:
        arms.append(f"SELECT position FROM ({_arm(shape, number, order)})")
        number += sum(shape)
    return (
        f"SELECT {COLUMNS} FROM ({' UNION '.join(arms)}) found CROSS JOIN event e ON e.position = found.position"
        f" ORDER BY found.position {order} LIMIT ?3"
    )


def _arm(shape: Shape, number: int, order: str) -> str:
    """The positions of one item."""
    if shape[0]:
        source, conditions, ordered = _tagged(shape, number, order)
        return f"SELECT t.position FROM {source} WHERE {conditions} ORDER BY {ordered} LIMIT ?3"
    return (
        f"SELECT position FROM event INDEXED BY event_type WHERE type IN ({_marks(number, shape[1])})"
        f" AND position > ?1 AND position <= ?2 ORDER BY position {order} LIMIT ?3"
    )


def _tagged(shape: Shape, number: int, order: str) -> tuple[str, str, str]:
    """What an item with tags is read from, under which conditions, in which order."""
    tags, types = shape
    source = "segment s INDEXED BY live CROSS JOIN tagged t"
    conditions = (
        f"s.state = {LIVE} AND s.last > ?1 AND s.first <= ?2 AND t.segment = s.number AND t.tag = ?{number}"
        " AND t.position > ?1 AND t.position <= ?2"
    )
    for other in range(1, tags):
        source += f" CROSS JOIN tagged t{other}"
        conditions += (
            f" AND t{other}.segment = s.number AND t{other}.tag = ?{number + other} AND t{other}.position = t.position"
        )
    if types:
        conditions += f" AND ({' + '.join(f'(t.type = ?{number + tags + one})' for one in range(types))})"
    return source, conditions, f"s.first {order}, t.position {order}"


def _marks(number: int, count: int) -> str:
    return ", ".join(f"?{number + one}" for one in range(count))
