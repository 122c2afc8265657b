"""From instances to canonical JSON: by msgspec where it writes what :mod:`factbook.wire` says, else with help.

msgspec writes the fields of a slotted class in alphabetical order, because CPython sorts slots; a test holds it to it.
It knows nothing of unions of records, sorts no keys but texts, and writes some decimals with an exponent. The first two
are known of a class, the last is seen in what was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeAlias

import msgspec

from ._shapes import Anything, Entries, Items, Leaf, OneOf, Optional, Record, Shape, Words, contains, parts_of, shape_of

__all__ = ["value_writer", "writer"]

Plain: TypeAlias = Callable[[Any], Any]
"""To what msgspec writes as it should travel."""


def _as_base(value: Any) -> Any:
    """What msgspec does not write because it is of a subclass (a frozen clock makes such times), as what it is."""
    match value:
        case Mapping():
            return dict(value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # whatever it is of
        case datetime():
            return datetime.fromisoformat(value.isoformat())
        case date():
            return date(value.year, value.month, value.day)
        case timedelta():
            return timedelta(value.days, value.seconds, value.microseconds)
        case _:
            for base in (Decimal, str, int, float, bytes):
                if isinstance(value, base):
                    return base(value)  # type: ignore[arg-type]  # it is of this very type
            raise TypeError(f"{type(value)} is no type of a catalogue")


_FAST: Final = msgspec.json.Encoder(order="deterministic", enc_hook=_as_base)
_SORTED: Final = msgspec.json.Encoder(order="sorted", enc_hook=_as_base)
_EXPONENT: Final = re.compile(b"E[-+]")


def writer(cls: type[Any]) -> Callable[[object], bytes]:
    """The function that writes instances of a generated class."""
    if (known := _WRITERS.get(cls)) is None:
        known = _WRITERS[cls] = _writer(Record(cls))
    return known


_WRITERS: Final[dict[type[Any], Callable[[object], bytes]]] = {}


def value_writer(hint: Any) -> Callable[[object], bytes]:
    """The function that writes values of a type hint."""
    return _writer(shape_of(hint))


def _writer(shape: Shape) -> Callable[[object], bytes]:
    helped = _plain(shape, (OneOf, Entries))
    plainly = _plain(shape, (OneOf, Entries, Decimal))
    found = _EXPONENT.search

    def fast(message: object) -> bytes:
        return _SORTED.encode(helped(message))

    def careful(message: object) -> bytes:
        text = write(message)
        return _SORTED.encode(plainly(message)) if found(text) else text

    write = _FAST.encode if helped is _same else fast
    return careful if contains(shape, Decimal) else write


def _plain(shape: Shape, whats: tuple[type[Any], ...]) -> Plain:
    """Turns what is in ``whats`` into what msgspec writes as it should travel, and leaves the rest as it is."""
    if not any(contains(shape, what) for what in whats):
        return _same
    match shape:
        case Leaf():
            return _decimal
        case Words() | Anything():
            return _same
        case Record(cls):
            parts = [(name, _plain(part, whats)) for name, part in parts_of(cls).items()]
            return lambda value: {name: plain(getattr(value, name)) for name, plain in parts}
        case OneOf(classes):
            members = {cls: _plain(Record(cls), whats) for cls in classes}
            return lambda value: {type(value).__name__: members[type(value)](value)}
        case Optional(inner):
            plain = _plain(inner, whats)
            return lambda value: None if value is None else plain(value)
        case Items(item, _):
            each = _plain(item, whats)
            return lambda value: list(map(each, value))
        case Entries(_, value, _):
            part = _plain(value, whats)
            return lambda value: {_key(key): part(one) for key, one in value.items()}


def _key(value: Any) -> str:
    match value:
        case Enum():
            return str(value.value)
        case _:  # the text of a uuid, a date and an int is how they travel
            return str(value)


def _decimal(value: Decimal) -> str:
    return format(value, "f")


def _same(value: Any) -> Any:
    return value
