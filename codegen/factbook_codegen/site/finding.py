"""Finds the pages written by hand: Markdown beside the YAML of a system, and in the folder that the settings name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

from attrs import evolve, field, frozen

from ..diagnostics import Diagnostic
from ..model import Place
from ..settings import Project
from ..writing import problem, proper
from .book import Matrix, Text
from .texts import links, title_of

__all__ = ["FOLDER", "Shelf", "dead_links", "find_matrices", "find_released", "find_texts"]

FOLDER: Final = "project-docs"
"""Where pages that belong to no system stand in a site; the name of no system has a hyphen."""

LARGEST: Final = 5_000_000
"""Bytes of a page, or of a picture that a page shows."""

_RELEASED: Final = re.compile(r"([A-Za-z0-9]+)\.v([0-9]+)\.json")
_OUTSIDE: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|/")


@frozen
class Shelf:
    """The pages of the folder ``source``; ``folder`` is where they and the files beside them stand in the site, under
    names that begin with ``prefix``."""

    root: Path
    source: Path
    folder: str
    prefix: str = ""
    texts: list[Text] = field(factory=list[Text])
    files: dict[str, bytes] = field(factory=dict[str, bytes])
    problems: list[Diagnostic] = field(factory=list[Diagnostic])

    def address(self, text: Text, href: str) -> str:
        """Where a link of a page leads to in the site; a file beside it is taken along."""
        if not href or _OUTSIDE.match(href):
            return href
        path, mark, anchor = href.partition("#")
        at = PurePosixPath(os.path.normpath(PurePosixPath(text.file).parent / path))
        found = next((one for one in self.texts if one.file == str(at)), None)
        here = PurePosixPath(text.address).parent
        if found is not None:
            return _relative(found.address, here) + mark + anchor
        if (content := self._beside(str(at))) is not None:
            inside = self.prefix + os.path.relpath(self.root / at, self.source).replace(os.sep, "/")
            self.files[f"{self.folder}/{inside}"] = content
            return _relative(inside, here) + mark + anchor
        lines = text.markdown.splitlines()
        line = next((n for n, one in enumerate(lines, 1) if href in one), 1)
        source = lines[line - 1] if lines else ""
        column = max(source.find(href), 0) + 1  # written otherwise, as with %20, it is not found
        help_ = f"link to a page or file in {self.source.name}/, or to a whole address"
        told = problem("FB809", text.file, f'the link "{href}" leads nowhere in the site', help_)
        place = Place(text.file, line, column)
        self.problems.append(evolve(told, place=place, source=source, length=len(href) if href in source else 1))
        return href

    def _beside(self, file: str) -> bytes | None:
        path = self.root / file
        try:
            inside = path.resolve().is_relative_to(self.source.resolve())
            whole = inside and path.is_file() and path.stat().st_size <= LARGEST
            return path.read_bytes() if whole else None
        except OSError:
            return None


def find_texts(project: Project, systems: tuple[str, ...]) -> dict[str, Shelf]:
    """The pages of each system, by its name; those of the project under ``""``."""
    found: dict[str, Shelf] = {}
    for name in systems:
        shelf = found[name] = Shelf(project.root, project.catalogue / name, name, "page-")
        _fill(shelf, sorted(shelf.source.glob("*.md")), "page-")
    if project.pages is not None:
        shelf = found[""] = Shelf(project.root, project.pages, FOLDER)
        _fill(shelf, sorted(project.pages.rglob("*.md")), "")
    return found


def dead_links(shelves: Mapping[str, Shelf]) -> Iterator[Diagnostic]:
    """The links that lead nowhere, of pages that are not made: those that are tell it on the way."""
    for shelf in shelves.values():
        for text in shelf.texts:
            for href in links(text.markdown):
                shelf.address(text, href)
        yield from shelf.problems


def find_matrices(project: Project, system: str) -> dict[str, Matrix]:
    """What ``factbook matrix`` wrote about the deciders of a system, by decider."""
    found: dict[str, Matrix] = {}
    for file in sorted((project.generated / system / "matrix").glob("*.md")):
        with suppress(OSError, UnicodeDecodeError):
            svg = file.with_suffix(".svg")
            found[file.stem] = Matrix(file.read_text("utf-8"), svg.read_text("utf-8") if svg.is_file() else "")
    return found


def find_released(project: Project, system: str) -> frozenset[tuple[str, str, int]]:
    """The versions of events that ``factbook release`` has frozen: context, name and version of each."""
    folder = project.generated / system / "released"
    named = ((file.parent.name, _RELEASED.fullmatch(file.name)) for file in folder.glob("*/*.json"))
    return frozenset((context, found[1], int(found[2])) for context, found in named if found)


def _fill(shelf: Shelf, files: list[Path], prefix: str) -> None:
    for file in files:
        path = Path(os.path.relpath(file, shelf.root)).as_posix()
        address = prefix + Path(os.path.relpath(file, shelf.source)).as_posix().removesuffix(".md") + ".html"
        try:
            if not file.resolve().is_relative_to(shelf.source.resolve()) or not file.is_file():
                continue
            if file.stat().st_size > LARGEST:
                raise OSError(0, f"it has more than {LARGEST:,} bytes")
            markdown = file.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            shelf.problems.append(problem("FB810", path, f"this page cannot be read: {reason}", "mend or remove it"))
            continue
        if proper(address):
            shelf.texts.append(Text(address, title_of(markdown, file.stem), path, markdown))


def _relative(address: str, here: PurePosixPath) -> str:
    return os.path.relpath(address, here).replace(os.sep, "/")
