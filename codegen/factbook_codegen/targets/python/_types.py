"""Types of the catalogue as annotations, and its constants as Python values."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, cast

from ...model import (
    Bound,
    Constraints,
    EnumType,
    Field,
    ListOf,
    MapOf,
    Named,
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    System,
    TypeExpr,
    UnionType,
)
from ...reading import literals
from ._layout import Brackets, Expr, Union, call, declaration, flat, subscript, tuple_of
from ._scope import Scope
from ._text import Code, literal, pattern_literal

__all__ = ["Types", "duration", "is_new_type", "member"]

_BUILTINS: Final = {"text": "str", "int": "int", "float": "float", "bool": "bool", "bytes": "bytes"}
_IMPORTED: Final = {
    "decimal": ("decimal", "Decimal"),
    "uuid": ("uuid", "UUID"),
    "date": ("datetime", "date"),
    "datetime": ("datetime", "datetime"),
    "duration": ("datetime", "timedelta"),
    "json": ("factbook.messages", "Json"),
}
_WORDS: Final = "factbook.constraints"
_SIZED: Final = frozenset(["text", "bytes"])


def member(word: str) -> str:
    """The name of an enum's member: ``in_stock`` is ``IN_STOCK``."""
    return word.upper().replace("-", "_")


class Types:
    """Writes the types of a system as they are seen from one module."""

    def __init__(self, system: System, scope: Scope) -> None:
        self.system = system
        self.scope = scope
        self._known: dict[tuple[TypeExpr, Constraints, bool], Expr] = {}
        self._lines: dict[tuple[str, TypeExpr, Constraints, bool], Code] = {}

    # Fields ----------------------------------------------------------------------------------------------------------

    def annotation(self, field: Field) -> Expr:
        """The annotation of a field."""
        key = (field.type, field.constraints, field.optional)
        found = self._known.get(key)
        if found is None:
            found = self.narrowed(field.type, field.constraints)
            if field.optional:
                found = Union((found, "None"))
            self._known[key] = found
        return found

    def declared(self, field: Field) -> Code:
        """The line of a field that its class does not fill in; many messages have the same."""
        key = (field.name, field.type, field.constraints, field.optional)
        found = self._lines.get(key)
        if found is None:
            default = "None" if field.optional else None
            found = self._lines[key] = declaration(field.name, self.annotation(field), default, 4)
        return found

    def narrowed(self, expr: TypeExpr, own: Constraints) -> Expr:
        """A type with constraints of one's own; they are written out together with those of the type."""
        if not own:
            return self.expression(expr)
        base = expr
        if isinstance(expr, Named):
            definition = self.system.type(expr.ref)
            if isinstance(definition, SimpleType) and definition.effective:
                base, own = definition.base, definition.effective.narrowed(own)
        return self.annotated(base, own)

    def annotated(self, base: TypeExpr, constraints: Constraints) -> Expr:
        """``Annotated[base, between(…), …]``."""
        return subscript(
            self.scope.library("typing", "Annotated"), self.expression(base), *self._words(base, constraints)
        )

    def expression(self, expr: TypeExpr) -> Expr:
        """A type without constraints of its own."""
        match expr:
            case Primitive(name):
                if name in _BUILTINS:
                    return self.scope.builtin(_BUILTINS[name])
                return self.scope.library(*_IMPORTED[name])
            case Named():
                return self.name(expr)
            case ListOf(item):
                return subscript(self.scope.builtin("tuple"), self.expression(item), "...")
            case MapOf(key, value):
                mapping = self.scope.library("collections.abc", "Mapping")
                return subscript(mapping, self.expression(key), self.expression(value))

    def single(self, ref: Ref) -> Expr:
        """A union that has one record: to type checkers that record, to the codec a union."""
        word = self.scope.library(_WORDS, "one_of")
        return subscript(self.scope.library("typing", "Annotated"), self.expression(Named(ref)), word)

    def name(self, expr: Named) -> str:
        """A named type."""
        return self.scope.entry(expr.ref, "types")

    def _words(self, expr: TypeExpr, constraints: Constraints) -> list[Expr]:
        base = self.base(expr)
        kind = base.name if isinstance(base, Primitive) else ""
        words: list[Expr] = []
        if constraints.min is not None or constraints.max is not None:
            sized = kind in _SIZED or isinstance(base, ListOf | MapOf)
            word = self.scope.library(_WORDS, "length" if sized else "between")
            words.append(call(word, self.bound(constraints.min, kind), self.bound(constraints.max, kind)))
        if constraints.pattern is not None:
            words.append(call(self.scope.library(_WORDS, "pattern"), pattern_literal(constraints.pattern)))
        if constraints.format is not None:
            words.append(call(self.scope.library(_WORDS, "text_format"), literal(constraints.format)))
        if constraints.digits is not None or constraints.places is not None:
            word = self.scope.library(_WORDS, "digits")
            words.append(call(word, literal(constraints.digits), literal(constraints.places)))
        return words

    def bound(self, bound: Bound | None, kind: str) -> Expr:
        """A bound of a type, or ``None`` for none."""
        match bound:
            case None:
                return "None"
            case datetime() | date() | timedelta() | Decimal():
                return self._constant(bound)
            case int() | float():
                return literal(float(bound)) if kind == "float" else literal(bound)

    def base(self, expr: TypeExpr) -> TypeExpr:
        """The end of the chain of named types that begins here."""
        while isinstance(expr, Named):
            definition = self.system.type(expr.ref)
            if not isinstance(definition, SimpleType):
                return expr
            expr = definition.base
        return expr

    # Values ----------------------------------------------------------------------------------------------------------

    def value(self, expr: TypeExpr, json: Any) -> Expr:
        """A constant, given as it travels, as Python."""
        match expr:
            case Primitive(name):
                return self._primitive(name, json)
            case Named():
                return self._named(expr, json)
            case ListOf(item):
                return tuple_of(self.value(item, one) for one in json)
            case MapOf(key, value):
                return self._mapping(key, value, json)

    def _named(self, expr: Named, json: Any) -> Expr:
        definition = self.system.type(expr.ref)
        match definition:
            case SimpleType():
                inner = self.value(definition.type, json)
                return call(self.name(expr), inner) if is_new_type(definition, self.system) else inner
            case EnumType():
                return f"{self.name(expr)}.{member(json)}"
            case RecordType(fields=fields):
                given: dict[str, Expr] = {
                    field.name: "None" if json.get(field.name) is None else self.value(field.type, json[field.name])
                    for field in fields.values()
                    if field.name in json
                }
                return call(self.name(expr), named=given)
            case UnionType(members=members):
                [(chosen, fields)] = json.items()
                return self._named(Named(next(one for one in members if one.name == chosen)), fields)

    def _primitive(self, name: str, json: Any) -> Expr:
        match name:
            case "decimal":
                return self._constant(Decimal(json))
            case "uuid":
                return call(self.scope.library("uuid", "UUID"), literal(json))
            case "float":
                return literal(float(json))
            case "int":
                return literal(int(json))
            case "date":
                return self._constant(date.fromisoformat(json))
            case "datetime":
                return self._constant(datetime.fromisoformat(json))
            case "duration":
                return self._constant(cast("timedelta", literals.duration(json)))
            case "bytes":
                return literal(b64decode(json))
            case "json":
                return self._json(json)
            case "text" | "bool":
                return literal(json)
            case _:
                raise AssertionError(f"{name} is no type of the language")

    def _mapping(self, key: TypeExpr, value: TypeExpr, json: Mapping[str, Any]) -> Expr:
        return Brackets(
            "{", tuple((f"{flat(self.value(key, k))}: ", self.value(value, v)) for k, v in json.items()), "}"
        )

    def _json(self, json: Any) -> Expr:
        if isinstance(json, Mapping):
            return self._mapping(Primitive("text"), Primitive("json"), cast("Mapping[str, Any]", json))
        if isinstance(json, list):
            items = cast("Sequence[Any]", json)
            return Brackets("[", tuple(("", self._json(item)) for item in items), "]")
        return literal(json)

    def _constant(self, value: datetime | date | timedelta | Decimal) -> Expr:
        match value:
            case Decimal():
                whole = value == value.to_integral_value() and value.as_tuple().exponent == 0
                text = literal(int(value)) if whole else literal(format(value, "f"))
                return call(self.scope.library("decimal", "Decimal"), text)
            case datetime():
                parts = [value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond]
                while len(parts) > 3 and parts[-1] == 0:
                    parts.pop()
                zone = self.scope.library("datetime", "UTC")
                return call(self.scope.library("datetime", "datetime"), *map(str, parts), named={"tzinfo": zone})
            case date():
                return call(self.scope.library("datetime", "date"), *map(str, (value.year, value.month, value.day)))
            case timedelta():
                return duration(value, self.scope)


def duration(value: timedelta, scope: Scope) -> Expr:
    """``timedelta(days=2)``; the largest units that need no fraction."""
    parts = {"days": value.days, "seconds": value.seconds, "microseconds": value.microseconds}
    if value.seconds and value.seconds % 60 == 0:
        minutes = parts.pop("seconds") // 60
        parts |= {"hours": minutes // 60, "minutes": minutes % 60}
    given: dict[str, Expr] = {unit: str(number) for unit, number in parts.items() if number}
    return call(scope.library("datetime", "timedelta"), *([] if given else ["0"]), named=given)


def is_new_type(definition: SimpleType, system: System) -> bool:
    """Whether a type is one of its own to type checkers: it is a tag's, and nothing narrows it."""
    if definition.tag is None or definition.effective:
        return False
    inner = definition.type
    if isinstance(inner, Named):
        above = system.type(inner.ref)
        return isinstance(above, SimpleType) and above.tag != definition.tag and definition.base != Primitive("bool")
    return inner != Primitive("bool")  # bool cannot be derived from
