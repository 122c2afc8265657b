"""One slip of the hand in a catalogue, at each place where a name, a reference or a type stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from factbook_codegen.reading.nodes import Node

from tests.codegen.reading.support import tree

_FIELDS: Final = ("fields/*", "fields/*/type")
_READS: Final = ("reads/@", "reads/*")

REFERENCES: Final = (
    *[f"types/*/{part}" for part in ("type", "record/*", "record/*/type", "union", "personal")],
    *[f"events/*/{part}" for part in (*_FIELDS, "tags")],
    *[f"commands/*/{part}" for part in ("by", *_FIELDS, *_READS, "tolerates", "records")],
    *[f"deciders/*/{part}" for part in ("key", "commands", *_READS)],
    *[f"policies/*/{part}" for part in ("when", "issues", "flag", *_READS)],
    *[f"effects/*/{part}" for part in (*_FIELDS, "records")],
    *[f"views/*/{part}" for part in ("key", *_FIELDS, "from/@", "from/*", "index", "visible_to/@", "visible_to/*/own")],
    *[f"queries/*/{part}" for part in ("view", "where", "order")],
    "scenarios/@",
    *[f"scenarios/*/*/{part}{below}" for part in ("given", "when", "then") for below in ("", "/@", "/*/@", "/*/*/@")],
    *[f"stories/*/{part}" for part in ("@", "*/@", "recorded", "*/refused", "*/*/@", "*/*/*/@")],
)
"""The places that name something: ``*`` is any entry of a mapping, ``@`` the name of an entry itself."""

DECLARATIONS: Final = (
    *[f"{section}/@" for section in ("types", "events", "commands", "deciders", "policies", "effects", "views")],
    *[f"{section}/@" for section in ("queries", "roles", "flags")],
    *[f"{section}/*/fields/@" for section in ("events", "commands", "effects", "views")],
    "types/*/record/@",
    "types/*/tag",
    "commands/*/rejects/@",
)
"""The places that give something its name, by which others refer to it."""

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_BRACKETS: Final = ("list", "map")


class Typo(NamedTuple):
    """A word at ``place`` (one of the above) was ``meant``, and is ``written`` in the file ``name``, now ``text``."""

    place: str
    name: str
    line: int
    columns: range
    meant: str
    written: str
    text: str


def typos(texts: Mapping[str, str], places: tuple[str, ...]) -> Iterator[Typo]:
    """Every typo that can be made at these places of some files."""
    wanted = {place: place.split("/") for place in places}
    for name, text in texts.items():
        lines = text.split("\n")
        for path, node in _texts(tree(text)):
            place = next((one for one, steps in wanted.items() if _leads(path, steps)), None)
            start = node.column - (1 if node.plain else 0)
            line = lines[node.line - 1]
            if place is None or not line.startswith(node.text, start):
                continue  # a text of several lines
            for word in _WORD.finditer(node.text):
                if word.group() in _BRACKETS:
                    continue
                first, last = start + word.start(), start + word.end()
                written = misspelt(word.group())
                changed = line[:first] + written + line[last:]
                yield Typo(
                    place=place,
                    name=name,
                    line=node.line,
                    columns=range(start + 1, start + len(node.text) + 2),
                    meant=word.group(),
                    written=written,
                    text="\n".join([*lines[: node.line - 1], changed, *lines[node.line :]]),
                )


def misspelt(word: str) -> str:
    """Two letters swapped, at the first place from the middle on where that makes a difference."""
    middle = len(word) // 2
    for index in (*range(middle, len(word) - 1), *range(1, middle)):
        left, right = word[index], word[index + 1]
        if left != right and left.islower() and right.islower():
            return word[:index] + right + left + word[index + 2 :]
    return f"{word}x"


def _texts(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Every name and every text of a file with the way there, on which lists are no steps."""
    if isinstance(node.value, dict):
        for name, inner in node.value.items():
            yield (*path, "@"), node.key(name)
            yield from _texts(inner, (*path, name))
    elif isinstance(node.value, list):
        for item in node.value:
            yield from _texts(item, path)
    elif not node.is_null:
        yield path, node


def _leads(path: tuple[str, ...], steps: list[str]) -> bool:
    return len(path) == len(steps) and all(
        step in ("*", way) and (way == "@") == (step == "@") for way, step in zip(path, steps, strict=True)
    )
