"""What the annotations of generated classes mean: the one reading on which constructor and decoders agree.

A shape is what a type hint comes down to, and its rules are all that a value must fulfil, each with the words for the
person whose value does not. Rules are Python expressions, so that a check can be compiled to one expression for a
whole message and still be taken apart, rule by rule, to say what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    NamedTuple,
    NewType,
    TypeAlias,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

from attrs import fields, has
from msgspec import Meta

from . import _rules
from ._rules import Rules
from ._words import Between, Digits, Pattern, one_of

__all__ = [
    "Anything",
    "Entries",
    "Items",
    "Leaf",
    "OneOf",
    "Optional",
    "Record",
    "Shape",
    "Words",
    "contains",
    "parts_of",
    "shape_of",
]


class Leaf(NamedTuple):
    """A value without parts: ``type`` is its Python class."""

    type: type[Any]
    rules: Rules


class Words(NamedTuple):
    """A member of an enum."""

    type: type[Enum]


class Record(NamedTuple):
    """An instance of an attrs class, which holds itself to its constraints."""

    type: type[Any]


class OneOf(NamedTuple):
    """An instance of one of several attrs classes."""

    types: tuple[type[Any], ...]


class Items(NamedTuple):
    """A tuple of any length; ``rules`` are about its length."""

    item: Shape
    rules: Rules


class Entries(NamedTuple):
    """A mapping; ``rules`` are about its length."""

    key: Shape
    value: Shape
    rules: Rules


class Anything(NamedTuple):
    """Any plain JSON value."""


class Optional(NamedTuple):
    """``None`` or something else."""

    inner: Shape


Shape: TypeAlias = Leaf | Words | Record | OneOf | Items | Entries | Anything | Optional

_LEAVES: Final[Mapping[Any, Rules]] = {
    str: _rules.TEXT,
    int: _rules.INT,
    float: _rules.FLOAT,
    bool: _rules.BOOL,
    Decimal: _rules.DECIMAL,
    UUID: _rules.UUID_,
    date: _rules.DATE,
    datetime: _rules.DATETIME,
    timedelta: _rules.DURATION,
    bytes: _rules.BYTES,
}


def shape_of(hint: Any) -> Shape:
    """The shape of a type hint (not of its text); raises ``TypeError`` for what no catalogue can say."""
    if hint is Any:
        return Anything()
    if isinstance(hint, NewType):
        return shape_of(hint.__supertype__)
    origin: Any = get_origin(hint)
    if origin is Annotated:
        base, *words = get_args(hint)
        return _narrowed(shape_of(base), words)
    if origin in (Union, UnionType):
        return _union(get_args(hint))
    if origin is tuple and get_args(hint)[1:] == (...,):
        return Items(shape_of(get_args(hint)[0]), (_rules.TUPLE,))
    if origin is Mapping:
        key, value = get_args(hint)
        return Entries(shape_of(key), shape_of(value), (_rules.MAPPING,))
    if hint in _LEAVES:
        return Leaf(hint, _LEAVES[hint])
    if isinstance(hint, type):
        if issubclass(hint, Enum):
            return Words(hint)
        if has(cast("type[Any]", hint)):
            return Record(cast("type[Any]", hint))
    raise TypeError(f"{hint!r} is no type that a catalogue can describe")


def parts_of(cls: type[Any]) -> Mapping[str, Shape]:
    """The shapes of the fields of an attrs class; kept, because reading annotations takes long."""
    if (known := _PARTS.get(cls)) is not None:
        return known
    hints = get_type_hints(cls, include_extras=True)
    parts = _PARTS[cls] = {one.name: shape_of(hints[one.name]) for one in fields(cls)}
    return parts


def contains(shape: Shape, what: type[Any]) -> bool:
    """Whether a leaf of the type ``what``, or a shape of that kind, is anywhere inside."""
    return _contains(shape, what, set())


def _contains(shape: Shape, what: type[Any], seen: set[type[Any]]) -> bool:
    """The same; ``seen`` are the records that were looked into: one may hold others of its kind."""
    if isinstance(shape, what):
        return True
    match shape:
        case Leaf(kind):
            return kind is what
        case Words() | Anything():
            return False
        case Record(cls):
            if cls in seen:
                return False
            seen.add(cls)
            return any(_contains(part, what, seen) for part in parts_of(cls).values())
        case OneOf(classes):
            return any(_contains(Record(cls), what, seen) for cls in classes)
        case Optional(inner):
            return _contains(inner, what, seen)
        case Items(item, _):
            return _contains(item, what, seen)
        case Entries(_, value, _):
            return _contains(value, what, seen)


_PARTS: Final[dict[type[Any], Mapping[str, Shape]]] = {}


def _union(hints: tuple[Any, ...]) -> Shape:
    members = [hint for hint in hints if hint is not NoneType]
    if len(members) > 1 and not all(isinstance(hint, type) and has(hint) for hint in members):
        raise TypeError(f"{members!r} are not all records")
    inner = OneOf(tuple(members)) if len(members) > 1 else shape_of(members[0])
    return inner if len(members) == len(hints) else Optional(inner)


def _narrowed(shape: Shape, words: Sequence[object]) -> Shape:
    match shape:
        case Optional(inner):
            return Optional(_narrowed(inner, words))
        case Leaf() | Items() | Entries():
            rules = shape.rules + tuple(rule for word in words for rule in _rules_of(word))
            return shape._replace(rules=rules)
        case Record(cls) if one_of in words:
            return OneOf((cls,))
        case Words() | Record() | OneOf() | Anything():
            return shape


def _rules_of(word: object) -> Rules:
    """The rules that a word of :mod:`factbook.constraints` stands for; words of others mean nothing here."""
    match word:
        case Meta():
            numbers = _rules.at_least(word.ge) + _rules.at_most(word.le)
            return numbers + _rules.not_shorter(word.min_length) + _rules.not_longer(word.max_length)
        case Between(least, most):
            return _rules.at_least(least) + _rules.at_most(most)
        case Digits(total, places):
            return _rules.sized(total, places)
        case Pattern(text, says):
            return _rules.matching(text, says)
        case _:
            return ()
