"""Rows as values of columns, and back, with every value kept exactly.

=========  =====================================================  ========================
type       in SQLite                                              in PostgreSQL
=========  =====================================================  ========================
decimal    text with all its declared places, else without zeros  numeric
           at its end, so that equal values are equal texts
bool       0 or 1                                                 boolean
uuid       text in lower case                                     uuid
date       ``2026-01-31``                                         date
datetime   ``2026-01-31T12:00:00.000000Z``                        timestamp with time zone
duration   as it travels, ``P1DT1800S``                           interval
json, …    JSON as text, as it travels                            json
=========  =====================================================  ========================

``…`` stands for lists, maps, records and unions. PostgreSQL has no U+0000 in texts: it is written as U+FDD0 and ``0``,
and U+FDD0, which no text should have, as U+FDD0 and ``1``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from inspect import unwrap
from operator import attrgetter
from typing import Annotated, Any, Final, NamedTuple, NewType, TypeAlias, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from attrs import fields

from factbook._reading import value_reader
from factbook._shapes import Leaf, Optional, Words, shape_of
from factbook._words import Digits
from factbook._writing import value_writer

__all__ = ["Column", "RowForm", "columns_of"]

Turn: TypeAlias = Callable[[Any], Any]


class Column(NamedTuple):
    """A field and its column: ``kind`` is the type of the values, ``to`` and ``back`` turn them, where that is needed.

    ``kind`` is ``None`` for what is kept as JSON.
    """

    field: str
    name: str
    kind: type[Any] | None
    optional: bool
    to: Turn | None
    back: Turn | None


class RowForm:
    """How the rows of a class stand in a table; ``values(row)`` are what stands in its columns."""

    def __init__(self, cls: type[Any], columns: Sequence[Column]) -> None:
        self.columns = {column.field: column for column in columns}
        self.values = _values_of(columns)
        self._back = [(place, column.back) for place, column in enumerate(columns) if column.back is not None]
        self._make: Callable[..., Any] = cls.__new__
        self._fill: Callable[..., None] = unwrap(cls.__init__)
        self._cls = cls

    def row(self, values: Sequence[Any]) -> Any:
        """The row that columns hold; it was checked when it was made."""
        turned = list(values)
        for place, back in self._back:
            turned[place] = back(turned[place])
        row = self._make(self._cls)
        self._fill(row, *turned)
        return row

    def value(self, field: str, value: Any) -> Any:
        """What stands in the column of a field for a value."""
        column = self.columns[field]
        return value if column.to is None else column.to(value)


def _values_of(columns: Sequence[Column]) -> Callable[[Any], tuple[Any, ...]]:
    """A function of one expression, ``(to_0(row.order_id), row.name)``: it runs for each row that is written."""
    turns = {f"to_{place}": column.to for place, column in enumerate(columns) if column.to is not None}
    values = (
        f"row.{column.field}" if column.to is None else f"to_{place}(row.{column.field})"
        for place, column in enumerate(columns)
    )
    made: Callable[[Any], tuple[Any, ...]] = eval(f"lambda row: ({', '.join(values)},)", turns)
    return made


def columns_of(cls: type[Any], names: Sequence[str], dialect: str) -> Iterator[Column]:
    """The columns of a row's class; ``names`` are those in the generated SQL, in the order of the fields."""
    hints = get_type_hints(cls, include_extras=True)
    for one, name in zip(fields(cls), names, strict=True):
        hint = hints[one.name]
        shape = shape_of(hint)
        optional = isinstance(shape, Optional)
        kind, to, back = _turns(shape.inner if isinstance(shape, Optional) else shape, hint, dialect)
        if optional:
            to, back = _unless_none(to), _unless_none(back)
        yield Column(one.name, name, kind, optional, to, back)


def _turns(shape: Any, hint: Any, dialect: str) -> tuple[type[Any] | None, Turn | None, Turn | None]:
    match shape:
        case Leaf(kind):
            to, back = (_SQLITE if dialect == "sqlite" else _POSTGRESQL).get(kind, (None, None))
            if kind is Decimal and dialect == "sqlite":
                to = _places(_digits(hint))
            return kind, to, back
        case Words(words):
            return str, attrgetter("_value_"), words  # "value" goes through a descriptor
        case _:
            write, read = value_writer(hint), value_reader(hint)
            return None, lambda value: write(value).decode(), lambda text: read(text.encode())


def _unless_none(turn: Turn | None) -> Turn | None:
    return None if turn is None else lambda value: None if value is None else turn(value)


def _digits(hint: Any) -> int | None:
    """How many places a decimal is declared with."""
    if isinstance(hint, NewType):
        return _digits(hint.__supertype__)
    found = [word.places for word in get_args(hint)[1:] if isinstance(word, Digits)] if _is_annotated(hint) else []
    inner = [] if hint is Decimal else [_digits(part) for part in get_args(hint)]
    return next((places for places in (*found, *inner) if places is not None), None)


def _is_annotated(hint: Any) -> bool:
    return get_origin(hint) is Annotated


def _places(places: int | None) -> Turn:
    """A decimal as text; equal ones as equal texts."""

    def padded(value: Decimal) -> str:
        return format(value if value else abs(value), f".{places}f")

    def stripped(value: Decimal) -> str:
        text = format(value if value else Decimal(0), "f")
        return text.rstrip("0").removesuffix(".") if "." in text else text

    return stripped if places is None else padded


def _time(value: datetime) -> str:
    utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return f"{utc.isoformat(timespec='microseconds').removesuffix('+00:00')}Z"


def _uuid(text: str) -> UUID:
    """As ``UUID(text)``, in a third of its time."""
    return msgspec.convert(text, UUID)


def _duration(text: str) -> timedelta:
    return msgspec.convert(text, timedelta)


def _without_nul(text: str) -> str:
    if "\0" in text or "\ufdd0" in text:
        return text.replace("\ufdd0", "\ufdd01").replace("\0", "\ufdd00")
    return text


def _with_nul(text: str) -> str:
    return text.replace("\ufdd00", "\0").replace("\ufdd01", "\ufdd0") if "\ufdd0" in text else text


_SQLITE: Final[dict[type[Any], tuple[Turn | None, Turn | None]]] = {
    Decimal: (None, Decimal),
    bool: (int, bool),
    UUID: (msgspec.to_builtins, _uuid),
    date: (date.isoformat, date.fromisoformat),
    datetime: (_time, datetime.fromisoformat),
    timedelta: (msgspec.to_builtins, _duration),
}
_POSTGRESQL: Final[dict[type[Any], tuple[Turn | None, Turn | None]]] = {str: (_without_nul, _with_nul)}
