"""Boundaries: which events a decision reads, and by which fields it finds them."""

from __future__ import annotations

from collections.abc import Container, Iterator

from ..diagnostics import Severity
from ..model import Fields, Read, Ref, Tag
from .events import Events
from .nodes import Node
from .source import Source

ALL = "all"
ANY = "any"


class Boundaries:
    """Reads what stands under ``reads`` in the files of one system."""

    def __init__(self, events: Events) -> None:
        self.events = events

    def read(
        self,
        owner: str,
        node: Node | None,
        fields: Fields | None,
        source: Source,
        tolerated: Container[Ref | None] = (),
        holder: str = "",
    ) -> tuple[Read, ...]:
        """The parts of the boundary of ``owner``, each checked: the event carries the tag, the field has one.

        ``fields`` are those of the message that decides which events are read: ``holder``, else the owner itself; None
        when nobody knows which message that is.
        """
        found: list[Read] = []
        before = len(source.problems.found)
        for name, by in node.entries.items() if node else ():
            assert node is not None
            key = node.key(name)
            ref = None if name == ANY else self.events.find(key, source)
            if ref is None and name != ANY:
                continue
            tags: tuple[Tag, ...] = ()
            if by.value == ALL:
                what = "any event at all" if ref is None else f"every {ref.name} ever recorded"
                wrong = f"this reads {what}, so all decisions that do wait for each other"
                help_ = "name a field whose type has a tag; if it is meant, say so with `allow: {FB304: why}`"
                source.problems.at("FB304", by, wrong, help_)
            elif fields is not None:
                holder = holder or owner
                items = [by] if isinstance(by.value, str) else by.items
                tags = tuple(dict.fromkeys(self._tags(items, ref, fields, holder, source)))
                if ref is None and tags:
                    wrong = "this reads events of every type with that tag, so unrelated ones void the decision"
                    help_ = "name the events; if it is meant, say so with `allow: {FB305: why}`"
                    source.problems.at("FB305", key, wrong, help_)
            found.append(Read(ref, tags, ref in tolerated, source.problems.place(key)))
        if fields is None or any(one.severity is Severity.ERROR for one in source.problems.found[before:]):
            self.events.system.doubts.obscure("reads", Ref(source.name, owner))
        return tuple(found)

    def _tags(self, items: list[Node], ref: Ref | None, fields: Fields, holder: str, source: Source) -> Iterator[Tag]:
        for item in items:
            found = self.events.tag_at(item, fields, holder, source)
            if found is None:
                continue
            tag, steps = found
            if any(step.optional for step in steps):
                wrong = f'"{item.text}" may be missing, and then nothing says which events to read'
                source.problems.at("FB319", item, wrong, "make the field required, or read by another one")
            elif ref is not None and not self.events.carries(ref, tag.prefix):
                carried = ", ".join(dict.fromkeys(one.prefix for one in self.events.event(ref).tags)) or "none"
                wrong = f'{ref.name} carries no tag "{tag.prefix}", so nothing would ever be found'
                help_ = f"its tags: {carried}; give it a field of that type, or list it under its `tags:`"
                source.problems.at("FB308", item, wrong, help_)
            yield tag
