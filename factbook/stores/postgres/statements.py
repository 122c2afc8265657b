"""What is said to PostgreSQL and what its answers mean: pure, for both twins.

Everything is one statement, and every statement is a transaction: nothing depends on which connection carries it, so
a proxy may give each one to another.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b
from itertools import accumulate, islice
from typing import Any, Final, NamedTuple

import msgspec

from factbook.queries import NOTHING, Query
from factbook.recording import AppendCondition, NewEvent, Page, Recorded
from factbook.stores.tagging import Retag

from .arrays import BIGINT, BYTEA, INTEGER, TEXT, UUID, Array, Piece, array, numbers, piece
from .settings import Settings

__all__ = [
    "Outcome",
    "Prepared",
    "Statement",
    "announcing",
    "appending",
    "finding",
    "head",
    "key",
    "listening",
    "outcomes",
    "page",
    "prepare",
    "reading",
    "recorded",
    "retagging",
    "tag_note",
]

LONGEST_KEY: Final = 200
"""Up to how many characters a tag is its own key; an entry of a B-tree takes 2,704 bytes."""

ESCAPE: Final = "\x1a"
"""Stands before what stands for something else."""


class Statement(NamedTuple):
    """A statement with numbered parameters, and their values."""

    text: str
    values: tuple[Any, ...] = ()


def escaped(text: str) -> str:
    """A text without NUL, which PostgreSQL does not take; see :func:`_plain`."""
    if "\0" in text or ESCAPE in text:
        return text.replace(ESCAPE, f"{ESCAPE}1").replace("\0", f"{ESCAPE}0")
    return text


def _plain(event: Recorded) -> Recorded:
    kind = event.type.replace(f"{ESCAPE}0", "\0").replace(f"{ESCAPE}1", ESCAPE)
    return event._replace(type=kind) if ESCAPE in event.type else event


def key(tag: str) -> str:
    """The text under which a tag is found: itself, unless it is long or holds what PostgreSQL does not take.

    A long one is its beginning and a hash. No tag is its own key and another's too, since such keys are longer.
    """
    text = escaped(tag)
    if len(text) <= LONGEST_KEY:
        return text
    return f"{text[:LONGEST_KEY]} {blake2b(text.encode(), digest_size=32).hexdigest()}"


# Reading -------------------------------------------------------------------------------------------------------------

END: Final = 2**63 - 1
"""Beyond every position."""


def reading(
    settings: Settings, query: Query, after: int, until: int | None, limit: int | None, backwards: bool
) -> Statement:
    """The statement that :func:`page` understands the answer of."""
    function = "read_backwards" if backwards else "read"
    return Statement(
        _call(settings.schema, function, 9),
        (_bigint(after), _bigint(END if until is None else until), limit, *_arrays([_items(query)])),
    )


def page(rows: Sequence[tuple[Any, ...]]) -> Page:
    """The head stands first."""
    return Page(recorded(islice(rows, 1, None)), rows[0][0])


def finding(settings: Settings, ids: Sequence[uuid.UUID]) -> Statement:
    """The statement that :func:`recorded` understands the answer of."""
    return Statement(_call(settings.schema, "find", 1), (array(UUID, [piece([one.bytes for one in ids])]),))


def recorded(rows: Iterable[tuple[Any, ...]]) -> list[Recorded]:
    """Events, in the order in which they come."""
    found = list(map(Recorded._make, rows))
    return list(map(_plain, found)) if any(ESCAPE in event.type for event in found) else found


def head(settings: Settings) -> Statement:
    """Asks for the position of the last event."""
    return Statement(f"SELECT {settings.schema}.head()")


def announcing(settings: Settings) -> Statement:
    """Tells whoever listens that there is something new."""
    return Statement("SELECT pg_notify($1, '')", (settings.schema,))


def listening(settings: Settings) -> Statement:
    """Asks to be told."""
    return Statement(f"LISTEN {settings.schema}")


# Tagging anew --------------------------------------------------------------------------------------------------------


def tag_note(settings: Settings) -> Statement:
    """Asks for the note that was kept last."""
    return Statement(f"SELECT tag_note FROM {settings.schema}.store")


def retagging(settings: Settings, changes: Sequence[Retag], known: str, note: str) -> Statement:
    """Answers whether it was done. Two tags may have one key: that stays while one of them does."""
    gone: list[tuple[int, str]] = []
    new: list[tuple[int, str]] = []
    for position, before, after in changes:
        had, has = dict.fromkeys(map(key, before)), dict.fromkeys(map(key, after))
        gone += [(position, one) for one in had if one not in has]
        new += [(position, one) for one in has if one not in had]
    return Statement(
        _call(settings.schema, "retag", 8),
        (
            known,
            note,
            numbers(BIGINT, [change.position for change in changes]),
            array(BYTEA, [piece([_json(change.after) for change in changes])]),
            *_placed(gone),
            *_placed(new),
        ),
    )


def _placed(keys: Sequence[tuple[int, str]]) -> tuple[Array, Array]:
    return numbers(BIGINT, [position for position, _ in keys]), array(TEXT, [piece([one.encode() for _, one in keys])])


# Appending -----------------------------------------------------------------------------------------------------------


class Outcome(NamedTuple):
    """What became of an append: ``appended``, ``again``, ``taken`` or ``conflict``; and where."""

    kind: str
    position: int


class Prepared(NamedTuple):
    """An append, as far as it can be written down without its neighbours; whoever sends it does that for itself."""

    size: int
    columns: tuple[Piece, ...]
    """Ids, types, versions, data, tags and metadata of its events."""
    tagged: list[int]
    """For each tag, which event it belongs to, from 1."""
    tags: tuple[Piece, Piece]
    """The tags, and the types of their events."""
    after: int
    items: Items


def prepare(events: Sequence[NewEvent], condition: AppendCondition | None) -> Prepared:
    """Raises ``ValueError`` if there is something in it that is no text."""
    types = [escaped(event.type).encode() for event in events]
    keys = [dict.fromkeys(map(key, event.tags)) for event in events]
    return Prepared(
        len(events),
        (
            piece([event.id.bytes for event in events]),
            piece(types),
            piece([event.version.to_bytes(4, signed=True) for event in events]),
            piece([event.data for event in events]),
            piece([_json(event.tags) for event in events]),
            piece([event.metadata for event in events]),
        ),
        [number for number, tags in enumerate(keys, 1) for _ in tags],
        (
            piece([tag.encode() for tags in keys for tag in tags]),
            piece([kind for kind, tags in zip(types, keys, strict=True) for _ in tags]),
        ),
        _bigint(condition.after) if condition else 0,
        _items(condition.query) if condition else _items(NOTHING),
    )


def appending(settings: Settings, appends: Sequence[Prepared]) -> Statement:
    """The statement that :func:`outcomes` understands the answer of.

    The appends must not touch each other: no id stands in two of them, and no condition means an event of another.
    """
    kinds: tuple[type[Array], ...] = (UUID, TEXT, INTEGER, BYTEA, BYTEA, BYTEA)
    columns = [array(kind, [one.columns[place] for one in appends]) for place, kind in enumerate(kinds)]
    starts = accumulate((one.size for one in appends), initial=0)
    tagged = [start + event for start, one in zip(starts, appends, strict=False) for event in one.tagged]
    return Statement(
        _call(settings.schema, "append", 21),
        (
            settings.fsync,
            settings.synchronous_commit,
            f"{settings.lock_timeout * 1000:.0f}ms",
            numbers(INTEGER, [number for number, one in enumerate(appends, 1) for _ in range(one.size)]),
            *columns,
            numbers(INTEGER, tagged),
            array(TEXT, [one.tags[0] for one in appends]),
            array(TEXT, [one.tags[1] for one in appends]),
            numbers(INTEGER, [number for number, one in enumerate(appends, 1) for _ in one.items.places]),
            numbers(BIGINT, [one.after for one in appends for _ in one.items.places]),
            *_arrays([one.items for one in appends]),
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


class Items(NamedTuple):
    """The items of a query: the tags of all, the types of all, and which of them each item has (from, to; from, to)."""

    tags: Piece
    types: Piece
    places: list[tuple[int, int, int, int]]


def _items(query: Query) -> Items:
    """All events are what an item without anything means."""
    tags: list[bytes] = []
    types: list[bytes] = []
    places: list[tuple[int, int, int, int]] = []
    for item in (_ANYTHING,) if query.everything else query.items:
        first_tag, first_type = len(tags) + 1, len(types) + 1
        tags += [key(tag).encode() for tag in dict.fromkeys(item.tags)]
        types += [escaped(kind).encode() for kind in item.types]
        places.append((first_tag, len(tags), first_type, len(types)))
    return Items(piece(tags), piece(types), places)


def _arrays(queries: Sequence[Items]) -> tuple[Array, ...]:
    """The parameters of a function that takes items."""
    places: list[tuple[int, int, int, int]] = []
    tags = types = 0
    for one in queries:
        places += [(a + tags, b + tags, c + types, d + types) for a, b, c, d in one.places]
        tags, types = tags + one.tags[0], types + one.types[0]
    columns = zip(*places, strict=True) if places else ((),) * 4
    return (
        *(numbers(INTEGER, column) for column in columns),
        array(TEXT, [one.tags for one in queries]),
        array(TEXT, [one.types for one in queries]),
    )


class _Anything(NamedTuple):
    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


_ANYTHING: Final = _Anything()


def _bigint(position: int) -> int:
    """A position that PostgreSQL can take: none stands beyond these."""
    return min(max(position, 0), END)


@cache
def _call(schema: str, function: str, parameters: int) -> str:
    return f"SELECT * FROM {schema}.{function}({', '.join(f'${place}' for place in range(1, parameters + 1))})"
