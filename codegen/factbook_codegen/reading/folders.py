"""Finds the files of a catalogue: what stands in its folders, what does not belong there, and what leads out of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from attrs import field, frozen

from ..diagnostics import Diagnostic, Severity
from .names import reserved
from .problems import Problems
from .scan import MAX_BYTES, too_large

SHARED: Final = "system"
"""The file of what the contexts of a system share."""

_SUFFIXES: Final = (".yaml", ".yml")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,99}")


@frozen
class Sheet:
    """One file of the catalogue before it is read: the system it belongs to, its name without suffix, its bytes.

    ``file`` is its POSIX path below the project, as it stands in every message.
    """

    system: str
    name: str
    file: str
    data: bytes = field(repr=False)


def find_sheets(root: Path, project: Path) -> tuple[dict[str, tuple[Sheet, ...]], list[Diagnostic]]:
    """The files of each system below ``root``, sorted by name, and what is wrong with the folders."""
    diagnostics: list[Diagnostic] = []
    found: dict[str, tuple[Sheet, ...]] = {}
    where = _relative(root, project)

    def report(code: str, file: str, message: str, help_: str = "") -> None:
        problems = Problems(file)
        problems.add(code, 1, 1, message, help_)
        diagnostics.extend(problems.found)

    if not root.is_dir():
        report("FB016", where, "there is no catalogue here", "run `factbook new`, or create this folder")
        return {}, diagnostics
    for entry in _listed(root, where, report):
        path = Path(entry.path)
        file = _relative(path, project)
        if not _inside(path, root):
            report("FB015", file, _LEAVES)
        elif not entry.is_dir():
            if entry.name.lower().endswith(_SUFFIXES):
                report("FB018", file, "a context stands in the folder of its system", f"move it to {where}/<system>/")
        else:
            before = len(diagnostics)
            sheets = tuple(_sheets_of(path, root, project, report))
            if any(one.severity is Severity.ERROR for one in diagnostics[before:]) and not sheets:
                continue
            if not any(sheet.name != SHARED for sheet in sheets):
                report("FB017", file, f'the system "{entry.name}" has no contexts', "add a file such as ordering.yaml")
            elif not _NAME.fullmatch(entry.name):
                help_ = "write snake_case: ASCII small letters, digits and underscores, a letter first"
                report("FB105", file, f'"{entry.name}" cannot name a system', help_)
            elif why := reserved(entry.name):
                report("FB108", file, f'"{entry.name}" cannot name a system: {why}', "choose another word")
            else:
                found[entry.name] = sheets
    if not found and not diagnostics:
        report("FB016", where, "the catalogue is empty", f"add a context such as {where}/shop/ordering.yaml")
    return found, diagnostics


_LEAVES: Final = "this link leads out of the catalogue, and is not followed"


class _Report(Protocol):
    def __call__(self, code: str, file: str, message: str, help_: str = "") -> None: ...


def _sheets_of(folder: Path, root: Path, project: Path, report: _Report) -> Iterator[Sheet]:
    for entry in _listed(folder, _relative(folder, project), report):
        path = Path(entry.path)
        file = _relative(path, project)
        if not _inside(path, root):
            report("FB015", file, _LEAVES)
        elif entry.is_dir():
            if any(one.name.lower().endswith(_SUFFIXES) for one in _listed(path, file, report)):
                wrong = "folders of a system hold no contexts of their own"
                report("FB018", file, wrong, "move the files one level up")
        elif entry.name.lower().endswith(_SUFFIXES):
            data = _content(entry, file, report)
            if data is not None:
                yield Sheet(folder.name, entry.name.rpartition(".")[0], file, data)


def _content(entry: os.DirEntry[str], file: str, report: _Report) -> bytes | None:
    """The bytes of a file, unless it is too large or no file at all."""
    try:
        if not entry.is_file():
            report("FB014", file, "this is no regular file, and is not read", "remove it, or mend the link")
        elif (size := entry.stat().st_size) > MAX_BYTES:
            report("FB001", file, too_large(size), "split the context")
        else:
            return Path(entry.path).read_bytes()
    except OSError as error:
        report("FB014", file, f"the file cannot be read: {error.strerror}", "check who may read it")
    return None


def _listed(folder: Path, file: str, report: _Report) -> list[os.DirEntry[str]]:
    """What stands in a folder, sorted by name, without what is hidden."""
    try:
        with os.scandir(folder) as entries:
            return sorted((one for one in entries if not one.name.startswith(".")), key=lambda one: one.name)
    except OSError as error:
        report("FB014", file, f"the folder cannot be read: {error.strerror}", "check who may read it")
        return []


def _inside(path: Path, root: Path) -> bool:
    """Whether a path, links followed, stays below ``root``."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _relative(path: Path, project: Path) -> str:
    return Path(os.path.relpath(path, project)).as_posix()
