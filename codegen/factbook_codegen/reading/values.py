"""Values in examples, scenarios and stories: checked against their types, completed where something was left out.

What comes out is plain JSON in the form in which it travels.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..diagnostics import near
from ..model import (
    ABSENT,
    NO_CONSTRAINTS,
    Absent,
    Constraints,
    EnumType,
    Fields,
    Json,
    ListOf,
    MapOf,
    Primitive,
    RecordType,
    TypeExpr,
    UnionType,
)
from . import literals
from .filling import Filler, Filling, Unfillable
from .lookup import TypeLookup
from .mending import mended
from .nodes import Node
from .rules import violated
from .scan import shortened
from .source import Source

__all__ = ["Filling", "Values"]


class Values:
    """Reads and completes values of the types of one system."""

    def __init__(self, types: TypeLookup) -> None:
        self.types = types
        self.filler = Filler(types)

    def read(
        self, node: Node, expression: TypeExpr, own: Constraints, source: Source, filling: Filling, code: str
    ) -> Json | Absent:
        """The value at ``node`` as it travels; reports under ``code`` what does not fit and answers ``ABSENT`` then."""
        base = self.types.base(expression)
        constraints = self.types.effective(expression, own)
        match base:
            case Primitive("json"):
                return node.json()
            case Primitive("?"):
                return ABSENT
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
            case _:
                raise AssertionError(f"{base} is still a name")

    def _primitive(
        self, node: Node, name: str, constraints: Constraints, source: Source, filling: Filling, code: str
    ) -> Json | Absent:
        if not isinstance(node.value, str):
            source.problems.at(code, node, f"{node.kind} is not {literals.HOW[name]}")
            return ABSENT
        value = None if node.is_null else literals.VALUES[name](node)
        if value is None and name == "uuid" and not node.is_null and literals.WORD.fullmatch(node.text):
            return literals.word_uuid(filling.scope, node.text)
        if value is None:
            how = literals.HOW[name]
            wrong = f'"{shortened(node.text)}" is not {how}'
            if node.is_null:
                wrong = f"{how}, is missing here" if "," in how else f"{how} is missing here"
            source.problems.at(code, node, wrong, "" if node.is_null else mended(name, node))
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
                record = self.types.shape(members[name])
                assert isinstance(record, RecordType)
                value = self._record(inner, record, source, filling, code)
                return value if value is ABSENT else {name: value}
            if union.place in self.types.partial:
                return ABSENT
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
            written = node.key(name)
            written.plain = self.types.base(expression.key) == Primitive("int")
            key = self.read(written, expression.key, NO_CONSTRAINTS, source, filling, code)
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
                comma = name.isdigit() and written[name].is_null
                help_ = "a decimal is written with a point, and a comma begins the next field" if comma else ""
                source.problems.at("FB504", node.key(name), wrong, help_ or near(name, fields))
        values: dict[str, Json] = {}
        for name, field in fields.items():
            given = written.get(name)
            if given is not None and not (given.is_null and field.optional):
                value = self.read(given, field.type, field.constraints, source, filling, code)
                values[name] = None if value is ABSENT else value
            else:
                try:
                    values[name] = self.filler.fill(field, filling)
                except Unfillable as reason:
                    at = node if node is not None else Node("", field.place.line, field.place.column, 0, True)
                    wrong = f'a value for "{name}" of {what} cannot be made up: {reason}'
                    source.problems.at("FB508", at, wrong, "write it here, or give its type an example")
                    values[name] = None
        return values
