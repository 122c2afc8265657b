"""Reads the catalogue of a project: from folders of YAML files to a model and everything that is wrong with it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Protocol

from attrs import field, frozen

from ..diagnostics import Diagnostic, Severity, in_order
from ..model import Catalogue, System
from . import suppressions
from .checks import Checks
from .names import reserved
from .nodes import Node
from .problems import Problems
from .scan import MAX_BYTES, lines_of, scan, too_large
from .shape import Removed, well_shaped
from .shelf import NO_SHELF, Kept, Shelf
from .source import Source, SystemSources
from .suppressions import Allowance
from .systems import resolve

__all__ = ["NO_SHELF", "Reading", "Sheet", "Shelf", "find_sheets", "read", "read_system"]

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


def read(root: Path, project: Path | None = None, shelf: Shelf = NO_SHELF) -> Reading:
    """Read all systems below ``root`` (the folder ``catalogue``); messages name files relative to ``project``.

    ``project`` is the parent of ``root`` when it is not given. ``shelf`` keeps contexts from one run to the next.
    Nothing outside ``root`` is read, not even through a link. Problems are values, never exceptions.
    """
    sheets, diagnostics = find_sheets(root, project or root.parent)
    systems: dict[str, System] = {}
    for name, own in sheets.items():
        system, found = read_system(name, own, shelf)
        systems[name] = system
        diagnostics += found
    return Reading(Catalogue(systems), in_order(diagnostics))


def read_system(name: str, sheets: tuple[Sheet, ...], shelf: Shelf = NO_SHELF) -> tuple[System, list[Diagnostic]]:
    """Read one system from its files."""
    sources: dict[str, Source] = {}
    kept: dict[str, Kept] = {}
    problems: dict[str, Problems] = {}
    unreadable: set[str] = set()
    found: list[Diagnostic] = []
    folder = sheets[0].file.rpartition("/")[0] if sheets else name
    for sheet in sheets:
        own = Problems(sheet.file)
        known = shelf.take(f"{name}/{sheet.name}") if sheet.name != SHARED else None
        if known is not None:
            kept[sheet.name] = known
            problems[sheet.name] = Problems(sheet.file, lines_of(sheet.data.decode()), list(known.found))
        elif (source := _open(sheet, own, sources)) is not None:
            sources[source.name] = source
            problems[source.name] = own
        else:
            unreadable.add("" if sheet.name == SHARED else sheet.name)
            found += own.found
    known_contexts = {context: one.context for context, one in kept.items()}
    system = resolve(SystemSources(name, folder, sources, known_contexts, frozenset(unreadable)))
    allowed = {context: one.allowances for context, one in kept.items()}
    allowed |= {context: tuple(suppressions.allowances(source)) for context, source in sources.items()}
    whole = not unreadable and not any(source.removed for source in sources.values())
    if whole and {sheet.name for sheet in sheets} - {SHARED} == set(system.contexts):
        _keep(system, sources, allowed, shelf)
    Checks(system, problems).run()
    for context, own in problems.items():
        found += suppressions.apply(allowed[context], own)
    return system, found if whole else [one for one in found if one.code not in _FOLLOW_UPS]


def _keep(
    system: System, sources: Mapping[str, Source], allowed: Mapping[str, tuple[Allowance, ...]], shelf: Shelf
) -> None:
    """Put what was read without error on the shelf, before the whole system is looked at.

    Only where every context stands in a file of its name, because the keys of the shelf follow the names of files.
    """
    for name, source in sources.items():
        found = tuple(source.problems.found)
        if name and not any(one.severity is Severity.ERROR for one in found):
            shelf.put(f"{system.name}/{name}", Kept(system.contexts[name], found, allowed[name]))


_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,99}")
_FOLLOW_UPS: Final = frozenset(
    ["FB216", "FB302", "FB303", "FB317", "FB403", "FB405", "FB410", "FB412", "FB513", "FB901"]
)
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
    misnamed = "context" in root.entries and "system" not in root.entries
    for name in list(root.entries):
        if name not in _IN_SHARED:
            wrong = f"`{name}` does not belong into system.yaml"
            instead = f"write `system: {sheet.system}` instead"
            help_ = instead if name == "context" else "put it into the file of a context"
            problems.at("FB101", root.key(name), wrong, help_)
            del root.entries[name]
    if misnamed:
        return None
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
