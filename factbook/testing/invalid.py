"""Messages that are just invalid: as they travel, right in everything but one field, and there as little as can be.

For tests of whatever takes messages from outside: each must be refused, with the path of the field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from factbook.catalogue import (
    Constraints,
    EnumType,
    Field,
    ListOf,
    MapOf,
    Named,
    Primitive,
    RecordType,
    SimpleType,
    System,
    TypeDef,
    TypeExpr,
    UnionType,
)

from .domain import codec_of, entry_of, package_of, strategy_of, system_of

__all__ = ["JustInvalid", "broken", "just_invalid"]

_GONE: Final = object()
_WRONG: Final[dict[str, Any]] = {
    "text": 1,
    "int": "1",
    "decimal": 1.5,
    "float": "1.5",
    "bool": "true",
    "uuid": "x",
    "date": "2026-02-30",
    "datetime": "2026-01-01T12:00:00",
    "duration": "48h",
    "bytes": "!",
}
"""For each primitive a value that is nearly one: of the wrong type, or no day of the calendar, or without a zone."""

_Break = tuple[str, Any, str]
"""A path below the place where one is, the value to put there, and what is wrong with it."""


@frozen
class JustInvalid:
    """A message as it travels, the path of what is wrong in it (``$.lines[0].quantity``), and what that is."""

    data: dict[str, Any]
    at: str
    why: str


def just_invalid(kind: type[Any]) -> SearchStrategy[JustInvalid]:
    """Messages of a class that was generated, each with one field that does not do."""

    def one_of(message: Any) -> SearchStrategy[JustInvalid]:
        data = _sent(message)
        return st.sampled_from(_breaks(kind, data)).map(lambda one: _made(data, *one))

    return strategy_of(kind).flatmap(one_of)


def broken(message: Any) -> list[JustInvalid]:
    """All that differ from this message in one field, and there as little as can be."""
    data = _sent(message)
    return [_made(data, *one) for one in _breaks(message.__class__, data)]


def _sent(message: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(codec_of(package_of(message.__class__)).encode(message))
    return data


def _breaks(kind: type[Any], data: Mapping[str, Any]) -> list[_Break]:
    system, context = system_of(package_of(kind)), entry_of(kind)
    holders = (context.events, context.commands, context.effects, context.rejections, context.views)
    fields = next(entries[kind.__name__].fields for entries in holders if kind.__name__ in entries)
    return [*_of_fields(data, fields, system), _STRANGE]


_STRANGE: Final[_Break] = (".no_such_field", 1, "nobody knows this field")


def _made(data: dict[str, Any], path: str, value: Any, why: str) -> JustInvalid:
    whole = deepcopy(data)
    steps: list[str | int] = [int(step[1:-1]) if step[0] == "[" else step[1:] for step in _STEPS.findall(path)]
    holder: Any = whole
    for step in steps[:-1]:
        holder = holder[step]
    if value is _GONE:
        del holder[steps[-1]]
    else:
        holder[steps[-1]] = value
    return JustInvalid(whole, f"${path}", why)


_STEPS: Final = re.compile(r"\.\w+|\[\d+\]")


def _of_fields(data: Mapping[str, Any], fields: Mapping[str, Field], system: System) -> Iterator[_Break]:
    for field in fields.values():
        at = f".{field.name}"
        if not field.optional and field.default is None:
            yield at, _GONE, "it is missing"
            if _plain(field.type, system) != Primitive("json"):
                yield at, None, "it is null"
        if data.get(field.name) is not None:
            for path, value, why in _of(data[field.name], field.type, field.constraints, system):
                yield at + path, value, why


def _of(value: Any, expr: TypeExpr, own: Constraints, system: System) -> Iterator[_Break]:
    match expr:
        case Primitive(name):
            if name in _WRONG:
                yield "", _WRONG[name], f"it is no {name}"
            for wrong, why in _beyond(value, name, own):
                yield "", wrong, why
        case Named(name):
            yield from _of_type(value, _definition(name, system), own, system)
        case ListOf(item):
            yield "", "x", "it is no list"
            for wrong, why in _lengths(value, own):
                yield "", wrong, why
            for index, one in enumerate(value[:2]):
                for path, wrong, why in _of(one, item, Constraints(), system):
                    yield f"[{index}]{path}", wrong, why
        case MapOf():
            yield "", "x", "it is no map"


def _of_type(value: Any, definition: TypeDef, own: Constraints, system: System) -> Iterator[_Break]:
    match definition:
        case SimpleType(base=base, effective=effective):
            yield from _of(value, base, _both(effective, own), system)
        case EnumType(values=words):
            yield "", f"{words[-1]}_", "it is no word of the enum"
        case RecordType(fields=fields):
            yield "", "x", "it is no record"
            yield from _of_fields(value, fields, system)
        case UnionType():
            yield "", "x", "it is no record"


def _plain(expr: TypeExpr, system: System) -> TypeExpr:
    """What a named type comes down to, where it is neither an enum nor a record."""
    definition = _definition(expr.name, system) if isinstance(expr, Named) else None
    return definition.base if isinstance(definition, SimpleType) else expr


def _definition(ref: str, system: System) -> TypeDef:
    context, _, name = ref.rpartition(".")
    return (system.contexts[context].types if context else system.types)[name]


def _both(inherited: Constraints, own: Constraints) -> Constraints:
    """What a type says, narrowed by what a field says."""
    names = Constraints.__struct_fields__
    return Constraints(**{n: getattr(inherited if getattr(own, n) is None else own, n) for n in names})


def _beyond(value: Any, name: str, own: Constraints) -> Iterator[tuple[Any, str]]:
    """Values just outside of what a primitive's constraints allow."""
    if name in ("text", "bytes"):
        if name == "text" and own.pattern is None and own.format is None:
            yield from _lengths(value, own)
        elif name == "text" and own.pattern is not None:
            yield from ((one, "the pattern does not match") for one in _unmatched(value, own.pattern))
        return
    for end, step in (("min", -1), ("max", 1)):
        bound = getattr(own, end)
        if bound is not None and (beyond := _next(bound, step, name, own)) is not None:
            yield beyond, f"{end} is {bound}"


def _next(bound: Any, step: int, name: str, own: Constraints) -> Any:
    """The value next to a bound, on the other side; ``None`` where that is hard to say."""
    match name:
        case "int":
            return int(bound) + step
        case "float":
            return float(bound) + step
        case "decimal":
            return str(Decimal(str(bound)) + step * Decimal(1).scaleb(-(own.places or 0)))
        case "date":
            return (date.fromisoformat(bound) + timedelta(days=step)).isoformat()
        case "datetime":
            return (datetime.fromisoformat(bound) + timedelta(seconds=step)).isoformat().replace("+00:00", "Z")
        case _:
            return None


def _lengths(value: Any, own: Constraints) -> Iterator[tuple[Any, str]]:
    """A text or list that is one too short, and one that is one too long."""
    if isinstance(own.min, int) and own.min > 0:
        yield value[: own.min - 1], f"min is {own.min}"
    if isinstance(own.max, int) and own.max <= 10_000:
        filler: Any = value or ("a" if isinstance(value, str) else None)
        if filler is not None:
            yield (filler * (own.max // len(filler) + 1))[: own.max + 1], f"max is {own.max}"


def _unmatched(value: str, pattern: str) -> Iterator[str]:
    """A text as near to the value as can be that does not match."""
    near = (value[:-1], f"{value}-", f"-{value}", f"{value}\n", "", "\x7f")
    yield from [one for one in near if not re.fullmatch(pattern, one)][:2]
