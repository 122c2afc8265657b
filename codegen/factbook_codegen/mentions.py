"""Which named types are mentioned where."""

from __future__ import annotations

from collections.abc import Iterator

from .model import (
    EnumType,
    Fields,
    ListOf,
    MapOf,
    Named,
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    TypeDef,
    TypeExpr,
    UnionType,
)

__all__ = ["refs_in", "refs_in_fields", "refs_in_type"]


def refs_in(expression: TypeExpr) -> Iterator[Ref]:
    """The named types that a type expression mentions."""
    match expression:
        case Named(ref):
            yield ref
        case ListOf(item):
            yield from refs_in(item)
        case MapOf(key, value):
            yield from refs_in(key)
            yield from refs_in(value)
        case Primitive():
            pass


def refs_in_fields(fields: Fields) -> Iterator[Ref]:
    """The named types that fields mention."""
    for field in fields.values():
        yield from refs_in(field.type)


def refs_in_type(definition: TypeDef) -> Iterator[Ref]:
    """The named types that a definition mentions."""
    match definition:
        case SimpleType():
            yield from refs_in(definition.type)
        case RecordType():
            yield from refs_in_fields(definition.fields)
        case UnionType():
            yield from definition.members
        case EnumType():
            pass
