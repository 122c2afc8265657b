"""The YAML that makes a version of a change: what was added, renamed, removed or converted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ..model import (
    NO_CONSTRAINTS,
    Constraints,
    EnumType,
    Event,
    Field,
    Fields,
    Json,
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    System,
    TypeDef,
    UnionType,
)
from ..reading.literals import travelling
from .fitting import Difference, shown

__all__ = ["event_yaml", "flow", "type_yaml"]

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.]*\??")
_NOT_PLAIN: Final = ("true", "false", "null", "no", "yes", "on", "off")


def event_yaml(
    context: str,
    was: Event,
    is_: Event,
    own: Sequence[Difference],
    broken: Mapping[Ref, Sequence[Difference]],
    then: System,
    today: System,
) -> tuple[dict[str, Any], str]:
    """``version`` and ``changes`` of an event, and why it cannot be built from what was recorded, if it cannot."""
    number = was.version + 1
    steps = _steps(is_.name, was.fields, is_.fields, own, context)
    if broken:
        names = {shown_ref(ref, context): len(then.type(ref).older) + 2 for ref in broken}
        steps = {"types": names} | steps
    new = next(
        (
            f"{one.field} says what it is about, and nothing that was recorded tells"
            for one in own
            if one.kind == "added" and one.field in steps.get("add", {}) and _is_identity(is_.fields[one.field], today)
        ),
        "",
    )
    return {"version": number, "changes": {number: steps}}, new


def type_yaml(ref: Ref, was: TypeDef, is_: TypeDef, differences: Sequence[Difference]) -> dict[str, Any]:
    """``version`` and ``changes`` of a type."""
    number = len(was.older) + 2
    if isinstance(was, RecordType) and isinstance(is_, RecordType):
        steps: dict[str, Any] = _steps(ref.name, was.fields, is_.fields, differences, ref.context)
    else:
        steps = {"from": _definition(was, ref.context), "by": f"{_snake(ref.name)}_of_version_{number - 1}"}
    return {"version": number, "changes": {number: steps}}


def shown_ref(ref: Ref, home: str) -> str:
    """A type as the file of a context names it."""
    return ref.name if ref.context in ("", home) else str(ref)


def _is_identity(field: Field, today: System) -> bool:
    found = [ref for ref in [getattr(field.type, "ref", None)] if ref is not None]
    definitions = [today.type(ref) for ref in found]
    return any(isinstance(one, SimpleType) and one.tag and one.base == Primitive("uuid") for one in definitions)


def _steps(name: str, was: Fields, is_: Fields, differences: Sequence[Difference], home: str) -> dict[str, Any]:
    added = [one.field for one in differences if one.kind == "added"]
    removed = [one.field for one in differences if one.kind == "removed"]
    optional = [key for key in is_ if key not in was and key not in added]
    renames: dict[str, str] = {}
    for old in removed:
        same = [new for new in (*added, *optional) if is_[new].type == was[old].type and new not in renames.values()]
        if len(same) == 1 and sum(was[other].type == was[old].type for other in removed) == 1:
            renames[old] = same[0]
    steps: dict[str, Any] = {}
    if renames:
        steps["rename"] = renames
    if gone := [key for key in removed if key not in renames]:
        steps["remove"] = {key: _field(was[key], home) for key in gone}
    converted = [one.field for one in differences if one.kind in ("changed", "narrowed")]
    if converted:
        steps["convert"] = {
            key: {"from": _field(was[key], home), "by": f"{key}_of_{_snake(name)}"} for key in dict.fromkeys(converted)
        }
    if new := [key for key in added if key not in renames.values()]:
        steps["add"] = {key: _value(is_[key], name) for key in new}
    return steps


def _value(field: Field, name: str) -> Json:
    """What old events may get: a plain value where there is one, else what a function makes of the payload."""
    plain: dict[str, Json] = {"bool": False, "json": None}
    if isinstance(field.type, Primitive) and field.type.name in plain:
        return plain[field.type.name]
    return {"by": f"{field.name}_of_{_snake(name)}"}


def _field(field: Field, home: str) -> Any:
    expr = shown(field.type, home) + ("?" if field.optional else "")
    return {"type": expr, **_constraints(field.constraints)} if field.constraints else expr


def _definition(was: TypeDef, home: str) -> Any:
    match was:
        case SimpleType():
            expr = shown(was.type, home)
            return {"type": expr, **_constraints(was.constraints)} if was.constraints else expr
        case EnumType():
            return {"enum": list(was.values)}
        case RecordType():
            return {"record": {name: _field(field, home) for name, field in was.fields.items()}}
        case UnionType():
            return {"union": [shown_ref(ref, home) for ref in was.members]}


def _constraints(own: Constraints) -> dict[str, Any]:
    if own == NO_CONSTRAINTS:
        return {}
    return {key: travelling(value) for key, value in own._asdict().items() if value is not None}


def _snake(name: str) -> str:
    return _HUMP.sub("_", name).lower()


def flow(value: Any) -> str:
    """A value as YAML on one line."""
    match value:
        case {**entries}:
            return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in entries.items()) + "}"
        case [*items]:
            return "[" + ", ".join(map(flow, items)) + "]"
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case str():
            plain = _PLAIN.fullmatch(value) is not None and value.lower() not in _NOT_PLAIN
            return value if plain else "'" + value.replace("'", "''") + "'"
        case _:
            return str(value)
