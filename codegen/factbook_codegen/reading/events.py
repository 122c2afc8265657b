"""Events: what each carries and which tags it has; the tags of paths, and who may refer to an event."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Event, Field, Fields, Ref, Tag
from .lookup import Dead
from .nodes import Node
from .source import Source, SystemSources
from .types import Types
from .versions import Versions


class Events:
    """Resolves the events of one system on demand, because boundaries refer to those of other contexts."""

    def __init__(self, system: SystemSources, types: Types) -> None:
        self.system = system
        self.types = types
        self._events: dict[Ref, Event] = {}

    def event(self, ref: Ref) -> Event:
        """An event that exists."""
        if (found := self._events.get(ref)) is None:
            if ref.context in self.system.known:
                return self.system.known[ref.context].events[ref.name]
            source = self.system.sources[ref.context]
            found = self._events[ref] = self._read(ref.name, source.entries("events")[ref.name], source)
        return found

    def _read(self, name: str, node: Node, source: Source) -> Event:
        fields = self.types.fields.read(node.get("fields"), source)
        version, public = node.get("version"), node.get("public")
        number = version.json() if version else 1
        tags = self._tags(name, node.get("tags"), fields, source)
        self._check_personal(tags, fields, source)
        history = Versions(self.types, source).of_event(name, node, number, fields, tags)
        return Event(
            name=name,
            summary=node.summary(),
            place=source.problems.place(node),
            fields=fields,
            tags=tags,
            public=bool(public.json()) if public else False,
            version=number,
            changes=history.changes,
            older=history.older,
        )

    def _tags(self, name: str, node: Node | None, fields: Fields, source: Source) -> tuple[Tag, ...]:
        if node is None:
            tagged = ((field, self.types.tag_of(one.type)) for field, one in fields.items())
            return tuple(Tag(prefix, (field,)) for field, prefix in tagged if prefix is not None)
        found = [self.tag_at(item, fields, name, source) for item in node.items]
        if None in found:
            self.system.doubts.obscure("tags", Ref(source.name, name))
        return tuple(dict.fromkeys(one[0] for one in found if one is not None))

    def _check_personal(self, tags: tuple[Tag, ...], fields: Fields, source: Source) -> None:
        """Report fields whose tag keeps what is personal here; else its type says it."""
        for prefix, (name, *_) in tags:
            field = fields[name]
            if field.personal and self.types.personal_of(field.type) is None:
                wrong = f'"{name}" is personal data, and the tag "{prefix}" keeps it'
                help_ = "tags are not forgotten with the subject; if it is meant, say so with `allow: {FB318: why}`"
                source.problems.add("FB318", field.place.line, field.place.column, wrong, help_, len(name))

    def tag_at(self, node: Node, fields: Fields, holder: str, source: Source) -> tuple[Tag, list[Field]] | None:
        """The tag that a path names, with the fields on the way; reports a path to nowhere or to what has no tag."""
        path = tuple(node.text.split("."))
        steps = self.types.follow(fields, path, holder)
        if isinstance(steps, Dead):
            source.problems.at("FB306", node, steps.why, steps.help)
            return None
        if self.types.is_unknown(steps[-1].type):
            return None
        prefix = self.types.tag_of(steps[-1].type)
        if prefix is None:
            wrong = f'"{node.text}" has a type without a tag, so no events are found by it'
            source.problems.at("FB307", node, wrong, self._tagged(fields) or "give its type a `tag:`")
            return None
        return Tag(prefix, path), steps

    def _tagged(self, fields: Fields) -> str:
        """Which fields could be named instead."""
        names = [name for name, field in fields.items() if self.types.tag_of(field.type)]
        return f"give its type a `tag:`, or name one that has one: {', '.join(names)}" if names else ""

    def carries(self, ref: Ref, prefix: str) -> bool:
        """Whether an event carries a tag, or may do so as soon as the types of its fields are known."""
        event = self.event(ref)
        if any(tag.prefix == prefix for tag in event.tags) or self.system.doubts.unclear("tags", ref):
            return True
        return any(self.types.is_unknown(field.type) for field in event.fields.values())

    def find(self, node: Node, source: Source) -> Ref | None:
        """The event that a text names; of another context it must be public."""
        ref = self.system.find("events", source, node, "FB301")
        if ref is not None and ref.context != source.name and not self.event(ref).public:
            wrong = f"{ref.name} is an event of {ref.context}'s own"
            help_ = f"mark it `public: true` in {ref.context} if others may rely on it"
            source.problems.at("FB309", node, wrong, help_)
        return ref

    def own(self, node: Node | None, owner: str, source: Source) -> tuple[Ref, ...]:
        """The events that a command or effect records: those of its own context only."""
        found: list[Ref] = []
        for item in node.items if node else ():
            ref = self.system.find("events", source, item, "FB301")
            if ref is not None and ref.context != source.name:
                wrong = f"{ref.name} can only be recorded in {ref.context}"
                source.problems.at("FB311", item, wrong, f"let a policy issue a command of {ref.context}")
            elif ref is not None:
                found.append(ref)
                continue
            self.system.doubts.obscure("records", Ref(source.name, owner))
        return tuple(dict.fromkeys(found))


def common(several: Sequence[Fields]) -> Fields:
    """The fields that several messages have in common, as the first of them has them; none of no messages."""
    if not several:
        return {}
    return {name: field for name, field in several[0].items() if all(name in other for other in several[1:])}
