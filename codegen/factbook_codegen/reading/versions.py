"""Versions of events: each must say how it is built from the one before.

The newest fields are those of the catalogue; walking the changes backwards gives those of each older version, against
which the change after it is held.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import near
from ..model import Change, Field, Fields, Json
from .nodes import Node
from .source import Source
from .types import Types
from .values import Filling

_Known = dict[str, Field | None]
"""The fields of one version; ``None`` where only the name is known, not the type it had."""


class Versions:
    """Reads the changes of the events of one file."""

    def __init__(self, types: Types, source: Source) -> None:
        self.types = types
        self.source = source
        self.problems = source.problems

    def read(self, name: str, node: Node, version: int, fields: Fields) -> tuple[Change, ...]:
        """The changes of an event up to ``version``; ``fields`` are those of the newest one."""
        written = node.get("changes")
        numbered = {int(number): number for number in written.entries} if written else {}
        changes: list[Change] = []
        known: _Known | None = dict(fields)
        for number in sorted(numbered, reverse=True):
            assert written is not None
            key, steps = written.key(numbered[number]), written.entries[numbered[number]]
            if not 2 <= number <= version:
                wrong = f"{name} is at version {version}, so nothing leads to version {number}"
                wrong = wrong if number > 1 else "version 1 is the first, so nothing leads to it"
                self.problems.at("FB602", key, wrong, "correct the number, or `version:`")
                continue
            if number + 1 <= version and number + 1 not in numbered:
                known = None
            changes.append(Change(number, tuple(_steps(steps)), self.problems.place(key)))
            if known is not None:
                self._undo(number, steps, known)
        at = node.key("version") if "version" in node.entries else node
        for number in range(2, version + 1):
            if number not in numbered:
                wrong = f"version {number} of {name} does not say how it is built from version {number - 1}"
                self.problems.at("FB601", at, wrong, f"write `changes: {{{number}: {{…}}}}`")
                break
        return tuple(reversed(changes))

    def _undo(self, number: int, steps: Node, known: _Known) -> None:
        """Turn the fields of a version into those of the one before, reporting what does not go together."""
        for kind, node in reversed(steps.entries.items()):
            names = [*node.items] if kind == "remove" else [node.key(name) for name in node.entries]
            for at in reversed(names):
                if "." in at.text or (kind == "rename" and "." in node.entries[at.text].text):
                    continue
                self._undo_step(kind, at, node, number, known)

    def _undo_step(self, kind: str, at: Node, node: Node, number: int, known: _Known) -> None:
        name = at.text
        match kind:
            case "remove":
                self._must_not_have(name, at, f"is removed in version {number}", known)
                known[name] = None
            case "rename":
                new = node.entries[name]
                if self._must_have(new.text, new, number, known):
                    self._must_not_have(name, at, f"is renamed in version {number}", known)
                    known[name] = known.pop(new.text)
            case "convert":
                if self._must_have(name, at, number, known):
                    known[name] = None
            case _:
                if self._must_have(name, at, number, known):
                    self._check_added(known.pop(name), node.entries[name])

    def _must_have(self, name: str, at: Node, number: int, known: _Known) -> bool:
        if name in known:
            return True
        self.problems.at("FB603", at, f'version {number} has no field "{name}"', near(name, known))
        return False

    def _must_not_have(self, name: str, at: Node, done: str, known: _Known) -> None:
        if name in known:
            self.problems.at("FB603", at, f'"{name}" {done}, and yet there afterwards', "remove one of the two")

    def _check_added(self, field: Field | None, value: Node) -> None:
        """The value that old events get must be one of the field, unless a function computes it."""
        by = value.get("by") if isinstance(value.value, dict) and len(value.value) == 1 else None
        if field is None or by is not None or (value.is_null and field.optional):
            return
        filling = Filling(field.name)
        self.types.values.read(value, field.type, field.constraints, self.source, filling, "FB503")


def _steps(node: Node) -> Iterator[tuple[str, str, Json]]:
    for kind, what in node.entries.items():
        if kind == "remove":
            yield from ((kind, item.text, None) for item in what.items)
        else:
            yield from ((kind, name, value.json()) for name, value in what.entries.items())
