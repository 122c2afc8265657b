"""The tree of a YAML file as the reader sees it: texts with positions, typed only where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite
from typing import Final

from msgspec import Struct

from ..model import Json

_INT: Final = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS: Final[dict[str, Json]] = {"true": True, "false": False, "null": None, "~": None, "": None}


class Node(Struct, eq=False, gc=False):
    """One value of the file: a text, a list of nodes or a mapping.

    ``line`` and ``column`` count from 1; ``end`` is the last line that belongs to it. ``plain`` texts were written
    without quotes and may mean something else than text. ``key_at`` is where the key of an entry of a mapping stands.
    A file has a hundred thousand of them: a struct is made in a third of the time of a class in Python.
    """

    value: str | list[Node] | dict[str, Node]
    line: int
    column: int
    end: int
    plain: bool
    key_at: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The text of a scalar (the shape was checked before)."""
        assert isinstance(self.value, str), self
        return self.value

    @property
    def items(self) -> list[Node]:
        """The items of a list."""
        assert isinstance(self.value, list), self
        return self.value

    @property
    def entries(self) -> dict[str, Node]:
        """The entries of a mapping."""
        assert isinstance(self.value, dict), self
        return self.value

    def get(self, key: str) -> Node | None:
        """The value under ``key``; ``None`` when this is no mapping, has no such key, or has null there."""
        if not isinstance(self.value, dict):
            return None
        found = self.value.get(key)
        return None if found is None or found.is_null else found

    def key(self, name: str) -> Node:
        """The key of an entry as a node, so that a problem with a name can point at the name."""
        value = self.entries[name]
        line, column = value.key_at or (value.line, value.column)
        return Node(name, line, column, line, True)

    def part(self, start: int, text: str) -> Node:
        """A piece of a scalar as a node of its own, so that a problem can point at just that piece."""
        return Node(text, self.line, self.column + start + (not self.plain), self.end, True)

    def summary(self) -> str:
        """The summary of an entry, in its long form or its short one."""
        if isinstance(self.value, str):
            return "" if self.is_null else self.value
        found = self.get("summary")
        return found.text if found else ""

    @property
    def is_null(self) -> bool:
        """Whether nothing (or ``null`` or ``~``) was written here."""
        return self.plain and self.value in ("", "null", "~")

    @property
    def kind(self) -> str:
        """What a person would call it: a text, a number, ``true``, nothing, a list, a mapping."""
        match self.value:
            case str():
                value = self.json()
                if value is None:
                    return "nothing"
                if isinstance(value, bool):
                    return "true or false"
                return "a number" if isinstance(value, int | float) else "a text"
            case list():
                return "a list"
            case dict():
                return "a mapping"

    def json(self) -> Json:
        """The value as plain JSON, by the rules of JSON itself: ``no``, ``012``, ``1_000`` and ``12:30`` stay text.

        So does a number that is too large to be kept as one: 100 digits and more, or beyond a 64-bit float.
        """
        value = self.value
        if isinstance(value, dict):
            return {key: node.json() for key, node in value.items()}
        if isinstance(value, list):
            return [node.json() for node in value]
        if not self.plain:
            return value
        if value in _WORDS:
            return _WORDS[value]
        if _INT.fullmatch(value):
            return int(value) if len(value) < 100 else value
        if _NUMBER.fullmatch(value) and isfinite(number := float(value)):
            return number
        return value

    def at(self, path: list[str | int]) -> Node:
        """The node that a path of keys and indices leads to."""
        node = self
        for step in path:
            node = node.entries[step] if isinstance(step, str) else node.items[step]
        return node

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        if isinstance(self.value, dict):
            for node in self.value.values():
                yield from node.walk()
        elif isinstance(self.value, list):
            for node in self.value:
                yield from node.walk()
