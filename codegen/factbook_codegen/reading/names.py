"""Names that cannot stand together, or cannot stand at all, in Python, in a file system or in a URL."""

from __future__ import annotations

import builtins
import keyword
from typing import Final

from .nodes import Node
from .source import KINDS, SINGULAR, Source, SystemSources

_IMPORTED: Final = frozenset(
    [
        "Annotated",
        "Any",
        "Boundary",
        "Callable",
        "Codec",
        "Decider",
        "Decimal",
        "Enum",
        "Final",
        "Iterable",
        "Json",
        "Literal",
        "Mapping",
        "NewType",
        "Policy",
        "Query",
        "Sequence",
        "StrEnum",
        "System",
        "TypeVar",
        "UUID",
        "View",
    ]
)
"""Names that generated modules import."""

_MODULES: Final = frozenset(["shared", "system", "types", "schemas", "diagrams", "released", "all", "any"])
"""Names of modules and folders beside the contexts, and words of the language."""

_DEVICES: Final = frozenset(
    ["con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10))]
)
"""Names that Windows keeps for devices, with any extension."""

_FIELDS: Final = ("fields", "record")
_WITH_FIELDS: Final = ("types", "events", "commands", "effects", "views")


def check_names(system: SystemSources) -> None:
    """Report reserved names and collisions in every file of a system."""
    for source in system.sources.values():
        if source.name:
            _check_context(source)
        _check_entries(source)
        for section in _WITH_FIELDS:
            for node in source.entries(section).values():
                for key in _FIELDS:
                    _check_fields(node.get(key), source)
                rejects = node.get("rejects")
                for rejection in rejects.entries.values() if rejects else ():
                    _check_fields(rejection.get("fields"), source)


def _check_context(source: Source) -> None:
    node = source.root.entries["context"]
    name = node.text
    if why := _reserved(name) or ("a module or folder of that name is generated" if name in _MODULES else ""):
        source.problems.at("FB108", node, f'"{name}" cannot name a context: {why}', "choose another word")


def _check_entries(source: Source) -> None:
    seen: dict[str, tuple[str, str, int]] = {}
    for section in (*KINDS, "rejections"):
        entries = _rejections(source) if section == "rejections" else _keys(source, section)
        for key in entries:
            name = key.text
            if why := _reserved(name) or ("generated code imports that name" if name in _IMPORTED else ""):
                source.problems.at(
                    "FB108", key, f'"{name}" cannot name a {SINGULAR[section]}: {why}', "choose another word"
                )
            first = seen.setdefault(name.lower(), (name, section, key.line))
            if first == (name, section, key.line):
                continue
            if first[0] != name:
                wrong = f'"{name}" and "{first[0]}" (line {first[2]}) differ only in capitals'
                source.problems.at("FB109", key, wrong, "they would share a file where capitals do not count")
            elif section != "rejections" or first[1] != "rejections":
                wrong = f'"{name}" already names a {SINGULAR[first[1]]} (line {first[2]})'
                source.problems.at("FB109", key, wrong, "names are unique within a context")


def _keys(source: Source, section: str) -> list[Node]:
    found = source.root.get(section)
    return [found.key(name) for name in found.entries] if found else []


def _rejections(source: Source) -> list[Node]:
    keys: list[Node] = []
    for command in source.entries("commands").values():
        rejects = command.get("rejects")
        if rejects is not None:
            keys += [rejects.key(name) for name in rejects.entries]
    return keys


def _check_fields(node: Node | None, source: Source) -> None:
    for name in node.entries if node and isinstance(node.value, dict) else ():
        if keyword.iskeyword(name) and node is not None:
            source.problems.at(
                "FB108", node.key(name), f'"{name}" is a keyword of Python', f"write {name}_ or another word"
            )


def _reserved(name: str) -> str:
    """Why a name is not to be had; empty when it is."""
    if keyword.iskeyword(name):
        return "it is a keyword of Python"
    if name.lower() in _DEVICES:
        return "Windows keeps that name for a device"
    if name[0].isupper() and hasattr(builtins, name):
        return "it is a builtin of Python"
    return ""
