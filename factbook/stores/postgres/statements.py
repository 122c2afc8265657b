"""What is said to PostgreSQL and what its answers mean: pure, for both twins.

Everything is one statement, and every statement is a transaction: nothing depends on which connection carries it, so
a proxy may give each one to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from factbook.queries import Query
from factbook.recording import AppendCondition, NewEvent, Page, Recorded

from .arrays import Array, bigints, byteas, integers, texts, uuids
from .settings import Settings

__all__ = [
    "Outcome",
    "Statement",
    "announcing",
    "appending",
    "finding",
    "head",
    "key",
    "listening",
    "outcomes",
    "page",
    "reading",
    "recorded",
]

LONGEST_KEY: Final = 200
"""Up to how many characters a tag is its own key; an entry of a B-tree takes 2,704 bytes."""


class Statement(NamedTuple):
    """A statement with numbered parameters, and their values."""

    text: str
    values: tuple[Any, ...] = ()


def key(tag: str) -> str:
    """The text under which a tag is kept: itself, unless it is long or holds what PostgreSQL cannot.

    Then it is the beginning and a hash. No tag is its own key and another's hash, since keys with a hash are longer.
    """
    if len(tag) <= LONGEST_KEY and "\0" not in tag:
        return tag
    start = tag[:LONGEST_KEY].replace("\0", "?").ljust(LONGEST_KEY)
    return f"{start} {blake2b(tag.encode(), digest_size=32).hexdigest()}"


# Reading -------------------------------------------------------------------------------------------------------------

END: Final = 2**63 - 1
"""Beyond every position."""


def reading(
    settings: Settings, query: Query, after: int, until: int | None, limit: int | None, backwards: bool
) -> Statement:
    """The statement that :func:`page` understands the answer of."""
    function = "read_backwards" if backwards else "read"
    return Statement(
        f"SELECT * FROM {settings.schema}.{function}($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        (_bigint(after), _bigint(END if until is None else until), limit, *_Items().add(query).arrays()),
    )


def page(rows: Sequence[tuple[Any, ...]]) -> Page:
    """The head stands first."""
    return Page(list(map(Recorded._make, islice(rows, 1, None))), rows[0][0])


def finding(settings: Settings, ids: Sequence[UUID]) -> Statement:
    """The statement that :func:`recorded` understands the answer of."""
    return Statement(f"SELECT * FROM {settings.schema}.find($1)", (uuids([one.bytes for one in ids]),))


def recorded(rows: Iterable[tuple[Any, ...]]) -> list[Recorded]:
    """Events, in the order in which they come."""
    return list(map(Recorded._make, rows))


def head(settings: Settings) -> Statement:
    """Asks for the position of the last event."""
    return Statement(f"SELECT {settings.schema}.head()")


def announcing(settings: Settings) -> Statement:
    """Tells whoever listens that there is something new."""
    return Statement("SELECT pg_notify($1, '')", (settings.schema,))


def listening(settings: Settings) -> Statement:
    """Asks to be told."""
    return Statement(f"LISTEN {settings.schema}")


# Appending -----------------------------------------------------------------------------------------------------------


class Outcome(NamedTuple):
    """What became of an append: ``appended``, ``again``, ``taken`` or ``conflict``; and where."""

    kind: str
    position: int


def appending(settings: Settings, appends: Sequence[tuple[Sequence[NewEvent], AppendCondition | None]]) -> Statement:
    """The statement that :func:`outcomes` understands the answer of.

    The appends must not touch each other: no id stands in two of them, and no condition means an event of another.
    """
    numbers: list[int] = []
    events: list[NewEvent] = []
    tag_events: list[int] = []
    tags: list[str] = []
    tag_types: list[str] = []
    conditions: list[int] = []
    afters: list[int] = []
    items = _Items()
    for number, (batch, condition) in enumerate(appends, start=1):
        for event in batch:
            numbers.append(number)
            events.append(event)
            if event.tags:
                keys = dict.fromkeys(map(key, event.tags))
                tags += keys
                tag_events += [len(events)] * len(keys)
                tag_types += [event.type] * len(keys)
        if condition is not None:
            before = len(items)
            items.add(condition.query)
            conditions += [number] * (len(items) - before)
            afters += [_bigint(condition.after)] * (len(items) - before)
    return Statement(
        f"SELECT * FROM {settings.schema}.append({_places(21)})",
        (
            settings.fsync,
            settings.synchronous_commit,
            f"{settings.lock_timeout * 1000:.0f}ms",
            integers(numbers),
            uuids([event.id.bytes for event in events]),
            texts([event.type for event in events]),
            integers([event.version for event in events]),
            byteas([event.data for event in events]),
            byteas([_json(event.tags) for event in events]),
            byteas([event.metadata for event in events]),
            integers(tag_events),
            texts(tags),
            texts(tag_types),
            integers(conditions),
            bigints(afters),
            *items.arrays(),
        ),
    )


def outcomes(rows: Iterable[tuple[Any, ...]], sizes: Sequence[int]) -> list[Outcome]:
    """The outcome of each of these appends, which had so many events. What is not said to be otherwise is recorded,
    one after the other from the head on."""
    (_, _, position), *others = rows
    refused = {number: Outcome(kind, place) for number, kind, place in others}
    found: list[Outcome] = []
    for number, size in enumerate(sizes, start=1):
        if number in refused:
            found.append(refused[number])
        else:
            position += size
            found.append(Outcome("appended", position))
    return found


_json: Final = msgspec.json.encode


class _Items:
    """The items of queries, as arrays: the tags of all, the types of all, and which of them each item has."""

    def __init__(self) -> None:
        self._tags: list[str] = []
        self._types: list[str] = []
        self._places: list[tuple[int, int, int, int]] = []

    def __len__(self) -> int:
        return len(self._places)

    def add(self, query: Query) -> _Items:
        """One more query. All events are what an item without anything means."""
        for types, tags in [((), ())] if query.everything else [(item.types, item.tags) for item in query.items]:
            keys = list(dict.fromkeys(map(key, tags)))
            first_tag, first_type = len(self._tags) + 1, len(self._types) + 1
            self._tags += keys
            self._types += types
            self._places.append((first_tag, len(self._tags), first_type, len(self._types)))
        return self

    def arrays(self) -> tuple[Array, ...]:
        """The parameters of a function that takes items."""
        columns = list(zip(*self._places, strict=True)) or [()] * 4
        return (*map(integers, columns), texts(self._tags), texts(self._types))


def _bigint(position: int) -> int:
    """A position that PostgreSQL can take: none stands beyond these."""
    return min(max(position, 0), END)


def _places(number: int) -> str:
    return ", ".join(f"${place}" for place in range(1, number + 1))
