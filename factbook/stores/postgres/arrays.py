"""Lists on their way to PostgreSQL, as binary arrays: a batch is one statement with a handful of them.

Made by hand, because psycopg adapts every item for itself, which takes longer than the rest of a large append; and in
pieces, because each sender can make its own, and only they are put together while everybody waits. The form is that of
``array_send`` in PostgreSQL's source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from struct import Struct, pack
from typing import Final, TypeAlias

from psycopg.abc import AdaptContext
from psycopg.types.string import BytesBinaryDumper

__all__ = ["BIGINT", "BYTEA", "INTEGER", "TEXT", "UUID", "Array", "Piece", "array", "numbers", "piece", "register"]

Piece: TypeAlias = tuple[int, bytes]
"""How many items there are, and the items, each behind its length."""

_HEAD: Final = Struct(">iiiii").pack
_EMPTY: Final = Struct(">iii").pack
_LENGTH: Final = Struct(">i").pack
_BIGINT: Final = Struct(">iq").pack


class Array(bytes):
    """An array as it travels; there is a subclass for each type, with what PostgreSQL calls it and its items."""

    __slots__ = ()
    oid = 0
    item = 0


class BIGINT(Array):
    """``bigint[]``."""

    __slots__ = ()
    oid, item = 1016, 20


class BYTEA(Array):
    """``bytea[]``."""

    __slots__ = ()
    oid, item = 1001, 17


class INTEGER(Array):
    """``integer[]``."""

    __slots__ = ()
    oid, item = 1007, 23


class TEXT(Array):
    """``text[]``."""

    __slots__ = ()
    oid, item = 1009, 25


class UUID(Array):
    """``uuid[]``."""

    __slots__ = ()
    oid, item = 2951, 2950


def piece(items: Sequence[bytes]) -> Piece:
    """A part of an array of texts, bytes or uuids."""
    lengths = [_LENGTH(len(one)) for one in items]
    return len(items), b"".join(chain.from_iterable(zip(lengths, items, strict=True)))


def array(kind: type[Array], pieces: Iterable[Piece]) -> Array:
    """One array from its parts."""
    counts, parts = zip(*pieces, strict=True)
    return kind(_head(kind, sum(counts)) + b"".join(parts))


def numbers(kind: type[Array], items: Sequence[int]) -> Array:
    """An array of whole numbers, none below 0."""
    if kind is BIGINT:
        return kind(_head(kind, len(items)) + b"".join([_BIGINT(8, one) for one in items]))
    return kind(_head(kind, len(items)) + pack(f">{len(items)}q", *[4 << 32 | one for one in items]))


def _head(kind: type[Array], length: int) -> bytes:
    """One dimension, no nulls, counted from 1; an empty array has no dimension."""
    return _HEAD(1, 0, kind.item, length, 1) if length else _EMPTY(0, 0, kind.item)


def register(context: AdaptContext) -> None:
    """Let a connection take arrays as parameters: they are handed over as they are, like bytes, by another name."""
    for kind in (BIGINT, BYTEA, INTEGER, TEXT, UUID):
        context.adapters.register_dumper(kind, type(f"{kind.__name__}Dumper", (BytesBinaryDumper,), {"oid": kind.oid}))
