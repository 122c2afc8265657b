"""The generated SQL of a system's tables, cut into what is executed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from factbook.errors import StoreUnfit

__all__ = ["Statements", "column_names", "renamed", "statements", "table_name", "without_comments"]

Statements = dict[str, tuple[str, ...]]
"""The statements that make the table of each view; the first one is ``CREATE TABLE``."""

_NAME: Final = re.compile(r'CREATE TABLE (?:"[^"]*"\.)?"([^"]+)"')
_COLUMN: Final = re.compile(r'^    "([^"]+)" ', re.MULTILINE)


def statements(package: str, dialect: str) -> Statements:
    """What ``tables.<dialect>.sql`` of a generated package says; raises ``StoreUnfit`` if there is no such file."""
    file = files(package) / f"tables.{dialect}.sql"
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        raise StoreUnfit(
            f"{package} has no tables.{dialect}.sql, so its views have no tables: run `factbook generate` with the "
            'target "tables", and ship the file with the package'
        ) from None
    found: Statements = {}
    for block in text.split("\n\n"):
        first, _, rest = block.strip().partition("\n")
        if rest.startswith("CREATE TABLE "):
            found[first.removeprefix("-- ")] = tuple(_split(rest))
    return found


def _split(block: str) -> Iterator[str]:
    """Each statement; its first and last line are not indented, and the last one ends in a semicolon."""
    lines: list[str] = []
    for line in block.split("\n"):
        lines.append(line)
        if line.endswith(";") and not line.startswith(" "):
            yield "\n".join(lines)
            lines = []


def table_name(created: tuple[str, ...]) -> str:
    """The name of the table that these statements make."""
    found = _NAME.match(created[0])
    assert found is not None
    return found[1]


def column_names(created: tuple[str, ...]) -> list[str]:
    """The names of its columns, in order."""
    return _COLUMN.findall(created[0])


def renamed(created: tuple[str, ...], name: str, number: int) -> list[str]:
    """The same statements for a table beside, and for indexes of its own."""
    return [statement.replace(f'"{name}', f'"{name}~{number}') for statement in created]


def without_comments(created: tuple[str, ...]) -> list[str]:
    """What these statements make, whatever they say about it."""
    lines = (line for statement in created for line in statement.split("\n"))
    return [line.partition(", -- ")[0] for line in lines if not line.startswith(("    -- ", "COMMENT ON "))]
