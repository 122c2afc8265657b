"""Values in examples, scenarios and stories: checked against their types, completed where something was left out.

What comes out is plain JSON in the form in which it travels. A value left out is, in this order: absent when optional,
the constant default, the field's example, the type's example, else the smallest value that fits, always the same one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from ..diagnostics import near
from ..formats import EXAMPLES, FORMATS
from ..model import (
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
    TypeExpr,
    UnionType,
)
from . import literals, regex
from .nodes import Node
from .scan import shortened
from .source import Source

if TYPE_CHECKING:
    from .types import Types

NOON: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
"""The time that examples take place when they say no other."""


@frozen
class Filling:
    """How what is left out is filled in: ``scope`` is the scenario or story within which a word means one uuid."""

    scope: str


class Unfillable(Exception):
    """Raised with a reason when no value can be made up."""


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class Values:
    """Reads and completes values of the types of one system."""

    def __init__(self, types: Types) -> None:
        self.types = types

    # Reading ---------------------------------------------------------------------------------------------------------

    def read(
        self, node: Node, expression: TypeExpr, own: Constraints, source: Source, filling: Filling, code: str
    ) -> Json | Absent:
        """The value at ``node`` as it travels; reports under ``code`` what does not fit and answers ``ABSENT`` then."""
        base = self.types.base(expression)
        constraints = self.types.effective(expression, own)
        match base:
            case Primitive("json"):
                return node.json()
            case Primitive(name):
                return self._primitive(node, name, constraints, source, filling, code)
            case EnumType():
                return self._enum(node, base, source, code)
            case RecordType():
                return self._record(node, base, source, filling, code)
            case UnionType():
                return self._union(node, base, source, filling, code)
            case ListOf(item):
                return self._list(node, item, constraints, source, filling, code)
            case MapOf():
                return self._map(node, base, constraints, source, filling, code)
            case _:  # a named type comes down to one of the above
                return ABSENT

    def _primitive(
        self, node: Node, name: str, constraints: Constraints, source: Source, filling: Filling, code: str
    ) -> Json | Absent:
        if not isinstance(node.value, str):
            source.problems.at(code, node, f"{node.kind} is not {literals.HOW[name]}")
            return ABSENT
        if name == "uuid" and literals.WORD.fullmatch(node.text):
            return literals.word_uuid(filling.scope, node.text)
        value = None if node.is_null else literals.VALUES[name](node)
        if value is None:
            said = "nothing" if node.is_null else f'"{shortened(node.text)}"'
            source.problems.at(code, node, f"{said} is not {literals.HOW[name]}")
            return ABSENT
        if (broken := violated(name, value, constraints)) is not None:
            source.problems.at(code, node, f'"{shortened(node.text)}" {broken}')
            return ABSENT
        return value if name == "text" else literals.travelling(value)

    def _enum(self, node: Node, enum: EnumType, source: Source, code: str) -> Json | Absent:
        if isinstance(node.value, str) and node.value in enum.values:
            return node.value
        said = f'"{shortened(node.value)}"' if isinstance(node.value, str) else node.kind
        help_ = near(node.value if isinstance(node.value, str) else "", enum.values)
        source.problems.at(code, node, f"{said} is no word of {enum.name}", help_)
        return ABSENT

    def _record(self, node: Node, record: RecordType, source: Source, filling: Filling, code: str) -> Json | Absent:
        if not isinstance(node.value, dict):
            source.problems.at(
                code, node, f"{node.kind} is no {record.name}", f"write its fields: {', '.join(record.fields)}"
            )
            return ABSENT
        return self.message(node, record.fields, f"the record {record.name}", source, filling, code)

    def _union(self, node: Node, union: UnionType, source: Source, filling: Filling, code: str) -> Json | Absent:
        members = {ref.name: ref for ref in union.members}
        if isinstance(node.value, dict) and len(node.value) == 1:
            name, inner = next(iter(node.value.items()))
            if name in members:
                record = self.types.definition(members[name])
                assert isinstance(record, RecordType)
                value = self._record(inner, record, source, filling, code)
                return value if value is ABSENT else {name: value}
            source.problems.at(
                code, node.key(name), f'"{shortened(name)}" is no record of {union.name}', near(name, members)
            )
            return ABSENT
        wrong = f"{union.name} is written as one of its records: {', '.join(f'{{{name}: …}}' for name in members)}"
        source.problems.at(code, node, wrong)
        return ABSENT

    def _list(
        self, node: Node, item: TypeExpr, constraints: Constraints, source: Source, filling: Filling, code: str
    ) -> Json | Absent:
        if not isinstance(node.value, list):
            source.problems.at(code, node, f"{node.kind} is no list", "write [ … ] or lines with -")
            return ABSENT
        values = [self.read(one, item, NO_CONSTRAINTS, source, filling, code) for one in node.value]
        if (broken := violated("list", values, constraints)) is not None:
            source.problems.at(code, node, f"the list {broken}")
        return [value for value in values if value is not ABSENT]

    def _map(
        self, node: Node, expression: MapOf, constraints: Constraints, source: Source, filling: Filling, code: str
    ) -> Json | Absent:
        if not isinstance(node.value, dict):
            source.problems.at(code, node, f"{node.kind} is no map", "write {key: value}")
            return ABSENT
        entries: dict[str, Json] = {}
        for name, value in node.value.items():
            key = self.read(node.key(name), expression.key, NO_CONSTRAINTS, source, filling, code)
            entry = self.read(value, expression.value, NO_CONSTRAINTS, source, filling, code)
            if key is not ABSENT and entry is not ABSENT:
                entries[str(key)] = entry
        if (broken := violated("map", entries, constraints)) is not None:
            source.problems.at(code, node, f"the map {broken}")
        return entries

    def message(
        self, node: Node | None, fields: Fields, what: str, source: Source, filling: Filling, code: str
    ) -> dict[str, Json]:
        """The fields of a message, record or row, all of them: what ``node`` leaves out is filled in."""
        written: Mapping[str, Node] = node.entries if node is not None and isinstance(node.value, dict) else {}
        for name in written:
            if name not in fields:
                assert node is not None
                wrong = f'{what} has no field "{shortened(name)}"'
                source.problems.at("FB504", node.key(name), wrong, near(name, fields))
        values: dict[str, Json] = {}
        for name, field in fields.items():
            given = written.get(name)
            if given is not None and not (given.is_null and field.optional):
                value = self.read(given, field.type, field.constraints, source, filling, code)
                values[name] = None if value is ABSENT else value
            else:
                try:
                    values[name] = self.fill(field, filling)
                except Unfillable as reason:
                    at = node if node is not None else Node("", field.place.line, field.place.column, 0, True)
                    wrong = f'a value for "{name}" of {what} cannot be made up: {reason}'
                    source.problems.at("FB508", at, wrong, "write it here, or give its type an example")
                    values[name] = None
        return values

    # Filling in ------------------------------------------------------------------------------------------------------

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
        if isinstance(expression, Named):
            definition = self.types.definition(expression.ref)
            if definition.example is not ABSENT and self._fits(definition.example, expression, own):
                return definition.example
            if isinstance(definition, SimpleType):
                base = self.types.base(expression)
                constraints = definition.effective.narrowed(own)
                if not isinstance(base, Primitive | ListOf | MapOf):
                    return self._made_up(definition.type, own, filling, definition.name)
                return self._smallest(base, constraints, filling, definition.name)
            return self._smallest_named(definition, filling)
        return self._smallest(expression, own, filling, name)

    def _fits(self, value: Json, expression: TypeExpr, own: Constraints) -> bool:
        base = self.types.base(expression)
        if not own or not isinstance(base, Primitive) or base.name not in ("text", "int", "float"):
            return not own or isinstance(value, str | int | float)
        return violated(base.name, value, own) is None

    def _smallest_named(self, definition: EnumType | RecordType | UnionType, filling: Filling) -> Json:
        match definition:
            case EnumType():
                return definition.values[0]
            case RecordType():
                return {name: self.fill(field, filling) for name, field in definition.fields.items()}
            case UnionType():
                if not definition.members:
                    raise Unfillable("the union has no records")
                record = self.types.definition(definition.members[0])
                assert isinstance(record, RecordType)
                return {record.name: self._smallest_named(record, filling)}

    def _smallest(self, base: TypeExpr, constraints: Constraints, filling: Filling, name: str) -> Json:
        match base:
            case ListOf(item):
                count = constraints.min if isinstance(constraints.min, int) else 0
                return [self._made_up(item, NO_CONSTRAINTS, filling, name)] * count
            case MapOf(key, value):
                if not isinstance(constraints.min, int) or constraints.min == 0:
                    return {}
                if constraints.min > 1:
                    raise Unfillable("a map of several entries needs different keys")
                entry = self._made_up(value, NO_CONSTRAINTS, filling, name)
                return {str(self._made_up(key, NO_CONSTRAINTS, filling, name)): entry}
            case Primitive("uuid"):
                return literals.word_uuid(filling.scope, name)
            case Primitive("text"):
                return _smallest_text(constraints)
            case Primitive("json"):
                return {}
            case Primitive(kind):
                return literals.travelling(_smallest_value(kind, constraints))
            case Named():
                return self._made_up(base, constraints, filling, name)


def _smallest_text(constraints: Constraints) -> str:
    least = constraints.min if isinstance(constraints.min, int) else 0
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


def _smallest_value(kind: str, constraints: Constraints) -> object:
    """The value nearest to a plain one that the bounds admit."""
    plain: dict[str, Any] = {
        "int": 1,
        "float": 1.0,
        "decimal": Decimal(1),
        "bool": False,
        "date": NOON.date(),
        "datetime": NOON,
        "duration": timedelta(hours=1),
        "bytes": b"",
    }
    value: Any = plain[kind]
    if kind == "bytes":
        value = b"\0" * (constraints.min if isinstance(constraints.min, int) else 0)
    elif kind != "bool":
        low, high = constraints.min, constraints.max
        if low is not None and value < low:
            value = low
        elif high is not None and value > high:
            value = high
    if kind == "decimal" and constraints.places:
        value = value.quantize(Decimal(1).scaleb(-constraints.places))
    if (broken := violated(kind, value, constraints)) is not None:
        raise Unfillable(f"{literals.travelling(value)} {broken}")
    return value


def violated(kind: str, value: Any, constraints: Constraints) -> str | None:
    """What rule a value breaks, as the end of a sentence; ``None`` when it breaks none.

    ``kind`` is a primitive, ``list`` or ``map``; ``value`` is of the Python type that stands for it.
    """
    if not constraints:
        return None
    low, high = constraints.min, constraints.max
    if kind in ("text", "bytes", "list", "map"):
        unit = {"text": "characters", "bytes": "bytes"}.get(kind, "items")
        if low is not None and len(value) < low:  # type: ignore[operator]  # the reader gave lengths integers
            return f"has {len(value)} {unit}, fewer than min {low}"
        if high is not None and len(value) > high:  # type: ignore[operator]  # the same
            return f"has {len(value)} {unit}, more than max {high}"
        if kind == "text":
            return _misformed(value, constraints)
        return None
    if isinstance(value, str):
        parse: dict[str, Callable[[str], Any]] = {
            "decimal": Decimal,
            "date": date.fromisoformat,
            "datetime": datetime.fromisoformat,
        }
        value = parse[kind](value)
    if low is not None and value < low:
        return f"is less than min {literals.travelling(low)}"
    if high is not None and value > high:
        return f"is more than max {literals.travelling(high)}"
    return _too_precise(value, constraints) if isinstance(value, Decimal) else None


def _misformed(text: str, constraints: Constraints) -> str | None:
    if constraints.pattern is not None and not _compiled(constraints.pattern).fullmatch(text):
        return f"does not match {constraints.pattern}"
    if constraints.format is not None and not _compiled(FORMATS[constraints.format]).fullmatch(text):
        return f"is no {constraints.format}"
    return None


def _too_precise(value: Decimal, constraints: Constraints) -> str | None:
    whole = value.adjusted() + 1 if abs(value) >= 1 else 0
    places = max(-int(value.normalize().as_tuple().exponent), 0)
    if constraints.places is not None and places > constraints.places:
        return f"has {places} places, more than {constraints.places}"
    reserved = places if constraints.places is None else constraints.places
    if constraints.digits is not None and whole + reserved > constraints.digits:
        return f"has more than {constraints.digits - reserved} digits before the point"
    return None
