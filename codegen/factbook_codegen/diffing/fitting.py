"""Whether every value that one catalogue allows is allowed by another; if not, in what they differ.

Named types are compared by themselves: what is said about a field is about the field, not about the type it has in
both. So each difference stands where somebody made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Final, NamedTuple, TypeAlias

from ..model import (
    ABSENT,
    NO_CONSTRAINTS,
    Constraints,
    EnumType,
    Field,
    Fields,
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
from ..reading.literals import travelling

__all__ = ["MISMATCH", "Difference", "Mismatch", "fields_differ", "shown", "types_differ"]


Mismatch: TypeAlias = Callable[[str, str], str | None]
"""Finds a text that the first pattern admits and the second does not; ``None`` where there seems to be none."""

MISMATCH: Final[ContextVar[Mismatch | None]] = ContextVar("mismatch", default=None)
"""What is asked about patterns during a comparison."""


class Difference(NamedTuple):
    """Why a value of before may not be one of now.

    ``kind`` is ``added`` (a field that has to be there), ``removed``, ``changed`` or ``narrowed``; ``field`` is the
    name of the field, empty for a type as a whole. ``certain`` is false where only trying tells, as with patterns.
    """

    kind: str
    field: str
    text: str
    certain: bool = True


def shown(expr: TypeExpr, home: str = "") -> str:
    """A type expression as it is written in the file of a context."""
    match expr:
        case Primitive(name):
            return name
        case Named(ref):
            return ref.name if ref.context in ("", home) else str(ref)
        case ListOf(item):
            return f"list[{shown(item, home)}]"
        case MapOf(key, value):
            return f"map[{shown(key, home)}, {shown(value, home)}]"


def fields_differ(
    before: Fields, then: System, now: Fields, today: System, *, may_be_filled: bool = False
) -> Iterator[Difference]:
    """In what fields differ; ``may_be_filled`` says whether a default stands in for what is missing."""
    for name, field in before.items():
        if name not in now:
            yield Difference("removed", name, f"{name} is gone")
            continue
        new = now[name]
        if field.optional and not new.optional and not (may_be_filled and new.default is not ABSENT):
            yield Difference("changed", name, f"{name} might be missing, and must not any more")
        for text, certain in _field_differs(field, then, new, today):
            yield Difference("narrowed" if field.type == new.type else "changed", name, f"{name}: {text}", certain)
    for name, field in now.items():
        if name not in before and not field.optional and not (may_be_filled and field.default is not ABSENT):
            yield Difference("added", name, f"{name} is new, and has to be there")


def types_differ(before: TypeDef, then: System, now: TypeDef, today: System) -> Iterator[Difference]:
    """In what two versions of a named type differ."""
    match before, now:
        case RecordType(), RecordType():
            yield from fields_differ(before.fields, then, now.fields, today)
        case EnumType(), EnumType():
            if gone := [word for word in before.values if word not in now.values]:
                yield Difference("narrowed", "", f"{', '.join(gone)} is no word of it any more")
        case UnionType(), UnionType():
            names = {ref.name for ref in now.members}
            if gone := [ref.name for ref in before.members if ref.name not in names]:
                yield Difference("narrowed", "", f"it may not be {', '.join(gone)} any more")
        case SimpleType(), SimpleType():
            if before.type == now.type:
                found = _narrower(_kind(before.base), before.constraints, now.constraints)
            else:
                found = _differs(before.base, before.effective, then, now.base, now.effective, today)
            yield from (Difference("narrowed", "", text, certain) for text, certain in found)
        case _:
            was, is_ = (one.__class__.__name__.removesuffix("Type").lower() for one in (before, now))
            yield Difference("changed", "", f"it was {was}, and is {is_}")


Found = Iterator[tuple[str, bool]]


def _field_differs(before: Field, then: System, now: Field, today: System) -> Found:
    if before.type == now.type:
        if before.constraints == now.constraints:
            return
        _, was = _base(before.type, before.constraints, then)
        base, is_ = _base(now.type, now.constraints, today)
        yield from _narrower(_kind(base), was, is_)
        return
    was_base, was = _base(before.type, before.constraints, then)
    is_base, is_ = _base(now.type, now.constraints, today)
    yield from _differs(was_base, was, then, is_base, is_, today)


def _base(expr: TypeExpr, own: Constraints, system: System) -> tuple[TypeExpr, Constraints]:
    while isinstance(expr, Named):
        definition = system.type(expr.ref)
        if not isinstance(definition, SimpleType):
            return expr, own
        own = definition.effective.narrowed(own)
        expr = definition.base
    return expr, own


def _kind(expr: TypeExpr) -> str:
    return expr.name if isinstance(expr, Primitive) else "list"


_READ_AS: Final = {("int", "float"), ("uuid", "text"), ("date", "text"), ("datetime", "text"), ("duration", "text")}
"""What also reads as something else, if nothing narrows that."""


def _differs(before: TypeExpr, was: Constraints, then: System, now: TypeExpr, is_: Constraints, today: System) -> Found:
    match before, now:
        case _, Primitive("json"):
            return
        case Primitive(one), Primitive(other) if one == other or ((one, other) in _READ_AS and not is_):
            yield from _narrower(other, was, is_)
        case ListOf(one), ListOf(other):
            yield from _narrower("list", was, is_)
            yield from _inner(one, then, other, today)
        case MapOf(key, value), MapOf(other_key, other_value):
            yield from _narrower("map", was, is_)
            yield from _inner(key, then, other_key, today)
            yield from _inner(value, then, other_value, today)
        case Named(one), Named(other) if one == other:
            return
        case Named(one), Named(other):
            found = [*types_differ(then.type(one), then, today.type(other), today)]
            yield from ((difference.text, difference.certain) for difference in found)
        case _:
            yield f"it was {shown(before)}, and is {shown(now)}", True


def _inner(before: TypeExpr, then: System, now: TypeExpr, today: System) -> Found:
    if before != now:
        was_base, was = _base(before, NO_CONSTRAINTS, then)
        is_base, is_ = _base(now, NO_CONSTRAINTS, today)
        yield from _differs(was_base, was, then, is_base, is_, today)


def _narrower(kind: str, was: Constraints, is_: Constraints) -> Found:
    """In what constraints became stricter."""
    sized = kind in ("text", "bytes", "list", "map")
    least, most = ("the least length", "the greatest length") if sized else ("min", "max")
    if is_.min is not None and (was.min is None or was.min < is_.min):  # type: ignore[operator]  # of the same kind
        yield f"{least} was {_told(was.min)}, and is {_told(is_.min)}", True
    if is_.max is not None and (was.max is None or was.max > is_.max):  # type: ignore[operator]  # of the same kind
        yield f"{most} was {_told(was.max)}, and is {_told(is_.max)}", True
    if is_.pattern is not None and is_.pattern != was.pattern:
        yield from _patterns_differ(was.pattern, is_.pattern)
    if is_.format is not None and is_.format != was.format:
        yield f"the format was {was.format or 'none'}, and is {is_.format}", True
    if is_.places is not None and (was.places is None or was.places > is_.places):
        yield f"places were {_told(was.places)}, and are {is_.places}", True
    if is_.digits is not None and _room(was) > _room(is_):
        yield f"digits were {_told(was.digits)}, and are {is_.digits}", True


def _patterns_differ(was: str | None, is_: str) -> Found:
    said = f"the pattern was {was or 'none'}, and is {is_}"
    find = MISMATCH.get()
    if find is None or was is None:
        yield said, was is None
    elif (text := find(was, is_)) is not None:
        yield f"{said}: {text!r} does not match", True


def _room(of: Constraints) -> float:
    """How many digits there may be before the point."""
    return float("inf") if of.digits is None else of.digits - (of.places or 0)


def _told(bound: object) -> str:
    return "unbounded" if bound is None else str(travelling(bound))
