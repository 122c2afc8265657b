"""What is not to be used any more: since when, what to use instead, and why."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Deprecated
from .nodes import Node
from .source import KINDS, SHARED, SINGULAR, Source, SystemSources

__all__ = ["deprecated"]


def deprecated(source: Source, system: SystemSources) -> dict[str, Deprecated]:
    """The entries of a file that say so, by name."""
    found: dict[str, Deprecated] = {}
    for section, name, node in _entries(source):
        written = node.get("deprecated")
        if written is None:
            continue
        use = written.get("use")
        if use is not None and not _there(section, use, source, system):
            wrong = f'there is no {SINGULAR[section]} "{use.text}" to use instead of {name}'
            source.problems.at("FB609", use, wrong, "name another entry of the same kind, or leave `use` out")
        since, reason = written.entries["since"].text, written.entries["reason"].text
        found[name] = Deprecated(since, " ".join(reason.split()), use.text if use else "")
    return found


def _entries(source: Source) -> Iterator[tuple[str, str, Node]]:
    for section in dict.fromkeys((*KINDS, *SHARED)):
        yield from ((section, name, node) for name, node in source.entries(section).items())
    for command in source.entries("commands").values():
        rejects = command.get("rejects")
        if rejects is not None:
            yield from (("rejections", name, node) for name, node in rejects.entries.items())


def _there(section: str, use: Node, source: Source, system: SystemSources) -> bool:
    context, _, name = use.text.rpartition(".")
    places = (context,) if context else (source.name, "")
    if any(system.excused(section, place, name) for place in places):
        return True
    return any(name in system.names(section, place) for place in places)
