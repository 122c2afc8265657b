"""Values for what an example leaves out: always the same ones, the smallest that fit, and never more than a few.

A value left out is, in this order: absent when optional, the constant default, the field's example, the type's example,
else the plainest value that the type admits.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Any, Final

from attrs import Factory, define

from ..formats import EXAMPLES
from ..model import (
    ABSENT,
    NO_CONSTRAINTS,
    Constraints,
    Default,
    EnumType,
    Field,
    Json,
    ListOf,
    MapOf,
    Named,
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    TypeExpr,
    UnionType,
)
from . import literals, regex
from .lookup import TypeLookup
from .nodes import Node
from .rules import violated
from .scan import shortened

NOON: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""The time that examples take place when they say no other."""

LONGEST: Final = 10_000
"""No text, list or sequence of bytes longer than this is made up."""

ROOM: Final = 10_000
"""How many values may be made up for one message."""

_UNIONS: Final = 10
"""So many unions may stand in each other before the flattest record is taken."""

_EXACT: Final = Context(prec=3000)
"""Decimals have up to a thousand digits on either side of the point."""


@define
class Filling:
    """How what is left out is filled in: ``scope`` is the scenario or story within which a word means one uuid.

    ``room`` is how many more values may be made up; ``inside`` are the unions being made up now.
    """

    scope: str
    room: int = ROOM
    inside: list[Ref] = Factory(list[Ref])


class Unfillable(Exception):
    """Raised with a reason when no value can be made up."""


class Filler:
    """Makes up values of the types of one system."""

    def __init__(self, types: TypeLookup) -> None:
        self.types = types

    def fill(self, field: Field, filling: Filling) -> Json:
        """The value of a field that an example leaves out; raises :class:`Unfillable`."""
        if field.optional:
            return None
        if field.default is not ABSENT and not isinstance(field.default, Default):
            return field.default
        if field.example is not ABSENT:
            return field.example
        return self._made_up(field.type, field.constraints, filling, field.name)

    def _made_up(self, expression: TypeExpr, own: Constraints, filling: Filling, name: str) -> Json:
        filling.room -= 1
        if filling.room < 0:
            raise Unfillable(f"it would need more than {ROOM:,} values")
        if not isinstance(expression, Named):
            return self._plainest(expression, own, filling, name)
        definition = self.types.definition(expression.ref)
        if definition.example is not ABSENT and self._fits(definition.example, expression, own):
            return definition.example
        match definition:
            case EnumType():
                return definition.values[0]
            case RecordType():
                return self._record(expression.ref, definition, filling)
            case UnionType():
                return self._union(expression.ref, definition, filling)
            case SimpleType():
                base = definition.base
                if isinstance(base, Named):
                    return self._made_up(base, own, filling, definition.name)
                return self._plainest(base, definition.effective.narrowed(own), filling, definition.name)

    def _fits(self, value: Json, expression: TypeExpr, own: Constraints) -> bool:
        """Whether the example of a type keeps what a field adds to that type."""
        if not own:
            return True
        match self.types.base(expression):
            case Primitive(kind):
                node = Node(str(value) if isinstance(value, str) else repr(value), 1, 1, 1, not isinstance(value, str))
                return violated(kind, literals.VALUES[kind](node), own) is None
            case ListOf():
                return violated("list", value, own) is None
            case _:  # only maps are left: nothing else can be narrowed
                return violated("map", value, own) is None

    def _record(self, ref: Ref, record: RecordType, filling: Filling) -> dict[str, Json]:
        if ref not in self.types.depths and ref.context not in self.types.system.known:
            raise Unfillable(f"{record.name} nests without end")
        return {name: self.fill(field, filling) for name, field in record.fields.items()}

    def _union(self, ref: Ref, union: UnionType, filling: Filling) -> dict[str, Json]:
        """The first record; inside itself the flattest one, so that there is an end."""
        if not union.members:
            raise Unfillable(f"{union.name} has no records")
        member = union.members[0]
        if ref in filling.inside or len(filling.inside) >= _UNIONS:
            member = min(union.members, key=lambda one: self.types.depths.get(one, len(self.types.depths)))
        filling.inside.append(ref)
        try:
            record = self.types.definition(member)
            assert isinstance(record, RecordType)
            return {record.name: self._record(member, record, filling)}
        finally:
            filling.inside.pop()

    def _plainest(self, base: TypeExpr, constraints: Constraints, filling: Filling, name: str) -> Json:
        match base:
            case ListOf(item):
                return self._list(item, _least(constraints), filling, name)
            case MapOf(key, value):
                return self._map(key, value, _least(constraints), filling, name)
            case Primitive("uuid"):
                return literals.word_uuid(filling.scope, name)
            case Primitive("text"):
                return _plainest_text(constraints)
            case Primitive("json"):
                return {}
            case Primitive("?"):
                return None
            case Primitive(kind):
                return literals.travelling(_plainest_value(kind, constraints))
            case Named():
                return self._made_up(base, constraints, filling, name)

    def _list(self, item: TypeExpr, least: int, filling: Filling, name: str) -> list[Json]:
        if least == 0:
            return []
        before = filling.room
        one = self._made_up(item, NO_CONSTRAINTS, filling, name)
        filling.room -= (least - 1) * max(before - filling.room, 1)
        if filling.room < 0:
            raise Unfillable(f"it would need more than {ROOM:,} values")
        return [one] * least

    def _map(self, key: TypeExpr, value: TypeExpr, least: int, filling: Filling, name: str) -> dict[str, Json]:
        if least == 0:
            return {}
        if least > 1:
            raise Unfillable("a map of several entries needs different keys")
        made = self._made_up(key, NO_CONSTRAINTS, filling, name)
        return {str(made): self._made_up(value, NO_CONSTRAINTS, filling, name)}


def _least(constraints: Constraints) -> int:
    """The smallest size; too large a one is not made up."""
    least = constraints.min if isinstance(constraints.min, int) else 0
    if least > LONGEST:
        raise Unfillable(f"its size is at least {least:,}")
    return least


def _plainest_text(constraints: Constraints) -> str:
    least = _least(constraints)
    if constraints.format is not None:
        text = EXAMPLES[constraints.format]
    elif constraints.pattern is not None:
        text = regex.smallest(regex.parse(constraints.pattern), least)
    else:
        text = "text"[: constraints.max] if isinstance(constraints.max, int) else "text"
        text = text.ljust(least, "t")
    if (broken := violated("text", text, constraints)) is not None:
        raise Unfillable(f'"{shortened(text)}" {broken}')
    return text


def _plainest_value(kind: str, constraints: Constraints) -> object:
    """A plain value within the bounds, or the one nearest to a bound."""
    value: object = None
    for value in _candidates(kind, constraints):
        if violated(kind, value, constraints) is None:
            return value
    raise Unfillable(f"{literals.written(value)} {violated(kind, value, constraints)}")


def _candidates(kind: str, constraints: Constraints) -> Iterator[object]:
    """Values to try, the plainest first."""
    low: Any = constraints.min
    high: Any = constraints.max
    if kind == "bytes":
        yield b"\0" * _least(constraints)
        return
    if kind == "decimal":
        step = Decimal(1).scaleb(-(constraints.places or 0))
        yield from (Decimal(1).quantize(step, context=_EXACT), Decimal(0).quantize(step, context=_EXACT))
        if low is not None:
            yield low.quantize(step, ROUND_CEILING, _EXACT) if constraints.places is not None else low
        if high is not None:
            yield high.quantize(step, ROUND_FLOOR, _EXACT) if constraints.places is not None else high
        return
    plain: dict[str, object] = {
        "int": 1,
        "float": 1.0,
        "bool": False,
        "date": NOON.date(),
        "datetime": NOON,
        "duration": timedelta(hours=1),
    }
    yield plain[kind]
    if low is not None:
        yield float(low) if kind == "float" else low
    if high is not None:
        yield float(high) if kind == "float" else high
