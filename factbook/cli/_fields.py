"""Tells which fields a command has, to who sent one without what it needs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from factbook.catalogue import (
    Constant,
    EnumType,
    Field,
    ListOf,
    MapOf,
    Named,
    New,
    Now,
    Primitive,
    RecordType,
    SimpleType,
    System,
    TypeExpr,
    UnionType,
)


def fields_told(fields: Mapping[str, Field], system: System) -> str:
    """A line for each field: its name, its type, what becomes of it when it is left out, and a value that fits."""
    wide = max(map(len, fields), default=0)
    return "\n".join(f"  {field.name.ljust(wide)}  {', '.join(_about(field, system))}" for field in fields.values())


def _about(field: Field, system: System) -> Iterator[str]:
    yield _type(field.type)
    match field.default:
        case Constant(value):
            yield f"else {json.dumps(value, ensure_ascii=False)}"
        case New():
            yield "else a new one"
        case Now():
            yield "else now"
        case None:
            yield "may be left out" if field.optional else "needed"
    if fits := _fitting(field, system):
        yield fits


def _type(one: TypeExpr) -> str:
    match one:
        case ListOf(item):
            return f"list[{_type(item)}]"
        case MapOf(key, value):
            return f"map[{_type(key)}, {_type(value)}]"
        case Primitive(name) | Named(name):
            return name


def _fitting(field: Field, system: System) -> str:
    """What there is to choose from, what it consists of, or an example."""
    example = field.example
    if isinstance(field.type, Named):
        context, dot, name = field.type.name.rpartition(".")
        declared = (system.contexts[context].types if dot else system.types)[name]
        match declared:
            case EnumType(values=words):
                return f"one of {', '.join(words)}"
            case RecordType(fields=parts):
                return f"with {', '.join(parts)}"
            case UnionType(members=records):
                return f"one of {', '.join(records)}"
            case SimpleType():
                example = example if isinstance(example, str | int | float) else declared.example
    return f"such as {example}" if isinstance(example, str | int | float) else ""
