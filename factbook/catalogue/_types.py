"""Types, as ``catalogue.json`` tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from msgspec import UNSET, UnsetType

from ._parts import Entry, Json, Kind, Part


class Primitive(Kind, frozen=True):
    """A type of the language itself: ``text``, ``int``, ``decimal`` …"""

    name: str


class Named(Kind, frozen=True):
    """A declared type, by its reference."""

    name: str


class ListOf(Kind, frozen=True, tag="list"):
    """A list of items of one type."""

    item: TypeExpr


class MapOf(Kind, frozen=True, tag="map"):
    """A mapping from keys of one type to values of another."""

    key: TypeExpr
    value: TypeExpr


TypeExpr: TypeAlias = Primitive | Named | ListOf | MapOf


class Constraints(Part, frozen=True):
    """What narrows a type; a bound is in the form in which a value travels, or a length."""

    min: int | float | str | None = None
    max: int | float | str | None = None
    pattern: str | None = None
    format: str | None = None
    digits: int | None = None
    places: int | None = None


_NONE: Final = Constraints()


class New(Kind, frozen=True):
    """Filled with a fresh identity."""


class Now(Kind, frozen=True):
    """Filled with the time, or the date, of the moment."""


class Constant(Kind, frozen=True):
    """Filled with this value."""

    value: Json


Default: TypeAlias = New | Now | Constant


class Field(Entry, frozen=True, kw_only=True):
    """A field of a message, record, row or rejection; ``constraints`` are those that it adds to its type."""

    type: TypeExpr
    optional: bool = False
    constraints: Constraints = _NONE
    default: Default | None = None
    example: Json | UnsetType = UNSET
    personal: str | None = None


class _TypeDef(Entry, frozen=True, kw_only=True, tag_field="kind"):
    """``example`` is ``UNSET`` where there is none; ``personal`` is the field that holds the subject of the data."""

    personal: str | None = None
    example: Json | UnsetType = UNSET


class SimpleType(_TypeDef, frozen=True, kw_only=True, tag="simple"):
    """Another type, narrowed; ``base`` and ``effective`` are what it comes down to along the whole chain."""

    type: TypeExpr
    base: TypeExpr
    constraints: Constraints = _NONE
    effective: Constraints = _NONE
    tag: str | None = None


class EnumType(_TypeDef, frozen=True, kw_only=True, tag="enum"):
    """A closed list of words; ``summaries`` explain some of them."""

    values: tuple[str, ...]
    summaries: Mapping[str, str] = {}
    tag: str | None = None


class RecordType(_TypeDef, frozen=True, kw_only=True, tag="record"):
    """A group of fields."""

    fields: Mapping[str, Field] = {}


class UnionType(_TypeDef, frozen=True, kw_only=True, tag="union"):
    """One of several records, by their references."""

    members: tuple[str, ...]


TypeDef: TypeAlias = SimpleType | EnumType | RecordType | UnionType
