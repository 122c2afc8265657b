"""Opens one file: from its bytes to a tree that has the shape of a context, or of what a system shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .folders import SHARED, Sheet
from .nodes import Node
from .problems import Problems
from .scan import scan
from .shape import Removed, well_shaped
from .source import Source


def open_sheet(sheet: Sheet, problems: Problems, opened: Mapping[str, Source]) -> Source | None:
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
