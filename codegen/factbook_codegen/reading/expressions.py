"""Type expressions: ``list[OrderLine]``, ``map[text, Money]``, ``customers.CustomerId?``."""

from __future__ import annotations

import re
from typing import Final

from ..diagnostics import near
from ..model import PRIMITIVES, EnumType, ListOf, MapOf, Named, Primitive, TypeExpr
from .lookup import UNKNOWN, TypeLookup
from .nodes import Node
from .scan import shortened
from .source import Source

_SIMPLE: Final = re.compile(r"(?:[a-z][a-z0-9_]*\.)?[A-Za-z][A-Za-z0-9_]*")
_CONTEXT: Final = re.compile(r"([a-z][a-z0-9_]*)\.")
_KEYS: Final = ("text", "int", "uuid", "date")
_ELSEWHERE: Final = {
    "any": "json",
    "array": "list[…]",
    "bigint": "int",
    "boolean": "bool",
    "char": "text",
    "dict": "map[text, …]",
    "double": "float",
    "guid": "uuid",
    "instant": "datetime",
    "integer": "int",
    "interval": "duration",
    "long": "int",
    "number": "decimal, int or float",
    "numeric": "decimal",
    "object": "json, or declare a record",
    "period": "duration",
    "real": "float",
    "str": "text",
    "string": "text",
    "time": "datetime",
    "timedelta": "duration",
    "timestamp": "datetime",
    "varchar": "text",
}
"""What other languages call the types that this one brings along."""


class Expressions:
    """Reads the type expressions of one system."""

    def __init__(self, types: TypeLookup) -> None:
        self.types = types
        self._read: dict[tuple[str, str], tuple[TypeExpr, bool]] = {}

    def read(self, node: Node, source: Source) -> tuple[TypeExpr, bool]:
        """The type that a text names, and whether it is optional; reports what cannot be read."""
        text = node.text
        if (found := self._read.get((source.name, text))) is not None:
            return found
        before = len(source.problems.found)
        optional = text.endswith("?")
        result = self._parse(node.part(0, text.removesuffix("?")), node, source), optional
        if len(source.problems.found) == before:
            self._read[source.name, text] = result
        else:
            # What it names beside the mistake is not known either.
            self.types.system.miss("types", text, source.name, "", *_CONTEXT.findall(text))
        return result

    def _parse(self, part: Node, node: Node, source: Source) -> TypeExpr:
        """The type that ``part`` of the expression at ``node`` names."""
        text = part.text.strip()
        part = part.part(len(part.text) - len(part.text.lstrip()), text)
        if text in PRIMITIVES:
            return Primitive(text)
        if text.endswith("?"):
            wrong = "? stands only once, at the very end of a field's type"
            source.problems.at("FB204", part, wrong, "leave it out here; a list or a map may be empty instead")
            return UNKNOWN
        if text.startswith("list[") and text.endswith("]"):
            return ListOf(self._parse(part.part(5, text[5:-1]), node, source))
        if text.startswith("map[") and text.endswith("]"):
            return self._parse_map(part.part(4, text[4:-1]), node, source)
        if not _SIMPLE.fullmatch(text):
            wrong = f'"{shortened(node.text)}" is no type expression'
            help_ = "write a name, list[T] or map[K, V], with ? at the end when it may be missing"
            source.problems.at("FB202", node, wrong, help_)
            return UNKNOWN
        if text in ("list", "map"):
            wrong = f'"{text}" lacks the type of what it holds'
            source.problems.at("FB202", part, wrong, "write list[T]" if text == "list" else "write map[K, V]")
            return UNKNOWN
        if "." not in text and self._is_foreign(text, source):
            return self._unknown(part, source)
        ref = self.types.system.find("types", source, part, "FB201")
        return UNKNOWN if ref is None else Named(ref)

    def _is_foreign(self, text: str, source: Source) -> bool:
        """Whether a bare name is neither declared nor written as the names of types are."""
        system = self.types.system
        if any(text in system.names("types", place) for place in (source.name, "")):
            return False
        return not text[0].isupper() or text.lower() in (*PRIMITIVES, *_ELSEWHERE)

    def _unknown(self, part: Node, source: Source) -> TypeExpr:
        text = part.text
        system = self.types.system
        if system.excused("types", "", text) or system.excused("types", source.name, text):
            return UNKNOWN
        here = (*PRIMITIVES, *system.names("types", source.name), *system.names("types", ""))
        meant = _ELSEWHERE.get(text.lower())
        help_ = f"write {meant}" if meant else near(text, here) or f"types: {', '.join(PRIMITIVES)}, list[T], map[K, V]"
        source.problems.at("FB201", part, f'there is no type "{shortened(text)}"', help_)
        return UNKNOWN

    def _parse_map(self, part: Node, node: Node, source: Source) -> TypeExpr:
        depth = 0
        text = part.text
        for index, character in enumerate(text):
            depth += (character == "[") - (character == "]")
            if character == "," and depth == 0:
                key = self._parse(part.part(0, text[:index]), node, source)
                value = self._parse(part.part(index + 1, text[index + 1 :]), node, source)
                if not self._may_be_key(key):
                    wrong = f'"{text[:index].strip()}" cannot be the key of a map, which travels as text'
                    help_ = f"use {', '.join(_KEYS)}, an enum or a type of these"
                    source.problems.at("FB205", part.part(0, text[:index]), wrong, help_)
                return MapOf(key, value)
        source.problems.at("FB202", node, f'"{shortened(node.text)}" lacks a type', "write map[K, V]")
        return UNKNOWN

    def _may_be_key(self, key: TypeExpr) -> bool:
        base = self.types.base(key)
        return isinstance(base, EnumType) or base == UNKNOWN or (isinstance(base, Primitive) and base.name in _KEYS)
