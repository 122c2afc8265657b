"""Reads what narrows a type, and refuses what contradicts the type or itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..model import (
    NO_CONSTRAINTS,
    PRIMITIVES,
    Bound,
    Constraints,
    EnumType,
    ListOf,
    MapOf,
    Primitive,
    RecordType,
    TypeExpr,
)
from . import literals, regex
from .lookup import UNKNOWN, TypeLookup
from .mending import mended
from .nodes import Node
from .satisfying import unsatisfiable
from .scan import shortened
from .source import Source
from .words import with_article

KEYS: Final[tuple[str, ...]] = ("min", "max", "pattern", "format", "digits", "places")
"""The keys that narrow."""

_BOUNDS: Final = ("min", "max")
FITTING: Final[dict[str, tuple[str, ...]]] = {
    "text": (*_BOUNDS, "pattern", "format"),
    "decimal": (*_BOUNDS, "digits", "places"),
    **dict.fromkeys(("int", "float", "date", "datetime", "duration", "bytes", "list", "map"), _BOUNDS),
}
"""Which of them fit which types."""
_LENGTHS: Final = ("text", "bytes", "list", "map")


class Narrowing:
    """Reads the constraints of one type or field."""

    def __init__(self, types: TypeLookup, source: Source) -> None:
        self.types = types
        self.problems = source.problems

    def read(self, node: Node, expression: TypeExpr) -> Constraints:
        """The constraints that ``node`` adds to ``expression``; what is wrong is reported and left out."""
        entries = node.entries
        if entries.keys().isdisjoint(KEYS):
            return NO_CONSTRAINTS
        written = {key: entries[key] for key in KEYS if key in entries}
        kind = self._kind(expression)
        if kind == UNKNOWN.name:
            return NO_CONSTRAINTS
        fitting = FITTING.get(kind, ())
        parts: dict[str, Any] = {}
        for key, value in written.items():
            if key not in fitting:
                help_ = f"fitting here: {', '.join(fitting)}" if fitting else "remove it"
                self.problems.at("FB207", node.key(key), f'"{key}" does not fit {_described(kind)}', help_)
            elif (part := self._part(key, value, kind)) is not None:
                parts[key] = part
        own = Constraints(**parts)
        return own if self._agrees(own, expression, written, kind) else NO_CONSTRAINTS

    def _kind(self, expression: TypeExpr) -> str:
        match self.types.base(expression):
            case Primitive(name):
                return name
            case ListOf():
                return "list"
            case MapOf():
                return "map"
            case EnumType():
                return "enum"
            case RecordType():
                return "record"
            case _:
                return "union"

    def _part(self, key: str, node: Node, kind: str) -> Bound | str | None:
        match key:
            case "min" | "max":
                return self._bound(key, node, kind)
            case "pattern":
                return self._pattern(node)
            case "format":
                return node.text
            case _:
                number = node.json()
                assert isinstance(number, int)
                return number

    def _bound(self, key: str, node: Node, kind: str) -> Bound | None:
        if kind in _LENGTHS:
            value = literals.bound("int", node)
            if not isinstance(value, int) or value < 0:
                wrong = f'"{shortened(node.text)}" is no length, and "{key}" bounds the length of {_described(kind)}'
                self.problems.at("FB209", node, wrong, "write a whole number from 0 on")
                return None
            return value
        value = literals.bound(kind, node)
        if value is None:
            wrong = f'"{shortened(node.text)}" is no value of {_described(kind)}, so it cannot be its "{key}"'
            self.problems.at("FB209", node, wrong, mended(kind, node) or f"write {literals.HOW[kind]}")
        return value

    def _pattern(self, node: Node) -> str | None:
        try:
            return regex.portable(regex.parse(node.text))
        except regex.NotPortableError as error:
            at = node if error.at is None else node.part(error.at, node.text[error.at : error.at + 1] or " ")
            help_ = "see `factbook explain FB211` for what patterns may hold"
            self.problems.at("FB211", at, f"this pattern cannot be used: {error}", help_)
            return None

    def _agrees(self, own: Constraints, expression: TypeExpr, written: dict[str, Node], kind: str) -> bool:
        """Whether the constraints go together, and only tighten what the type already says."""
        before = len(self.problems.found)
        base = self.types.effective(expression)
        for key in ("pattern", "format"):
            if getattr(own, key) is not None and getattr(base, key) not in (None, getattr(own, key)):
                wrong = f"the type has a {key} of its own, {getattr(base, key)}, which this would replace"
                self.problems.at("FB210", written[key], wrong, "remove this one, or declare a type of its own")
        for key, sign in (("min", 1), ("max", -1), ("digits", -1), ("places", -1)):
            mine, theirs = getattr(own, key), getattr(base, key)
            if mine is not None and theirs is not None and _compare(mine, theirs) * sign < 0:
                wrong = f'"{key}" loosens the type, which says {literals.written(theirs)}'
                self.problems.at("FB210", written[key], wrong, "tighten it or remove it")
        both = base.narrowed(own)
        room, theirs = _room(both), _room(base)
        loosened = own.digits is not None and room is not None and theirs is not None and room > theirs
        if loosened and len(self.problems.found) == before:
            wrong = f'"digits" loosens the type, which has {theirs} before the point, to {room} there'
            self.problems.at("FB210", written["digits"], wrong, "say fewer digits, or more places")
        if both.min is not None and both.max is not None and _compare(both.min, both.max) > 0:
            least, most = literals.written(both.min), literals.written(both.max)
            at, its = _blame(("min", "max"), written)
            self.problems.at("FB208", at, f"min {least} is more than max {most}{its}", "correct one of them")
        if both.digits is not None and both.places is not None and both.places > both.digits:
            at, its = _blame(("places", "digits"), written)
            wrong = f"places {both.places} is more than digits {both.digits}{its}, which counts all of them"
            self.problems.at("FB208", at, wrong, "correct one of them")
        if both.pattern is not None and both.format is not None:
            at, its = _blame(("pattern", "format"), written)
            self.problems.at("FB208", at, f"a pattern and a format say two things{its}", "keep one of them")
        if len(self.problems.found) == before:
            at = next(iter(written.values()))
            if (why := unsatisfiable(both, kind, self.types.base(expression), self.types)) is not None:
                self.problems.at("FB221", at, f"no value is left: {why}", "loosen one of them")
        return len(self.problems.found) == before


def _room(constraints: Constraints) -> int | None:
    """How many digits may stand before the point of a decimal; ``None`` where that depends on those after it."""
    if constraints.digits is None or constraints.places is None:
        return None
    return constraints.digits - constraints.places


def _described(kind: str) -> str:
    """What a kind of type is called in messages."""
    if kind in PRIMITIVES:
        return f"the type {kind}"
    return with_article(kind)


def _blame(keys: tuple[str, str], written: Mapping[str, Node]) -> tuple[Node, str]:
    """Which of two keys that contradict each other to point at, and whose the other one is."""
    first, second = (written.get(key) for key in keys)
    at = first or second
    assert at is not None, keys
    return at, "" if first and second else " of its type"


def _compare(left: Any, right: Any) -> int:
    """-1, 0 or 1 for two bounds of one type."""
    return int(left > right) - int(left < right)
