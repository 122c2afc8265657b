"""Taking back what a version changed: what events and types have in common is that their fields change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import evolve

from ..diagnostics import near
from ..model import (
    Field,
    Fields,
    Function,
    Path,
    Ref,
    TypeDef,
    UpcastStep,
)
from .nodes import Node
from .source import Source
from .types import Types
from .values import Filling
from .wiretypes import OBJECT, as_it_travels
from .words import listed

EACH: Final = "*"
"""In the path of a step: each item of a list, each value of a map."""

_TOP: Final[tuple[Path, ...]] = ((),)


class Undoing:
    """What events and records have in common: fields that were added, renamed, removed or converted."""

    def __init__(self, types: Types, source: Source, name: str) -> None:
        self.types = types
        self.source = source
        self.problems = source.problems
        self.name = name
        self.then: dict[Ref, TypeDef] = {}
        """The types that were another, as they were in the version that has been reached."""

    def field_step(self, kind: str, at: Node, value: Node, number: int, fields: dict[str, Field]) -> UpcastStep | None:
        """Take one step back in ``fields``; answers the step forward, its path being the name of the field."""
        name = at.text.rpartition(".")[2]
        match kind:
            case "add":
                return self._added(name, at, value, number, fields)
            case "rename":
                return self._renamed(name, at, value, number, fields)
            case "remove":
                return self._removed(name, at, value, number, fields)
            case _:
                return self._converted(name, at, value, number, fields)

    def steps_back(self, steps: Node, number: int) -> Iterator[tuple[str, Node, Node]]:
        """The kind, the key and the value of each step of a change, the last of them first."""
        for kind, node in reversed(steps.entries.items()):
            if kind != "rename" or self._renames_in_order(node, number):
                yield from ((kind, node.key(name), node.entries[name]) for name in reversed(node.entries))

    def _renames_in_order(self, written: Node, number: int) -> bool:
        """Names that are given and taken in the same version say nothing about the order."""
        renames = {old: new.text for old, new in written.entries.items()}
        for old in renames:
            chain = [old]
            while (following := renames.get(chain[-1])) is not None and following not in chain:
                chain.append(following)
            if len(chain) > 1 and following is not None and following == old:
                wrong = f"version {number} renames {listed(chain)} in a circle"
                help_ = "give one of them a name that nothing had, or convert the values instead"
                self.problems.at("FB605", written.key(old), wrong, help_)
                return False
        for old, new in renames.items():
            if new == old:
                wrong = f'version {number} renames "{old}" to itself'
                self.problems.at("FB605", written.key(old), wrong, "leave it out, or write the other name")
                return False
            if new in renames:
                wrong = f'version {number} renames "{old}" to "{new}", and "{new}" as well'
                self.problems.at("FB605", written.key(old), wrong, f'rename "{old}" to "{renames[new]}" at once')
                return False
        return True

    def _added(self, name: str, at: Node, value: Node, number: int, fields: dict[str, Field]) -> UpcastStep | None:
        if not self._must_have(name, at, number, fields):
            return None
        field = fields.pop(name)
        by = value.get("by") if isinstance(value.value, dict) and len(value.value) == 1 else None
        if by is not None and isinstance(by.value, str):
            with self.types.as_they_were(self.then):
                gives = as_it_travels(self.types, field.type)
            place = self.problems.place(by)
            return UpcastStep("add", (name,), None, Function(by.text, OBJECT, gives, place, False, field.optional))
        if value.is_null and field.optional:
            return UpcastStep("add", (name,), None)
        with self.types.as_they_were(self.then):
            read = self.types.values.read(
                value, field.type, field.constraints, self.source, Filling(field.name), "FB503"
            )
        return UpcastStep("add", (name,), read)

    def _renamed(self, name: str, at: Node, value: Node, number: int, fields: dict[str, Field]) -> UpcastStep | None:
        holder, _, new = value.text.rpartition(".")
        if holder != at.text.rpartition(".")[0]:
            wrong = f'"{at.text}" is renamed to "{value.text}", which is a field of something else'
            self.problems.at("FB603", value, wrong, "a field stays where it is when it is renamed")
            return None
        if not self._must_have(new, value, number, fields):
            return None
        if not self._must_not_have(name, at, f"is renamed in version {number}", fields):
            return None
        renamed = {name if key == new else key: field for key, field in fields.items()}
        renamed[name] = evolve(renamed[name], name=name)
        fields.clear()
        fields.update(renamed)
        return UpcastStep("rename", (name,), new)

    def _removed(self, name: str, at: Node, value: Node, number: int, fields: dict[str, Field]) -> UpcastStep | None:
        if not self._must_not_have(name, at, f"is removed in version {number}", fields):
            return None
        fields[name] = self._field(name, value)
        return UpcastStep("remove", (name,))

    def _converted(self, name: str, at: Node, value: Node, number: int, fields: dict[str, Field]) -> UpcastStep | None:
        if not self._must_have(name, at, number, fields):
            return None
        now = fields[name]
        before = now
        by = value
        if isinstance(value.value, dict):
            before = self._field(name, value.entries["from"])
            by = value.entries["by"]
            fields[name] = before
        with self.types.as_they_were(self.then):
            takes, gives = (as_it_travels(self.types, one.type) for one in (before, now))
        place = self.problems.place(by)
        return UpcastStep(
            "convert", (name,), None, Function(by.text, takes, gives, place, before.optional, now.optional)
        )

    def _field(self, name: str, node: Node) -> Field:
        """A field that is there no more, as it was."""
        alone = Node({name: node}, node.line, node.column, node.end, node.plain)
        return self.types.fields.finished(self.types.fields.shapes(alone, self.source), alone, self.source)[name]

    def _must_have(self, name: str, at: Node, number: int, fields: Fields) -> bool:
        if name in fields:
            return True
        self.problems.at("FB603", at, f'version {number} has no field "{name}"', near(name, fields))
        return False

    def _must_not_have(self, name: str, at: Node, done: str, fields: Fields) -> bool:
        if name in fields:
            self.problems.at("FB603", at, f'"{name}" {done}, and yet there afterwards', "remove one of the two")
        return name not in fields
