"""What is said to PostgreSQL and what its answers mean: pure, for both twins.

Everything is one statement, and every statement is a transaction: nothing depends on which connection carries it, so
a proxy may give each one to another.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import accumulate, islice
from typing import Any, Final, NamedTuple

import msgspec

from factbook.queries import Query
from factbook.recording import AppendCondition, NewEvent, Page, Recorded
from factbook.stores.tagging import Retag

from .arrays import BIGINT, BYTEA, INTEGER, TEXT, UUID, Piece, array, bigint, bigints, integers, piece
from .settings import Settings

__all__ = [
    "Form",
    "Outcome",
    "Prepared",
    "Statement",
    "announcing",
    "apart",
    "appending",
    "decides",
    "finding",
    "head",
    "key",
    "listening",
    "noting",
    "outcomes",
    "page",
    "prepare",
    "reading",
    "recorded",
    "retagging",
    "tag_note",
    "together",
]

LONGEST_KEY: Final = 200
"""Up to how many characters a tag is its own key; an entry of a B-tree takes 2,704 bytes."""

ESCAPE: Final = "\x1a"
"""Stands before what stands for something else."""


class Form(NamedTuple):
    """A statement with numbered parameters, and their types. One that is asked often has a ``name`` of its own, under
    which the server keeps it: nothing else ever has that name, whoever uses the same server."""

    text: bytes
    types: tuple[int, ...] = ()
    name: bytes = b""


class Statement(NamedTuple):
    """A form, and the values of its parameters as they travel."""

    form: Form
    values: tuple[bytes | None, ...] = ()


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

_END: Final = bigint(END)


def reading(
    settings: Settings, query: Query, after: int, until: int | None, limit: int | None, backwards: bool
) -> Statement:
    """The statement that :func:`page` understands the answer of."""
    return Statement(
        _call(settings.schema, "read_backwards" if backwards else "read", _READ),
        (
            bigint(_position(after)),
            _END if until is None else bigint(_position(until)),
            None if limit is None else bigint(limit),
            *_arrays([_items(query)]),
        ),
    )


def decides(query: Query, limit: int | None, backwards: bool) -> bool:
    """Whether it is a decision that asks, most likely: by tags, for all there is, which is little."""
    return limit is None and not backwards and not query.everything and all(item.tags for item in query.items)


def together(settings: Settings, readings: Sequence[Statement]) -> Statement:
    """Asks in one statement what several decisions ask; :func:`apart` understands the answer."""
    if len(readings) == 1:
        return readings[0]
    values = tuple(value for one in readings for value in one.values)
    return Statement(_call(settings.schema, "read", _READ, len(readings)), values)


def apart(rows: Sequence[tuple[Any, ...]], number: int) -> list[Sequence[tuple[Any, ...]]]:
    """The answers to so many questions that were asked together. Each begins with a head, which has no type."""
    if number == 1:
        return [rows]
    starts = [place for place, row in enumerate(rows) if row[1] is None]
    return [rows[start:end] for start, end in zip(starts, [*starts[1:], len(rows)], strict=True)]


def page(rows: Sequence[tuple[Any, ...]]) -> Page:
    """The head stands first."""
    return Page(recorded(islice(rows, 1, None)), rows[0][0])


def finding(settings: Settings, ids: Sequence[uuid.UUID]) -> Statement:
    """The statement that :func:`recorded` understands the answer of."""
    return Statement(_call(settings.schema, "find", (UUID.array,)), (array(UUID, [piece([one.bytes for one in ids])]),))


def recorded(rows: Iterable[tuple[Any, ...]]) -> list[Recorded]:
    """Events, in the order in which they come."""
    found = list(map(Recorded._make, rows))
    return list(map(_plain, found)) if any(ESCAPE in event.type for event in found) else found


def head(settings: Settings) -> Statement:
    """Asks for the position of the last event."""
    return Statement(_call(settings.schema, "head", ()))


_ANNOUNCING: Final = Form(b"SELECT pg_notify($1, ''), set_config('synchronous_commit', 'off', true)", (TEXT.item,))
"""Nobody waits for the disk because of it."""


def announcing(settings: Settings) -> Statement:
    """Tells whoever listens that there is something new."""
    return Statement(_ANNOUNCING, (settings.schema.encode(),))


def listening(settings: Settings) -> Statement:
    """Asks to be told."""
    return Statement(Form(f"LISTEN {settings.schema}".encode()))


# Tagging anew --------------------------------------------------------------------------------------------------------


def tag_note(settings: Settings) -> Statement:
    """Asks for the note that was kept last."""
    return Statement(Form(f"SELECT tag_note FROM {settings.schema}.store".encode()))


def noting(settings: Settings, known: str, note: str) -> Statement:
    """Keeps a note and changes no tags, for which one needs no right to change events; answers a row if it was done."""
    text = f"UPDATE {settings.schema}.store SET tag_note = $2 WHERE tag_note = $1 RETURNING true"
    return Statement(Form(text.encode(), (TEXT.item, TEXT.item)), (known.encode(), note.encode()))


def retagging(settings: Settings, changes: Sequence[Retag], known: str, note: str) -> Statement:
    """Answers whether it was done. Two tags may have one key: that stays while one of them does."""
    gone: list[tuple[int, str]] = []
    new: list[tuple[int, str]] = []
    for position, before, after in changes:
        had, has = dict.fromkeys(map(key, before)), dict.fromkeys(map(key, after))
        gone += [(position, one) for one in had if one not in has]
        new += [(position, one) for one in has if one not in had]
    return Statement(
        _call(settings.schema, "retag", _RETAG),
        (
            known.encode(),
            note.encode(),
            bigints([change.position for change in changes]),
            array(BYTEA, [piece([_json(change.after) for change in changes])]),
            *_placed(gone),
            *_placed(new),
        ),
    )


def _placed(keys: Sequence[tuple[int, str]]) -> tuple[bytes, bytes]:
    return bigints([position for position, _ in keys]), array(TEXT, [piece([one.encode() for _, one in keys])])


_RETAG: Final = (
    *(TEXT.item, TEXT.item, BIGINT.array, BYTEA.array),
    *(BIGINT.array, TEXT.array, BIGINT.array, TEXT.array),
)


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
    types = [_type(event.type) for event in events]
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
        _position(condition.after) if condition else 0,
        _items(condition.query) if condition else _NO_ITEMS,
    )


def appending(settings: Settings, appends: Sequence[Prepared]) -> Statement:
    """The statement that :func:`outcomes` understands the answer of.

    The appends must not touch each other: no id stands in two of them, and no condition means an event of another.
    """
    starts = accumulate((one.size for one in appends), initial=0)
    return Statement(
        _call(settings.schema, "append", _APPEND),
        (
            settings.fsync.encode(),
            settings.synchronous_commit.encode(),
            b"%dms" % round(settings.lock_timeout * 1000),
            integers([number for number, one in enumerate(appends, 1) for _ in range(one.size)]),
            *(array(kind, [one.columns[place] for one in appends]) for place, kind in enumerate(_COLUMNS)),
            integers([start + event for start, one in zip(starts, appends, strict=False) for event in one.tagged]),
            array(TEXT, [one.tags[0] for one in appends]),
            array(TEXT, [one.tags[1] for one in appends]),
            integers([number for number, one in enumerate(appends, 1) for _ in one.items.places]),
            bigints([one.after for one in appends for _ in one.items.places]),
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
    items = (_ANYTHING,) if query.everything else query.items
    if len(items) == 1:  # what most decisions ask
        (item,) = items
        tags = piece([key(tag).encode() for tag in dict.fromkeys(item.tags)])
        types = _types(item.types)
        return Items(tags, types, [(1, tags[0], 1, types[0])])
    tags_of_all: list[bytes] = []
    types_of_all: list[bytes] = []
    places: list[tuple[int, int, int, int]] = []
    for item in items:
        first_tag, first_type = len(tags_of_all) + 1, len(types_of_all) + 1
        tags_of_all += [key(tag).encode() for tag in dict.fromkeys(item.tags)]
        types_of_all += map(_type, item.types)
        places.append((first_tag, len(tags_of_all), first_type, len(types_of_all)))
    return Items(piece(tags_of_all), piece(types_of_all), places)


def _arrays(queries: Sequence[Items]) -> tuple[bytes, ...]:
    """The parameters of a function that takes items."""
    places: list[tuple[int, int, int, int]] = []
    tags = types = 0
    for one in queries:
        places += [(a + tags, b + tags, c + types, d + types) for a, b, c, d in one.places]
        tags, types = tags + one.tags[0], types + one.types[0]
    columns = zip(*places, strict=True) if places else ((),) * 4
    return (
        *map(integers, columns),
        array(TEXT, [one.tags for one in queries]),
        array(TEXT, [one.types for one in queries]),
    )


class _Anything(NamedTuple):
    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


_ANYTHING: Final = _Anything()
_NO_ITEMS: Final = Items((0, b""), (0, b""), [])


def _position(position: int) -> int:
    """A position that PostgreSQL can take: none stands beyond these."""
    return min(max(position, 0), END)


# A system has few types, and asks for the same ones together.


@lru_cache(maxsize=4096)
def _type(name: str) -> bytes:
    return escaped(name).encode()


@lru_cache(maxsize=4096)
def _types(names: tuple[str, ...]) -> Piece:
    return piece([_type(name) for name in names])


# What is called -------------------------------------------------------------------------------------------------------

_COLUMNS: Final = (UUID, TEXT, INTEGER, BYTEA, BYTEA, BYTEA)
_ITEMS: Final = (*[INTEGER.array] * 4, TEXT.array, TEXT.array)
_READ: Final = (*[BIGINT.item] * 3, *_ITEMS)
_APPEND: Final = (
    *(TEXT.item, TEXT.item, TEXT.item, INTEGER.array),
    *(kind.array for kind in _COLUMNS),
    *(INTEGER.array, TEXT.array, TEXT.array, INTEGER.array, BIGINT.array),
    *_ITEMS,
)


@cache
def _call(schema: str, function: str, types: tuple[int, ...], times: int = 1) -> Form:
    """Named by what is said, so that nothing else has the name. The answers to several calls stand in their order."""
    places = (range(call * len(types) + 1, (call + 1) * len(types) + 1) for call in range(times))
    calls = (f"SELECT * FROM {schema}.{function}({', '.join(f'${place}' for place in those)})" for those in places)
    text = " UNION ALL ".join(calls).encode()
    name = blake2b(repr((text, types)).encode(), digest_size=16).hexdigest()
    return Form(text, types * times, f"factbook {name}".encode())
