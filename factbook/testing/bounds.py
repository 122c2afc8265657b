"""Which bounds of the catalogue a value stands on: the least and the most that its types and fields allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sized
from decimal import Decimal
from typing import Any, Final, TypeAlias, cast

import msgspec

from factbook.catalogue import (
    Constraints,
    Context,
    Field,
    ListOf,
    MapOf,
    Named,
    RecordType,
    SimpleType,
    System,
    TypeDef,
    TypeExpr,
    UnionType,
)

__all__ = ["Bound", "bounds", "touched"]

Bound: TypeAlias = tuple[str, str]
"""Of what (``shop.Quantity``, ``ordering.OrderPlaced.note``), and which (``min 1``)."""

_ENDS: Final = ("min", "max")


def bounds(system: System) -> Iterator[Bound]:
    """All bounds of a system, in the order of the catalogue."""
    for owner, types in ((system.name, system.types), *((name, one.types) for name, one in system.contexts.items())):
        for one in types.values():
            if isinstance(one, SimpleType):
                yield from _named(f"{owner}.{one.name}", one.constraints)
            elif isinstance(one, RecordType):
                yield from _of_fields(f"{owner}.{one.name}", one.fields)
    for context in system.contexts.values():
        for messages in _messages(context):
            for name, fields in messages:
                yield from _of_fields(f"{context.name}.{name}", fields)


def _messages(context: Context) -> Iterator[Iterable[tuple[str, Mapping[str, Field]]]]:
    for entries in (context.events, context.commands, context.effects, context.rejections, context.views):
        yield ((one.name, one.fields) for one in entries.values())


def _of_fields(owner: str, fields: Mapping[str, Field]) -> Iterator[Bound]:
    for field in fields.values():
        yield from _named(f"{owner}.{field.name}", field.constraints)


def _named(owner: str, constraints: Constraints) -> Iterator[Bound]:
    for end in _ENDS:
        if (bound := getattr(constraints, end)) is not None:
            yield owner, f"{end} {bound}"


def touched(message: object, system: System, context: str) -> Iterator[Bound]:
    """The bounds on which a value somewhere in a message stands."""
    name = type(message).__name__
    for messages in _messages(system.contexts[context]):
        for known, fields in messages:
            if known == name:
                yield from _in_fields(message, f"{context}.{name}", fields, system)


def _in_fields(holder: object, owner: str, fields: Mapping[str, Field], system: System) -> Iterator[Bound]:
    for field in fields.values():
        value = getattr(holder, field.name)
        yield from _met(value, f"{owner}.{field.name}", field.constraints)
        yield from _within(value, field.type, system)


def _within(value: Any, expr: TypeExpr, system: System) -> Iterator[Bound]:
    if value is None:
        return
    match expr:
        case Named(name):
            yield from _of_type(value, name, system)
        case ListOf(item):
            for one in value:
                yield from _within(one, item, system)
        case MapOf(key, entry):
            for one, other in value.items():
                yield from _within(one, key, system)
                yield from _within(other, entry, system)
        case _:  # what the language itself brings has no bounds
            return


def _of_type(value: Any, ref: str, system: System) -> Iterator[Bound]:
    context, _, name = ref.rpartition(".")
    types: Mapping[str, TypeDef] = system.contexts[context].types if context else system.types
    owner = f"{context or system.name}.{name}"
    match types[name]:
        case SimpleType(constraints=constraints, type=expr):
            yield from _met(value, owner, constraints)
            yield from _within(value, expr, system)
        case RecordType(fields=fields):
            yield from _in_fields(value, owner, fields, system)
        case UnionType(members=members):
            for member in members:
                if member.rpartition(".")[2] == type(value).__name__:
                    yield from _of_type(value, member, system)
        case _:  # words of an enum have no bounds
            return


def _met(value: Any, owner: str, constraints: Constraints) -> Iterator[Bound]:
    for end in _ENDS:
        bound = getattr(constraints, end)
        if bound is not None and value is not None and _equal(value, bound):
            yield owner, f"{end} {bound}"


def _equal(value: Any, bound: int | float | str) -> bool:
    """Whether a value is a bound, which is there in the form in which values travel, or as a length."""
    if isinstance(value, Sized):
        return len(value) == bound
    if isinstance(value, int | float | Decimal):
        return value == Decimal(str(bound))
    try:
        return bool(value == msgspec.convert(bound, cast("Any", type(value))))
    except msgspec.ValidationError:
        return False
