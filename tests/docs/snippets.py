"""Finds the snippets of a Markdown page and lays catalogue excerpts over the catalogue that the page shows first.

A fenced block may have a marker, an HTML comment on the line above it, so that readers do not see it:

``<!-- file: catalogue/shop/ordering.yaml -->``   a whole file of the page's project, from here on
``<!-- beside: catalogue/shop/extra.yaml -->``    a whole file, added to the page's catalogue for this block only
``<!-- into: catalogue/shop/ordering.yaml -->``   an excerpt, laid over that file for this block only
``<!-- report -->``                               what ``factbook check`` says of the block before
``<!-- run -->``                                  a shell snippet to run; others are only shown
``<!-- not run: why -->``                         nothing to run, and the reason
``<!-- not run: an excerpt of PATH -->``          what stands in that file of this project, word for word

``; yields: FB201 FB304`` after ``file``, ``beside`` or ``into`` names the problems that reading must then report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from attrs import frozen

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

CATALOGUE_VERBS: Final = ("file", "beside", "into")
"""The verbs of blocks that are catalogue text."""

_FENCE: Final = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,})(?P<language>[A-Za-z]*)[^`]*$")
_MARKER: Final = re.compile(
    r"^ *<!-- *(?P<verb>file|beside|into|report|run|not run)"
    r"(?:: *(?P<what>[^;]*?))?(?:; *yields: *(?P<codes>[^;]*?))? *-->$"
)
_TOP: Final = re.compile(r"^([A-Za-z_]\w*):")
_ENTRY: Final = re.compile(r"^  ([^\s#-][^:]*):")


@frozen
class Snippet:
    """One fenced block: ``line`` is that of its first line of text; ``verb`` is empty without a marker."""

    page: Path
    line: int
    language: str
    text: str
    verb: str = ""
    what: str = ""
    codes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def snippets(page: Path) -> Iterator[Snippet]:
    """The fenced blocks of a page in their order."""
    lines = page.read_text("utf-8").splitlines()
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        if opening is None:
            number += 1
            continue
        marker = _MARKER.match(lines[number - 1]) if number else None
        start = number = number + 1
        while lines[number].strip() != opening["ticks"]:
            number += 1
        text = "".join(line.removeprefix(opening["indent"]) + "\n" for line in lines[start:number])
        number += 1
        if marker is None:
            yield Snippet(page, start + 1, opening["language"], text)
        else:
            codes = tuple((marker["codes"] or "").split())
            yield Snippet(page, start + 1, opening["language"], text, marker["verb"], marker["what"] or "", codes)


def laid_over(file: str, excerpt: str) -> str:
    """A catalogue file with an excerpt laid over it: an entry replaces the one of the same section and name."""
    sections = _sections(file)
    for name, (head, body) in _sections(excerpt).items():
        old = sections.get(name)
        if old is None or head != f"{name}:" or old[0] != f"{name}:":
            sections[name] = (head, body)
            continue
        said = {found[1] for line in body if (found := _ENTRY.match(line))}
        sections[name] = (head, [*_without(old[1], said), *body])
    return "".join(f"{line}\n" for head, body in sections.values() for line in (head, *body))


def _sections(text: str) -> dict[str, tuple[str, list[str]]]:
    """Each key at the left margin with its line and the lines below it."""
    sections: dict[str, tuple[str, list[str]]] = {}
    name = ""
    for line in text.splitlines():
        if found := _TOP.match(line):
            name = found[1]
            sections[name] = (line, [])
        elif name:
            sections[name][1].append(line)
    return sections


def _without(body: list[str], names: set[str]) -> Iterator[str]:
    """The lines of a section without the entries of these names."""
    dropping = False
    for line in body:
        if found := _ENTRY.match(line):
            dropping = found[1] in names
        if not dropping:
            yield line
