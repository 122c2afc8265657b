"""Writes a version and its change into the entry of a file, and leaves everything else as it is, comments too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..reading.nodes import Node
from ..reading.problems import Problems
from ..reading.scan import scan
from .findings import Finding
from .suggesting import flow

__all__ = ["fix"]


def fix(findings: Sequence[Finding], root: Path) -> Iterator[str]:
    """Write the changes that findings suggest; answers what was changed, one line each."""
    by_file: dict[str, list[Finding]] = {}
    for one in findings:
        if one.broken and one.yaml:
            by_file.setdefault(one.place.file, []).append(one)
    for file, some in by_file.items():
        path = root / file
        text = path.read_bytes()
        for one in sorted(some, key=lambda each: each.place, reverse=True):
            section = "types" if one.kind == "type" else "events"
            text = _changed(text, file, section, one)
            yield f"{file}: {one.ref} is now at version {one.yaml['version']}"
        path.write_bytes(text)


def _changed(text: bytes, file: str, section: str, finding: Finding) -> bytes:
    root = scan(text, Problems(file))
    assert root is not None, "it was read a moment ago"
    entry = root.entries[section].entries[finding.ref.rpartition(".")[2]]
    lines = text.decode().split("\n")
    number, [(to, steps)] = finding.yaml["version"], finding.yaml["changes"].items()
    version, changes = entry.entries.get("version"), entry.entries.get("changes")
    if changes is not None:  # the later in the file first, so that the earlier stay where they are
        _into(lines, changes, f"{to}: {flow(steps)}")
    if version is not None:
        line = lines[version.line - 1]
        at = version.column - 1
        lines[version.line - 1] = f"{line[:at]}{number}{line[at + len(version.text) :]}"
    if changes is None:
        said = f"changes: {{{to}: {flow(steps)}}}"
        if _is_flow(lines, entry):
            _into(lines, entry, said if version else f"version: {number}, {said}")
        else:
            block = [] if version else [f"version: {number}"]
            for line in [*block, "changes:", f"  {to}: {flow(steps)}"]:
                _into(lines, entry, line)
                entry.end += 1
    return "\n".join(lines).encode()


def _is_flow(lines: list[str], node: Node) -> bool:
    return lines[node.line - 1][node.column - 1 : node.column] == "{"


def _into(lines: list[str], node: Node, text: str) -> None:
    """Add an entry at the end of a mapping, in the style that it has."""
    if not _is_flow(lines, node):
        first = next(iter(node.entries))
        indent = " " * (node.key(first).column - 1)
        end = node.end
        while end > node.line and not lines[end - 1].strip():
            end -= 1
        lines.insert(end, indent + text)
        return
    line, column = _closing(lines, node)
    row = lines[line]
    before = row[:column].rstrip()
    comma = "" if before.endswith(("{", ",")) else ","
    space = "" if before.endswith("{") or not before.strip() else " "
    lines[line] = f"{before}{comma}{space}{text}{row[column:]}"


def _closing(lines: list[str], node: Node) -> tuple[int, int]:
    """Where the brace stands that closes a mapping, line and column counted from 0."""
    depth, quote = 0, ""
    for number in range(node.line - 1, len(lines)):
        start = node.column - 1 if number == node.line - 1 else 0
        for column in range(start, len(lines[number])):
            letter = lines[number][column]
            if quote:
                quote = "" if letter == quote else quote
            elif letter in "'\"" and (column == 0 or lines[number][column - 1] in " {[,:("):
                quote = letter
            elif letter in "{[":
                depth += 1
            elif letter in "}]":
                depth -= 1
                if depth == 0:
                    return number, column
    raise AssertionError("the file was read, so the mapping ends somewhere")
