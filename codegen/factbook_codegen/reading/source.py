"""The files of one system as the reader works on them: nodes, names, and who is called what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import define, field

from ..diagnostics import near
from ..model import Context, Ref
from .doubts import Doubts
from .nodes import Node
from .problems import Problems
from .scan import shortened
from .shape import NOTHING, Removed

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

SHARED: Final = ("types", "roles", "flags")
"""The sections that system.yaml may have as well."""

_NO_ENTRIES: Final[dict[str, Node]] = {}


@define(eq=False)
class Source:
    """One file of a system; ``name`` is its context, or ``""`` for system.yaml.

    ``removed`` is what had to be taken out of ``root`` because it was not well-shaped.
    """

    name: str
    system: str
    root: Node
    problems: Problems
    removed: Removed = NOTHING

    def entries(self, section: str) -> Mapping[str, Node]:
        """The entries of a section, none when it is missing."""
        found = self.root.get(section)
        return found.entries if found else _NO_ENTRIES


@define(eq=False)
class SystemSources:
    """All files of one system.

    ``folder`` is its path for messages; ``sources`` are the files that are read now, by context; ``known`` are contexts
    that were read before and have not changed, so that only their models are looked at. ``unreadable`` are contexts
    whose files say nothing that can be understood.
    """

    name: str
    folder: str
    sources: dict[str, Source]
    known: Mapping[str, Context] = field(factory=dict[str, Context])
    unreadable: frozenset[str] = frozenset()
    contexts: list[str] = field(init=False)
    """The names of all contexts."""
    doubts: Doubts = field(factory=Doubts)

    def __attrs_post_init__(self) -> None:
        """Sort the contexts once."""
        self.contexts = sorted({*self.sources, *self.known} - {""})

    def has(self, context: str) -> bool:
        """Whether there is such a context."""
        return bool(context) and (context in self.sources or context in self.known)

    def excused(self, section: str, context: str, name: str) -> bool:
        """Whether a name that nobody declares may stand in what could not be read."""
        if not self.has(context) and context:
            return bool(self.unreadable)
        if context in self.unreadable:
            return True
        source = self.sources.get(context)
        return source is not None and source.removed.covers(section, name)

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

    def find(self, section: str, source: Source, node: Node, code: str, also: str = "") -> Ref | None:
        """Resolve a name written in ``source``: its own context first, then what the system shares.

        Reports an unknown context or name, with the near miss, under ``code``; ``also`` is another section that could
        have been meant.
        """
        context, _, name = node.text.rpartition(".")
        if context and not self.has(context):
            if not self.excused(section, context, name):
                wrong = f'there is no context "{shortened(context)}"'
                help_ = f"types of system.yaml stand alone: write {name}" if context in ("system", self.name) else ""
                source.problems.at("FB203", node, wrong, help_ or near(context, self.contexts))
            for one in filter(None, (section, also)):
                self.doubts.miss(one, ("", *self.contexts))
            return None
        places = (context,) if context else (source.name, "") if section in SHARED else (source.name,)
        for place in places:
            if name in self.names(section, place):
                return Ref(place, name)
        for one in filter(None, (section, also)):
            self.miss(one, name, *places)
        if not any(self.excused(section, place, name) for place in places):
            what = SINGULAR[section] + (f" or {SINGULAR[also]}" if also else "")
            help_ = self._near(section, node.text, places, also)
            source.problems.at(code, node, f'there is no {what} "{shortened(node.text)}"', help_)
        return None

    def miss(self, section: str, name: str, *places: str) -> None:
        """Note that no ``places`` declare a name: one of theirs may have been meant, or the same one elsewhere."""
        elsewhere = (one for one in self.contexts if name in self.names(section, one))
        self.doubts.miss(section, [*places, *elsewhere])

    def _near(self, section: str, written: str, places: tuple[str, ...], also: str) -> str:
        """What may have been meant by a name that is not known at ``places``."""
        context, _, name = written.rpartition(".")
        elsewhere = () if context else (one for one in self.contexts if name in self.names(section, one))
        if (holder := next(iter(elsewhere), None)) is not None:
            if section in ("roles", "flags"):
                return f"it is declared in {holder}; move it to system.yaml to share it"
            return f"write {holder}.{name} for the one of that context"
        sections = (section, also) if also else (section,)
        names = (name for one in sections for place in places for name in self.names(one, place))
        return near(written, [f"{context}.{one}" if context else one for one in names])


def _names(node: Node | None) -> Iterable[str]:
    return node.entries if node else ()
