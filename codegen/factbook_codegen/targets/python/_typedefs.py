"""The module ``types`` of a context or of a system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from ...model import (
    EnumType,
    ListOf,
    MapOf,
    Named,
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    System,
    TypeDef,
    TypeExpr,
    UnionType,
)
from ._layout import Expr, assignment, call, union
from ._messages import message, sentence
from ._scope import Scope
from ._text import Code, docstring, literal, name
from ._types import Types, is_new_type, member

__all__ = ["Alias", "Enumeration", "Item", "Record", "items", "type_items"]


@frozen
class Alias:
    """``OrderId = NewType("OrderId", UUID)``; ``doc`` is empty without a description."""

    code: Code
    doc: Code
    entry: TypeDef
    kind: str = "alias"


@frozen
class Enumeration:
    """A class of words; ``members`` are its lines."""

    name: Code
    base: Code
    doc: Code
    members: tuple[Code, ...]
    entry: EnumType
    kind: str = "enum"


@frozen
class Record:
    """A class with fields."""

    name: Code
    doc: Code
    fields: tuple[Code, ...]
    entry: RecordType
    kind: str = "record"
    deprecated: Code | None = None


Item = Alias | Enumeration | Record


def type_items(owner: str, types: Mapping[str, TypeDef], system: System, scope: Scope) -> tuple[Item, ...]:
    """What the module holds, in the order of the catalogue, except that an alias stands behind what it is made of.

    (Classes may name what comes later, because annotations are not evaluated; an alias is.)
    """
    return items({Ref(owner, name): definition for name, definition in types.items()}, Types(system, scope))


def items(types: Mapping[Ref, TypeDef], writer: Types) -> tuple[Item, ...]:
    """The same for types of several owners that stand in one module."""
    return tuple(_item(types[ref], writer) for ref in _in_order(types))


def _in_order(types: Mapping[Ref, TypeDef]) -> Iterator[Ref]:
    done: set[Ref] = set()

    def visit(entry: Ref) -> Iterator[Ref]:
        if entry in done:
            return
        done.add(entry)
        for ref in _needs(types[entry]):
            if ref in types:
                yield from visit(ref)
        yield entry

    for entry in types:
        yield from visit(entry)


def _needs(definition: TypeDef) -> Iterator[Ref]:
    """The types that must be there before the definition can be evaluated."""
    match definition:
        case SimpleType():
            yield from _named_in(definition.type)
            yield from _named_in(definition.base)
        case UnionType(members=members):
            yield from members
        case EnumType() | RecordType():
            return


def _named_in(expr: TypeExpr) -> Iterator[Ref]:
    match expr:
        case Named(ref):
            yield ref
        case ListOf(item):
            yield from _named_in(item)
        case MapOf(key, value):
            yield from _named_in(key)
            yield from _named_in(value)
        case Primitive():
            return


def _item(definition: TypeDef, types: Types) -> Item:
    match definition:
        case SimpleType():
            return _alias(definition, _simple(definition, types))
        case UnionType(members=members):
            if len(members) == 1:
                return _alias(definition, types.single(members[0]))
            return _alias(definition, union(types.expression(Named(ref)) for ref in members))
        case RecordType():
            made = message(definition, types)
            return Record(made.name, made.doc, made.fields, definition)
        case EnumType():
            base = types.scope.library("enum", "StrEnum")
            doc = docstring(definition.summary.strip() or sentence(definition.name), 4)
            return Enumeration(name(definition.name), name(base), doc, tuple(_members(definition)), definition)


def _alias(definition: TypeDef, expr: Expr) -> Alias:
    doc = docstring(definition.summary) if definition.summary.strip() else Code()
    return Alias(assignment(definition.name, expr), doc, definition)


def _simple(definition: SimpleType, types: Types) -> Expr:
    if is_new_type(definition, types.system):
        new_type = types.scope.library("typing", "NewType")
        return call(new_type, literal(definition.name), types.expression(definition.type))
    if definition.effective and (definition.constraints or not isinstance(definition.type, Named)):
        return types.annotated(definition.base, definition.effective)
    return types.expression(definition.type)


def _members(enum: EnumType) -> Iterator[Code]:
    for word in enum.values:
        yield assignment(member(word), literal(word), 4)
        if word in enum.summaries:
            yield docstring(enum.summaries[word], 4)
