"""Types and fields for ``catalogue.json``.

A large catalogue has tens of thousands of fields: they are built with care for speed, and equal type expressions
share one object.
"""

from __future__ import annotations

from functools import lru_cache

from ...model import (
    ABSENT,
    NO_CONSTRAINTS,
    Absent,
    Constraints,
    Default,
    EnumType,
    Field,
    Fields,
    Json,
    ListOf,
    MapOf,
    Named,
    Primitive,
    RecordType,
    SimpleType,
    TypeDef,
    TypeExpr,
    UnionType,
)
from ...reading.literals import travelling
from ._parts import Object, entry


@lru_cache(maxsize=4096)
def type_expr(expression: TypeExpr) -> Object:
    """A type expression; the answer is shared, and not to be changed."""
    match expression:
        case Primitive(name):
            return {"kind": "primitive", "name": name}
        case Named(ref):
            return {"kind": "named", "name": str(ref)}
        case ListOf(item):
            return {"kind": "list", "item": type_expr(item)}
        case MapOf(key, value):
            return {"kind": "map", "key": type_expr(key), "value": type_expr(value)}


def type_def(definition: TypeDef) -> Object:
    """A named type."""
    example = {} if definition.example is ABSENT else {"example": definition.example}
    match definition:
        case SimpleType():
            own = entry(
                definition,
                type=type_expr(definition.type),
                base=type_expr(definition.base),
                constraints=constraints(definition.constraints),
                effective=constraints(definition.effective),
                tag=definition.tag,
                personal=definition.personal,
            )
            return {"kind": "simple", **own, **example}
        case EnumType():
            own = entry(
                definition,
                values=definition.values,
                summaries=dict(definition.summaries),
                tag=definition.tag,
                personal=definition.personal,
            )
            return {"kind": "enum", **own, **example}
        case RecordType():
            own = entry(definition, fields=fields(definition.fields), personal=definition.personal)
            return {"kind": "record", **own, **example}
        case UnionType():
            own = entry(definition, members=[str(ref) for ref in definition.members], personal=definition.personal)
            return {"kind": "union", **own, **example}


def constraints(narrowing: Constraints) -> Object:
    """Constraints; bounds in the form in which a value travels."""
    return {
        name: travelling(value) for name, value in zip(Constraints._fields, narrowing, strict=True) if value is not None
    }


def fields(of: Fields) -> Object:
    """The fields of a message, record, row or rejection."""
    return {name: _field(field) for name, field in of.items()}


def _field(field: Field) -> Object:
    file, line, column = field.place
    made: Object = {"name": field.name, "place": f"{file}:{line}:{column}", "type": type_expr(field.type)}
    if field.summary:
        made["summary"] = field.summary
    if field.optional:
        made["optional"] = True
    if field.constraints is not NO_CONSTRAINTS and (own := constraints(field.constraints)):
        made["constraints"] = own
    if field.default is not ABSENT:
        made["default"] = _default(field.default)
    if field.example is not ABSENT:
        made["example"] = field.example
    if field.personal:
        made["personal"] = field.personal
    return made


def _default(default: Default | Json | Absent) -> Object:
    return {"kind": default.value} if isinstance(default, Default) else {"kind": "constant", "value": default}
