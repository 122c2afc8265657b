"""Reads what narrows a type, and refuses what contradicts the type or itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ..model import NO_CONSTRAINTS, Bound, Constraints, ListOf, MapOf, Primitive, TypeExpr
from . import literals, regex
from .nodes import Node
from .source import Source

if TYPE_CHECKING:
    from .types import Types

KEYS: Final[tuple[str, ...]] = ("min", "max", "pattern", "format", "digits", "places")
"""The keys that narrow."""

_FITTING: Final[dict[str, frozenset[str]]] = {
    "text": frozenset(("min", "max", "pattern", "format")),
    "int": frozenset(("min", "max")),
    "float": frozenset(("min", "max")),
    "decimal": frozenset(("min", "max", "digits", "places")),
    "date": frozenset(("min", "max")),
    "datetime": frozenset(("min", "max")),
    "duration": frozenset(("min", "max")),
    "bytes": frozenset(("min", "max")),
    "list": frozenset(("min", "max")),
    "map": frozenset(("min", "max")),
}
_LENGTHS: Final = ("text", "bytes", "list", "map")


class Narrowing:
    """Reads the constraints of one type or field."""

    def __init__(self, types: Types, source: Source) -> None:
        self.types = types
        self.problems = source.problems

    def read(self, node: Node, expression: TypeExpr) -> Constraints:
        """The constraints that ``node`` adds to ``expression``; what is wrong is reported and left out."""
        written = {key: node.entries[key] for key in KEYS if key in node.entries}
        if not written:
            return NO_CONSTRAINTS
        kind = self._kind(expression)
        fitting = _FITTING.get(kind, frozenset[str]())
        parts: dict[str, Any] = {}
        for key, value in written.items():
            if key not in fitting:
                wrong = f'"{key}" does not fit {self._described(kind)}'
                self.problems.at(
                    "FB207", node.key(key), wrong, f"fitting here: {', '.join(sorted(fitting)) or 'nothing'}"
                )
            elif (part := self._part(key, value, kind)) is not None:
                parts[key] = part
        own = Constraints(**parts)
        return own if self._agrees(own, self.types.effective(expression), written, kind) else NO_CONSTRAINTS

    def _kind(self, expression: TypeExpr) -> str:
        match self.types.base(expression):
            case Primitive(name):
                return name
            case ListOf():
                return "list"
            case MapOf():
                return "map"
            case _:
                return ""

    @staticmethod
    def _described(kind: str) -> str:
        if not kind:
            return "an enum, record or union"
        return f"{'an' if kind == 'int' else 'a'} {kind}" if kind in ("list", "map", "int") else kind

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
                what = "a text" if kind == "text" else self._described(kind)
                self.problems.at("FB209", node, f'"{key}" is the length of {what}', "write a whole number from 0 on")
                return None
            return value
        value = literals.bound(kind, node)
        if value is None:
            self.problems.at(
                "FB209", node, f'"{node.text}" is no bound of {self._described(kind)}', f"write {literals.HOW[kind]}"
            )
        return value

    def _pattern(self, node: Node) -> str | None:
        try:
            return regex.portable(regex.parse(node.text))
        except regex.NotPortableError as error:
            self.problems.at(
                "FB211", node, f"this pattern cannot be used: {error}", "see `factbook explain FB211` for what can"
            )
            return None

    def _agrees(self, own: Constraints, base: Constraints, written: dict[str, Node], kind: str) -> bool:
        """Whether the constraints go together, and only tighten what the type already says."""
        before = len(self.problems.found)
        for key in ("pattern", "format"):
            if getattr(own, key) is not None and getattr(base, key) not in (None, getattr(own, key)):
                wrong = f'the type has a {key} of its own ("{getattr(base, key)}"), which this would replace'
                self.problems.at("FB210", written[key], wrong, "remove one of them, or declare a type of its own")
        for key, sign in (("min", 1), ("max", -1), ("digits", -1), ("places", -1)):
            mine, theirs = getattr(own, key), getattr(base, key)
            if mine is not None and theirs is not None and _compare(mine, theirs) * sign < 0:
                said = literals.travelling(theirs)
                self.problems.at(
                    "FB210", written[key], f'"{key}" loosens the type, which says {said}', "tighten it or remove it"
                )
        both = base.narrowed(own)
        at = next(iter(written.values()))
        if both.min is not None and both.max is not None and _compare(both.min, both.max) > 0:
            least, most = literals.travelling(both.min), literals.travelling(both.max)
            self.problems.at(
                "FB208", written.get("min") or written.get("max") or at, f"min {least} is more than max {most}"
            )
        if both.digits is not None and both.places is not None and both.places > both.digits:
            wrong = f"{both.places} places are more than {both.digits} digits in all"
            self.problems.at("FB208", written.get("places") or written.get("digits") or at, wrong)
        if both.pattern is not None and both.format is not None:
            self.problems.at("FB208", at, "a pattern and a format together say two things", "keep one of them")
        if len(self.problems.found) == before and kind:
            self._is_satisfiable(both, kind, at)
        return len(self.problems.found) == before

    def _is_satisfiable(self, constraints: Constraints, kind: str, at: Node) -> None:
        """Report the plain cases in which no value is left."""
        if kind == "text" and constraints.pattern is not None:
            shortest, longest = regex.lengths(regex.parse(constraints.pattern))
            if isinstance(constraints.max, int) and shortest > constraints.max:
                wrong = f"the pattern needs {shortest} characters, and max is {constraints.max}"
                self.problems.at("FB221", at, wrong)
            elif isinstance(constraints.min, int) and longest is not None and longest < constraints.min:
                wrong = f"the pattern has at most {longest} characters, and min is {constraints.min}"
                self.problems.at("FB221", at, wrong)
        if kind == "decimal" and constraints.digits is not None:
            largest = Decimal(10) ** (constraints.digits - (constraints.places or 0))
            if isinstance(constraints.min, Decimal) and constraints.min >= largest:
                self.problems.at("FB221", at, f"no decimal of {constraints.digits} digits is as large as min")
            elif isinstance(constraints.max, Decimal) and constraints.max <= -largest:
                self.problems.at("FB221", at, f"no decimal of {constraints.digits} digits is as small as max")


def _compare(left: Any, right: Any) -> int:
    """-1, 0 or 1 for two bounds of one type."""
    for kind in (datetime, date, timedelta):
        if isinstance(left, kind) != isinstance(right, kind):
            return 0
    return int(left > right) - int(left < right)
