"""The files of one system as the reader works on them: nodes, names, and who is called what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import define, field

from ..diagnostics import near
from ..model import Context, Ref
from .nodes import Node
from .problems import Problems
from .scan import shortened

KINDS: Final = ("types", "events", "commands", "deciders", "policies", "effects", "views", "queries")
"""The sections whose entries have PascalCase names."""

SINGULAR: Final = {
    "types": "type",
    "events": "event",
    "commands": "command",
    "deciders": "decider",
    "policies": "policy",
    "effects": "effect",
    "views": "view",
    "queries": "query",
    "roles": "role",
    "flags": "flag",
    "rejections": "rejection",
}
"""What one entry of a section is called."""

_NO_ENTRIES: Final[dict[str, Node]] = {}


@define(eq=False)
class Source:
    """One file of a system; ``name`` is its context, or ``""`` for system.yaml."""

    name: str
    system: str
    root: Node
    problems: Problems

    def entries(self, section: str) -> Mapping[str, Node]:
        """The entries of a section, none when it is missing."""
        found = self.root.get(section)
        return found.entries if found else _NO_ENTRIES


@define(eq=False)
class SystemSources:
    """All files of one system.

    ``folder`` is its path for messages; ``sources`` are the files that are read now, by context; ``known`` are contexts
    that were read before and have not changed, so that only their models are looked at.
    """

    name: str
    folder: str
    sources: dict[str, Source]
    known: Mapping[str, Context] = field(factory=dict[str, Context])

    @property
    def contexts(self) -> list[str]:
        """The names of all contexts."""
        return sorted({*self.sources, *self.known} - {""})

    def names(self, section: str, context: str) -> Iterable[str]:
        """The names that a context (``""``: system.yaml) declares in a section."""
        if context in self.known:
            known: Mapping[str, object] = getattr(self.known[context], section)
            return known
        source = self.sources.get(context)
        if source is None:
            return ()
        if section == "rejections":
            return {name for command in source.entries("commands").values() for name in _names(command.get("rejects"))}
        return source.entries(section)

    def refs(self, section: str, context: str) -> Iterator[tuple[str, Ref]]:
        """The names of a section with the references to them, in the order of the file."""
        for name in self.names(section, context):
            yield name, Ref(context, name)

    def find(self, section: str, source: Source, node: Node, code: str) -> Ref | None:
        """Resolve a name written in ``source``: its own context first, then system.yaml (types only).

        Reports an unknown context or name, with the near miss, under ``code``.
        """
        written = node.text
        context, _, name = written.rpartition(".")
        what = SINGULAR[section]
        if context:
            if context not in self.sources and context not in self.known:
                source.problems.at(
                    "FB203", node, f'there is no context "{shortened(context)}"', near(context, self.contexts)
                )
                return None
            if name in self.names(section, context):
                return Ref(context, name)
            known = [f"{context}.{other}" for other in self.names(section, context)]
            help_ = near(written, known)
        else:
            for candidate in (source.name, "") if section == "types" else (source.name,):
                if name in self.names(section, candidate):
                    return Ref(candidate, name)
            here = [*self.names(section, source.name), *(self.names(section, "") if section == "types" else ())]
            elsewhere = [f"{other}.{name}" for other in self.contexts if name in self.names(section, other)]
            help_ = f"write {elsewhere[0]} for the one of that context" if elsewhere else near(name, here)
        source.problems.at(code, node, f'there is no {what} "{shortened(written)}"', help_)
        return None


def _names(node: Node | None) -> Iterable[str]:
    return node.entries if node else ()
