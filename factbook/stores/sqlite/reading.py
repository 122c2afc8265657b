"""Reads events from the file: queries become SQL, and the plan is ours.

SQLite does not know how tags are spread and would choose badly, so each statement says what comes first: the segments,
in them the tag, then the events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, Final, TypeAlias, cast

import msgspec

from factbook.queries import Query, QueryItem
from factbook.recording import Recorded

from .database import Database
from .segments import LIVE

__all__ = ["COLUMNS", "at_ids", "head", "read", "recorded"]

COLUMNS: Final = "e.position, e.type, e.version, e.data, e.id, e.tags, e.metadata"
"""In the order of :class:`~factbook.recording.Recorded`."""

_ARMS: Final = 50
"""How many items of a query are asked for in one statement; SQLite has a limit of 500."""

_FEW: Final = 8
"""How many tags or types of an item are values of their own; of more, all but the first are a JSON array."""

Shape: TypeAlias = tuple[int, int]
"""How many tags and how many types an item has; :data:`_FEW` and one more stand for any greater number."""

recorded: Final[Callable[[Iterable[Any]], Recorded]] = partial(cast(Any, tuple).__new__, Recorded)
"""A row as an event; the same as ``Recorded._make``, a third of its time."""


def head(db: Database) -> int:
    """The position of the last event."""
    last: int | None = db.execute("SELECT max(position) FROM event").get
    return last or 0


def read(
    db: Database, query: Query, after: int, until: int, limit: int | None = None, backwards: bool = False
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


def at_ids(db: Database, ids: Sequence[bytes], until: int) -> list[Recorded]:
    """The events of these ids that are there, up to a position, in the order of their positions."""
    sql = f"SELECT {COLUMNS} FROM event e WHERE e.id = ? AND e.position <= ?"
    found = {event.position: event for one in ids for event in _rows(db, sql, (one, until))}
    return [found[place] for place in sorted(found)]


def _rows(db: Database, sql: str, values: tuple[Any, ...]) -> list[Recorded]:
    try:
        return list(map(recorded, db.execute(sql, values)))
    except UnicodeDecodeError:  # another program wrote a type that is no text: it is one that nobody knows
        rows = db.execute(sql.replace("e.type", "CAST(e.type AS BLOB)", 1), values)
        return [recorded((position, kind.decode("utf-8", "replace"), *rest)) for position, kind, *rest in rows]


def _some(
    db: Database, items: Sequence[QueryItem], after: int, until: int, most: int, backwards: bool
) -> list[Recorded]:
    sql = _statement(tuple((_count(item.tags), _count(item.types)) for item in items), backwards)
    return _rows(db, sql, (after, until, most, *_values(items)))


def _count(texts: Sequence[str]) -> int:
    return min(len(texts), _FEW + 1)


def _values(items: Iterable[QueryItem]) -> Iterator[str | bytes]:
    for item in items:
        for texts in (item.tags, item.types):
            if len(texts) <= _FEW:
                yield from texts
            else:
                yield texts[0]
                yield msgspec.json.encode(texts[1:]).decode()


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
        number += _places(shape[0]) + _places(shape[1])
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
        f"SELECT position FROM event INDEXED BY event_type WHERE type IN ({_texts(number, shape[1])})"
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
    carried = "tagged o WHERE o.segment = s.number AND o.position = t.position AND o.tag ="
    if tags > _FEW:
        missing = f"SELECT 1 FROM json_each(?{number + 1}) other WHERE NOT EXISTS (SELECT 1 FROM {carried} other.value)"
        conditions += f" AND NOT EXISTS ({missing})"
    else:
        for other in range(1, tags):
            conditions += f" AND EXISTS (SELECT 1 FROM {carried} ?{number + other})"
    first = number + _places(tags)
    if types > _FEW:
        conditions += f" AND t.type IN ({_texts(first, types)})"
    elif types:  # a sum, since SQLite makes a table of what stands behind IN, or is joined by OR
        conditions += f" AND ({' + '.join(f'(t.type = ?{first + one})' for one in range(types))})"
    return source, conditions, f"s.first {order}, t.position {order}"


def _places(count: int) -> int:
    """How many values so many texts are."""
    return count if count <= _FEW else 2


def _texts(first: int, count: int) -> str:
    """So many texts as what stands behind ``IN``."""
    if count > _FEW:
        return f"SELECT ?{first} UNION ALL SELECT value FROM json_each(?{first + 1})"
    return ", ".join(f"?{first + one}" for one in range(count))
