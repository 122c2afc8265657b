"""Reads the catalogue of a project: from folders of YAML files to a model and everything that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Protocol

from attrs import field, frozen

from ..diagnostics import Diagnostic, Severity, in_order
from ..model import Catalogue, Context, System
from . import suppressions
from .nodes import Node
from .problems import Problems
from .scan import MAX_BYTES, scan
from .shape import Removed, well_shaped
from .source import Source, SystemSources
from .systems import resolve

__all__ = ["Reading", "Sheet", "find_sheets", "read", "read_system"]

SHARED: Final = "system"
"""The file of what the contexts of a system share."""

_SUFFIXES: Final = (".yaml", ".yml")


@frozen
class Sheet:
    """One file of the catalogue before it is read: the system it belongs to, its name without suffix, its bytes.

    ``file`` is its POSIX path below the project, as it stands in every message.
    """

    system: str
    name: str
    file: str
    data: bytes = field(repr=False)


@frozen
class Reading:
    """What reading found: the model (of what could be read), and every problem in the order of the files."""

    catalogue: Catalogue
    diagnostics: tuple[Diagnostic, ...]

    @property
    def failed(self) -> bool:
        """Whether there is an error among the problems, so that nothing should be generated."""
        return any(one.severity is Severity.ERROR for one in self.diagnostics)


def read(root: Path, project: Path | None = None) -> Reading:
    """Read all systems below ``root`` (the folder ``catalogue``); messages name files relative to ``project``.

    ``project`` is the parent of ``root`` when it is not given. Nothing outside ``root`` is read, not even through a
    link. Problems are values, never exceptions.
    """
    sheets, diagnostics = find_sheets(root, project or root.parent)
    systems: dict[str, System] = {}
    for name, own in sheets.items():
        system, found = read_system(name, own)
        systems[name] = system
        diagnostics += found
    return Reading(Catalogue(systems), in_order(diagnostics))


def read_system(
    name: str, sheets: tuple[Sheet, ...], known: Mapping[str, Context] | None = None
) -> tuple[System, list[Diagnostic]]:
    """Read one system from its files; ``known`` are contexts that were read before and whose files are left out."""
    sources: dict[str, Source] = {}
    unreadable: set[str] = set()
    found: list[Diagnostic] = []
    folder = sheets[0].file.rpartition("/")[0] if sheets else name
    for sheet in sheets:
        problems = Problems(sheet.file)
        source = _open(sheet, problems, sources)
        if source is None:
            unreadable.add("" if sheet.name == SHARED else sheet.name)
            found += problems.found
        else:
            sources[source.name] = source
    system = resolve(SystemSources(name, folder, sources, known or {}, frozenset(unreadable)))
    for source in sources.values():
        found += suppressions.apply(source, source.problems.found)
    if unreadable or any(source.removed for source in sources.values()):
        found = [one for one in found if one.code not in _FOLLOW_UPS]
    return system, found


_FOLLOW_UPS: Final = frozenset(["FB216", "FB302", "FB303", "FB403", "FB405", "FB410", "FB412", "FB513", "FB901"])
"""That nobody uses, records or issues something may only follow from what could not be read."""


def _open(sheet: Sheet, problems: Problems, opened: Mapping[str, Source]) -> Source | None:
    """One file as a tree of the right shape; ``None`` when it is not."""
    root = scan(sheet.data, problems)
    if root is None:
        return None
    if not isinstance(root.value, dict):
        problems.at("FB103", root, f"a context is a mapping, not {root.kind}", "begin with `context: name`")
        return None
    root, removed = well_shaped(root, problems)
    if sheet.name == SHARED:
        name = _system_of(root, removed, sheet, problems)
    else:
        name = _context_of(root, removed, sheet, problems)
    if name is None:
        return None
    if name in opened:
        first = opened[name].problems.file
        node = root.entries["context" if name else "system"]
        wrong = f'the {"context" if name else "system"} "{node.text}" is already declared by {first}'
        problems.at("FB110", node, wrong, "rename one of the two" if name else "put both into one file")
        return None
    return Source(name, sheet.system, root, problems, removed)


def _context_of(root: Node, removed: Removed, sheet: Sheet, problems: Problems) -> str | None:
    """The context that a file declares; ``None`` when it declares none."""
    if "context" in removed.keys:
        return None
    if "context" not in root.entries:
        help_ = f"begin with `context: {sheet.name}`"
        problems.add("FB102", 1, 1, "the file does not say which context it is", help_)
        return None
    if "system" in root.entries:
        problems.at("FB101", root.key("system"), "`system` stands only in system.yaml", "remove it")
        del root.entries["system"]
    node = root.entries["context"]
    if node.text != sheet.name:
        wrong = f'the context "{node.text}" stands in the file {sheet.name}.yaml'
        problems.at("FB019", node, wrong, f"rename the file to {node.text}.yaml")
    return node.text


def _system_of(root: Node, removed: Removed, sheet: Sheet, problems: Problems) -> str | None:
    """``""``, the name of what is shared; ``None`` when the file does not say which system it is for."""
    if "system" in removed.keys:
        return None
    for name in list(root.entries):
        if name not in _IN_SHARED:
            wrong = f"`{name}` does not belong into system.yaml"
            help_ = "write `system:` instead" if name == "context" else "put it into the file of a context"
            problems.at("FB101", root.key(name), wrong, help_)
            del root.entries[name]
    if "system" not in root.entries:
        help_ = f"begin with `system: {sheet.system}`"
        problems.add("FB102", 1, 1, "the file does not say which system it is", help_)
        return None
    node = root.entries["system"]
    if node.text != sheet.system:
        help_ = f"write `system: {sheet.system}`, or rename the folder"
        problems.at("FB104", node, f'the system is named "{sheet.system}" by its folder', help_)
    return ""


_IN_SHARED: Final = ("system", "title", "summary", "allow", "roles", "flags", "types", "stories")


# Files ---------------------------------------------------------------------------------------------------------------


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
    real_root = root.resolve()
    for entry in sorted(os.scandir(root), key=lambda one: one.name):
        path = Path(entry.path)
        file = _relative(path, project)
        if entry.name.startswith("."):
            continue
        if not entry.is_dir():
            if entry.name.endswith(_SUFFIXES):
                report("FB018", file, "a context stands in the folder of its system", f"move it to {where}/<system>/")
            continue
        if not path.resolve().is_relative_to(real_root):
            report("FB015", file, "this link leads out of the catalogue, and is not followed")
            continue
        sheets = tuple(_sheets_of(path, real_root, project, report))
        if not sheets:
            report("FB017", file, f'the system "{entry.name}" has no contexts', "add a file such as ordering.yaml")
        elif not _is_name(entry.name):
            wrong = f'"{entry.name}" cannot name a system'
            report("FB105", file, wrong, "write snake_case: ASCII small letters, digits and underscores")
        else:
            found[entry.name] = sheets
    if not found and not diagnostics:
        report("FB016", where, "the catalogue is empty", f"add a context such as {where}/shop/ordering.yaml")
    return found, diagnostics


class _Report(Protocol):
    def __call__(self, code: str, file: str, message: str, help_: str = "") -> None: ...


def _sheets_of(folder: Path, real_root: Path, project: Path, report: _Report) -> Iterator[Sheet]:
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        path = Path(entry.path)
        file = _relative(path, project)
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if any(name.endswith(_SUFFIXES) for name in os.listdir(path)):
                report(
                    "FB018", file, "folders of a system hold no contexts of their own", "move the files one level up"
                )
            continue
        if not entry.name.endswith(_SUFFIXES):
            continue
        if not path.resolve().is_relative_to(real_root):
            report("FB015", file, "this link leads out of the catalogue, and is not followed")
            continue
        try:
            if entry.stat().st_size > MAX_BYTES:
                size = f"the file has {entry.stat().st_size:,} bytes, more than the {MAX_BYTES:,} a context may have"
                report("FB001", file, size, "split the context")
                continue
            data = path.read_bytes()
        except OSError as error:
            report("FB014", file, f"the file cannot be read: {error.strerror}")
            continue
        yield Sheet(folder.name, entry.name.rpartition(".")[0], file, data)


def _relative(path: Path, project: Path) -> str:
    return Path(os.path.relpath(path, project)).as_posix()


def _is_name(text: str) -> bool:
    return text.isascii() and text.isidentifier() and text == text.lower() and not text.startswith("_")
