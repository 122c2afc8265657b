"""Collects what is wrong while a file is read, and applies what the catalogue itself allows."""

from __future__ import annotations

from attrs import define, field

from ..codes import CODES
from ..diagnostics import Diagnostic
from ..place import Place
from .nodes import Node


@define
class Problems:
    """The problems of one file; ``lines`` are its text, so that each can show where it stands."""

    file: str
    lines: list[str] = field(factory=list[str])
    found: list[Diagnostic] = field(factory=list[Diagnostic])

    def add(self, code: str, line: int, column: int, message: str, help: str = "", length: int = 1) -> None:  # noqa: A002  # the word of the report
        """Report a problem at a position."""
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        room = max(1, len(source) - column + 1)
        self.found.append(
            Diagnostic(
                code=code,
                message=message,
                place=Place(self.file, line, column),
                severity=CODES[code].severity,
                help=help,
                length=min(length, room),
                source=source,
            )
        )

    def at(self, code: str, node: Node, message: str, help: str = "") -> None:  # noqa: A002  # the word of the report
        """Report a problem with a node; a text is underlined as a whole."""
        length = 1
        if isinstance(node.value, str):
            length = max(1, len(node.value) + (0 if node.plain else 2))
        self.add(code, node.line, node.column, message, help, length)

    def entry(self, code: str, node: Node, name: str, message: str, help: str = "") -> None:  # noqa: A002  # the word of the report
        """Report a problem with a named entry as a whole: its name is underlined."""
        place = self.place(node)
        self.add(code, place.line, place.column, message, help, len(name))

    def place(self, node: Node) -> Place:
        """Where an entry stands: its name, or the value itself where it has none."""
        return Place(self.file, *(node.key_at or (node.line, node.column)))
