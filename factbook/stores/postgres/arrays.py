"""Lists on their way to PostgreSQL, as binary arrays: a batch is one statement with a handful of them.

Made by hand, because psycopg adapts every item for itself, which takes longer than the rest of a large append.
The form is that of ``array_send`` in PostgreSQL's source.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from struct import Struct, pack
from typing import Any, Final

from psycopg.abc import AdaptContext
from psycopg.adapt import Buffer, Dumper
from psycopg.pq import Format

__all__ = ["Array", "bigints", "byteas", "integers", "register", "texts", "uuids"]

_HEAD: Final = Struct(">iiiii")
_LENGTH: Final = Struct(">i").pack
_EMPTY: Final = Struct(">iii")


class Array(bytes):
    """An array as it travels; the subclasses say of what."""

    __slots__ = ()
    oid = 0
    """What PostgreSQL calls the type of such an array."""


class _Integers(Array):
    __slots__ = ()
    oid = 1007


class _Bigints(Array):
    __slots__ = ()
    oid = 1016


class _Texts(Array):
    __slots__ = ()
    oid = 1009


class _Byteas(Array):
    __slots__ = ()
    oid = 1001


class _Uuids(Array):
    __slots__ = ()
    oid = 2951


def integers(items: Sequence[int]) -> Array:
    """An ``integer[]``."""
    return _Integers(_head(23, len(items)) + pack(f">{'ii' * len(items)}", *chain.from_iterable((4, n) for n in items)))


def bigints(items: Sequence[int]) -> Array:
    """A ``bigint[]``."""
    return _Bigints(_head(20, len(items)) + pack(f">{'iq' * len(items)}", *chain.from_iterable((8, n) for n in items)))


def texts(items: Sequence[str]) -> Array:
    """A ``text[]``."""
    return _Texts(_sized(25, [item.encode() for item in items]))


def byteas(items: Sequence[bytes]) -> Array:
    """A ``bytea[]``."""
    return _Byteas(_sized(17, items))


def uuids(items: Sequence[bytes]) -> Array:
    """A ``uuid[]``, from 16 bytes each."""
    return _Uuids(_sized(2950, items))


def _head(item: int, length: int) -> bytes:
    """One dimension, no nulls, counted from 1; an empty array has no dimension."""
    return _HEAD.pack(1, 0, item, length, 1) if length else _EMPTY.pack(0, 0, item)


def _sized(item: int, items: Sequence[bytes]) -> bytes:
    return _head(item, len(items)) + b"".join(chain.from_iterable((_LENGTH(len(one)), one) for one in items))


class _Dumper(Dumper):
    """Hands an array over as it is."""

    format = Format.BINARY

    def dump(self, obj: Any) -> Buffer | None:
        """The bytes themselves."""
        return obj  # type: ignore[no-any-return]  # it is bytes


def register(context: AdaptContext) -> None:
    """Let a connection take arrays as parameters."""
    for kind in (_Integers, _Bigints, _Texts, _Byteas, _Uuids):
        context.adapters.register_dumper(kind, type(f"{kind.__name__}Dumper", (_Dumper,), {"oid": kind.oid}))
