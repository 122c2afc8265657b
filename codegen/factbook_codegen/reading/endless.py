"""Types that no value can have, because every value of them would hold another one, without end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..mentions import refs_in
from ..model import (
    NO_CONSTRAINTS,
    Constraints,
    EnumType,
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
from .circles import circles
from .lookup import TypeLookup


class Depths(NamedTuple):
    """How deep the smallest value of each type nests; types that are not in ``of`` have none.

    ``endless`` are the circles among those: groups of types that hold each other.
    """

    of: dict[Ref, int]
    endless: list[set[Ref]]


def depths(types: TypeLookup, definitions: Mapping[Ref, TypeDef]) -> Depths:
    """Find out from the plain types upwards: a record nests one deeper than what it needs, a union than any record."""
    needs = {ref: {need for need in _needs(types, one) if need in definitions} for ref, one in definitions.items()}
    needed_by: dict[Ref, list[Ref]] = {ref: [] for ref in definitions}
    for ref, others in needs.items():
        for other in others:
            needed_by[other].append(ref)
    missing = {ref: len(others) for ref, others in needs.items()}
    of: dict[Ref, int] = {}
    ready = [ref for ref, count in missing.items() if count == 0]
    of.update(dict.fromkeys(ready, 0))
    for ref in ready:  # grows while it is walked
        for other in needed_by[ref]:
            missing[other] -= 1
            if other not in of and (missing[other] == 0 or isinstance(definitions[other], UnionType)):
                deeper = not isinstance(definitions[other], SimpleType)
                of[other] = deeper + max(of.get(need, 0) for need in needs[other])
                ready.append(other)
    return Depths(of, circles({ref: others for ref, others in needs.items() if ref not in of}))


def names_itself(definitions: Mapping[Ref, TypeDef]) -> list[set[Ref]]:
    """Circles of simple types such as ``Tree: {type: list[Tree]}``: another name for itself is none."""
    graph = {ref: set(refs_in(one.type)) for ref, one in definitions.items() if isinstance(one, SimpleType)}
    return circles(graph)


def _needs(types: TypeLookup, definition: TypeDef) -> Iterator[Ref]:
    """The named types of which a value of this type holds one, in any case (or for a union, for one of its records)."""
    match definition:
        case SimpleType():
            yield from _needed(types, definition.type, definition.constraints)
        case RecordType():
            for field in definition.fields.values():
                if not field.optional:
                    yield from _needed(types, field.type, field.constraints)
        case UnionType():
            yield from definition.members
        case EnumType():
            pass


def _needed(types: TypeLookup, expression: TypeExpr, own: Constraints) -> Iterator[Ref]:
    match expression:
        case Named(ref):
            yield ref
            base = types.base(expression)
            if isinstance(base, ListOf | MapOf):
                yield from _needed(types, base, types.effective(expression, own))
        case ListOf(item):
            if own.min:
                yield from _needed(types, item, NO_CONSTRAINTS)
        case MapOf(key, value):
            if own.min:
                yield from _needed(types, key, NO_CONSTRAINTS)
                yield from _needed(types, value, NO_CONSTRAINTS)
        case Primitive():
            pass
