"""Values on their way to PostgreSQL in its binary form: a batch is one statement with a handful of arrays.

Made by hand, because psycopg adapts every item for itself, which takes longer than the rest of a large append; and in
pieces, because each sender can make its own, and only they are put together while everybody waits. The form is that of
``array_send`` in PostgreSQL's source.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from struct import Struct, pack
from typing import Final, NamedTuple, TypeAlias

__all__ = [
    "BIGINT",
    "BYTEA",
    "INTEGER",
    "TEXT",
    "UUID",
    "Kind",
    "Piece",
    "array",
    "bigint",
    "bigints",
    "integers",
    "piece",
]


class Kind(NamedTuple):
    """A type, and that of its arrays, by the numbers that PostgreSQL gives them."""

    item: int
    array: int


BIGINT: Final = Kind(20, 1016)
BYTEA: Final = Kind(17, 1001)
INTEGER: Final = Kind(23, 1007)
TEXT: Final = Kind(25, 1009)
UUID: Final = Kind(2950, 2951)

Piece: TypeAlias = tuple[int, bytes]
"""How many items there are, and the items, each behind its length."""

_HEAD: Final = Struct(">iiiii").pack
_EMPTY: Final = Struct(">iii").pack
_LENGTH: Final = Struct(">i").pack
_BIGINT: Final = Struct(">iq").pack

bigint: Final = Struct(">q").pack
"""A ``bigint`` by itself."""


def piece(items: Sequence[bytes]) -> Piece:
    """A part of an array of texts, bytes or uuids."""
    if len(items) == 1:
        return 1, _LENGTH(len(items[0])) + items[0]
    lengths = [_LENGTH(len(one)) for one in items]
    return len(items), b"".join(chain.from_iterable(zip(lengths, items, strict=True)))


def array(kind: Kind, pieces: Sequence[Piece]) -> bytes:
    """One array from its parts."""
    if len(pieces) == 1:
        ((count, items),) = pieces
        return _head(kind, count) + items
    counts, parts = zip(*pieces, strict=True)
    return _head(kind, sum(counts)) + b"".join(parts)


def bigints(items: Sequence[int]) -> bytes:
    """An array of ``bigint``."""
    return _head(BIGINT, len(items)) + b"".join([_BIGINT(8, one) for one in items])


def integers(items: Sequence[int]) -> bytes:
    """An array of ``integer``, none below 0. Short ones are places in a small statement, and always the same few."""
    return _few_integers(tuple(items)) if len(items) < 4 else _integers(items)


def _integers(items: Sequence[int]) -> bytes:
    return _head(INTEGER, len(items)) + pack(f">{len(items)}q", *[4 << 32 | one for one in items])


_few_integers: Final = lru_cache(maxsize=1024)(_integers)


def _head(kind: Kind, length: int) -> bytes:
    """One dimension, no nulls, counted from 1; an empty array has no dimension."""
    return _HEAD(1, 0, kind.item, length, 1) if length else _EMPTY(0, 0, kind.item)
