"""Versions of events and types: each must say how it is built from the one before.

The newest shape is that of the catalogue; walking the changes backwards gives each older one (:mod:`.past_events`,
:mod:`.past_types`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model import Change, Fields, Json, Older, OlderType, Ref, Tag
from .nodes import Node
from .past_events import PastOfEvent
from .past_types import PastOfType
from .source import Source
from .types import Types


class History(NamedTuple):
    """The changes of an event as they are written, and its older versions."""

    changes: tuple[Change, ...]
    older: tuple[Older, ...]


def read_older(types: Types) -> None:
    """Read what the types of a system were before they changed."""
    for ref, source, node in types.written():
        if "version" in node.entries or "changes" in node.entries:
            types.complete(ref, Versions(types, source).of_type(ref, node))


class Versions:
    """Reads the versions of the events and types of one file."""

    def __init__(self, types: Types, source: Source) -> None:
        self.types = types
        self.source = source
        self.problems = source.problems

    def of_event(self, name: str, node: Node, version: int, fields: Fields, tags: tuple[Tag, ...]) -> History:
        """The changes of an event up to ``version``; ``fields`` and ``tags`` are those of the newest one."""
        if "changes" not in node.entries and version == 1:
            return History((), ())
        changes: list[Change] = []
        older: list[Older] = []
        past: PastOfEvent | None = PastOfEvent(
            self.types, self.source, name, fields, tags, fixed="tags" in node.entries
        )
        for number, key, steps in self._numbered(name, node, version):
            if steps is None:
                past = None  # and what came before cannot be worked out
                continue
            changes.append(Change(number, tuple(_steps(steps)), self.problems.place(key)))
            if past is not None:
                older.append(past.undo(number, steps))
        return History(tuple(reversed(changes)), tuple(reversed(older)))

    def of_type(self, ref: Ref, node: Node) -> tuple[OlderType, ...]:
        """The older versions of a type; the first of them first."""
        written = node.get("version")
        past = PastOfType(self.types, self.source, ref)
        older: list[OlderType] = []
        for number, _, steps in self._numbered(ref.name, node, written.json() if written else 1):
            if steps is None:
                break
            older.append(past.undo(number, steps))
        return tuple(reversed(older))

    def _numbered(self, name: str, node: Node, version: int) -> Iterator[tuple[int, Node, Node | None]]:
        """The changes from the newest to the first, with their keys; ``None`` where one is missing."""
        written = node.get("changes")
        numbered = {int(number): number for number in written.entries} if written else {}
        for number in sorted(numbered, reverse=True):
            assert written is not None
            if not 2 <= number <= version:
                wrong = f"{name} is at version {version}, so nothing leads to version {number}"
                wrong = wrong if number > 1 else "version 1 is the first, so nothing leads to it"
                key = written.key(numbered[number])
                self.problems.at("FB602", key, wrong, "correct the number, or `version:`")
        at = node.key("version") if "version" in node.entries else node
        missing = next((number for number in range(2, version + 1) if number not in numbered), None)
        if missing is not None:
            wrong = f"version {missing} of {name} does not say how it is built from version {missing - 1}"
            self.problems.at("FB601", at, wrong, f"write `changes: {{{missing}: {{…}}}}`")
        for number in range(version, 1, -1):
            if number in numbered:
                assert written is not None
                yield number, written.key(numbered[number]), written.entries[numbered[number]]
            else:
                yield number, at, None


def _steps(steps: Node) -> Iterator[tuple[str, str, Json]]:
    for kind, what in steps.entries.items():
        yield from ((kind, name, value.json()) for name, value in what.entries.items())
