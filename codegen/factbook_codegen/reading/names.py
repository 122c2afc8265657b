"""Names that cannot stand together, or cannot stand at all, in Python, in a file system or in a story."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterator
from typing import Final

from .nodes import Node
from .source import KINDS, SINGULAR, Source, SystemSources
from .stories import STEPS
from .words import with_article

_MODULES: Final = frozenset(["shared", "system", "types", "schemas", "diagrams", "matrix", "released", "all", "any"])
"""Names of modules and folders beside the contexts, and words of the language."""

_DEVICES: Final = frozenset(
    ["con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10))]
)
"""Names that Windows keeps for devices, with any extension."""

_TAKEN: Final = {"types": "its schema would share a file with types.json where capitals do not count"}
"""Names whose files are taken, beside those of types, which have no files of their own."""

_WITH_FIELDS: Final = ("types", "events", "commands", "effects", "views")
_HELP: Final = "choose another word"


def reserved(name: str) -> str:
    """Why a name is not to be had; empty when it is."""
    if keyword.iskeyword(name):
        return "it is a keyword of Python"
    if name.lower() in _DEVICES:
        return "Windows keeps that name for a device"
    if name[0].isupper() and hasattr(builtins, name):
        return "it is a builtin of Python"
    return ""


def check_names(system: SystemSources) -> None:
    """Report reserved names and collisions in every file of a system."""
    for source in system.sources.values():
        if source.name:
            _check_context(source)
        _check_entries(source)
        _check_roles(source)
        for fields in _all_fields(source):
            _check_fields(fields, source)


def _check_context(source: Source) -> None:
    node = source.root.entries["context"]
    name = node.text
    why = reserved(name) or ("a module or folder of that name is generated" if name in _MODULES else "")
    if why:
        source.problems.at("FB108", node, f'"{name}" cannot name a context: {why}', _HELP)


def _check_entries(source: Source) -> None:
    seen: dict[str, tuple[Node, str]] = {}
    for section in (*KINDS, "rejections"):
        for key in _rejections(source) if section == "rejections" else _keys(source, section):
            name, what = key.text, SINGULAR[section]
            if why := reserved(name) or (_TAKEN.get(name.lower(), "") if section != "types" else ""):
                source.problems.at("FB108", key, f'"{name}" cannot name {with_article(what)}: {why}', _HELP)
            first, kind = seen.setdefault(name.lower(), (key, section))
            if first.text != name:
                wrong = f"{name} and {first.text} on line {first.line} differ only in capitals"
                source.problems.at("FB109", key, wrong, "they would share a file where capitals do not count")
            elif kind != section:
                wrong = f"{name} already names {with_article(SINGULAR[kind])} on line {first.line}"
                source.problems.at("FB109", key, wrong, "names are unique within a context")


def _check_roles(source: Source) -> None:
    for key in _keys(source, "roles"):
        if key.text in STEPS:
            wrong = f'"{key.text}" cannot name a role: it is a step of stories'
            source.problems.at("FB108", key, wrong, _HELP)


def _keys(source: Source, section: str) -> list[Node]:
    found = source.root.get(section)
    return [found.key(name) for name in found.entries] if found else []


def _rejections(source: Source) -> Iterator[Node]:
    for command in source.entries("commands").values():
        rejects = command.get("rejects")
        if rejects is not None:
            yield from (rejects.key(name) for name in rejects.entries)


def _all_fields(source: Source) -> Iterator[Node]:
    """Everything in a file that is a mapping of fields."""
    for section in _WITH_FIELDS:
        for node in source.entries(section).values():
            for key in ("fields", "record"):
                if (fields := node.get(key)) is not None:
                    yield fields
            rejects = node.get("rejects")
            for rejection in rejects.entries.values() if rejects else ():
                if (fields := rejection.get("fields")) is not None:
                    yield fields


def _check_fields(node: Node, source: Source) -> None:
    for name in node.entries:
        if keyword.iskeyword(name) or name == "self":
            what = "a word" if name == "self" else "a keyword"
            wrong = f'"{name}" cannot name a field: it is {what} of Python'
            source.problems.at("FB108", node.key(name), wrong, f"write {name}_ or another word")
