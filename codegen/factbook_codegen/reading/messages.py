"""Events, commands, rejections, effects and deciders: what each carries, reads, records and refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import evolve

from ..diagnostics import near
from ..model import (
    Change,
    Command,
    Constraints,
    Decider,
    Effect,
    Event,
    Fields,
    Path,
    Place,
    Read,
    Ref,
    Rejection,
    Tag,
    TypeExpr,
)
from .nodes import Node
from .scan import shortened
from .source import Source, SystemSources
from .types import Types

ALL: Final = "all"
ANY: Final = "any"


class Messages:
    """Resolves the messages of one system; the events of all contexts first, because boundaries refer to them."""

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
            found = self._events[ref] = self._event(ref.name, source.entries("events")[ref.name], source)
        return found

    # Events ----------------------------------------------------------------------------------------------------------

    def _event(self, name: str, node: Node, source: Source) -> Event:
        fields = self.types.fields(node.get("fields"), source)
        version, public, changes = node.get("version"), node.get("public"), node.get("changes")
        number = version.json() if version else 1
        return Event(
            name=name,
            summary=node.summary(),
            place=source.problems.place(node),
            fields=fields,
            tags=self._tags(node.get("tags"), fields, source),
            public=bool(public.json()) if public else False,
            version=number,
            changes=self._changes(changes, number, fields, version or node, source),
        )

    def _tags(self, node: Node | None, fields: Fields, source: Source) -> tuple[Tag, ...]:
        if node is None:
            tagged = ((name, self.types.tag_of(field.type)) for name, field in fields.items())
            return tuple(Tag(prefix, (name,)) for name, prefix in tagged if prefix is not None)
        tags: list[Tag] = []
        for item in node.items:
            tag = self.tag_at(item, fields, "the event", source)
            if tag is not None:
                tags.append(tag)
        return tuple(tags)

    def tag_at(self, node: Node, fields: Fields, holder: str, source: Source) -> Tag | None:
        """The tag that a path names; reports a path that leads nowhere or to a type without a tag."""
        path: Path = tuple(node.text.split("."))
        found = self.types.follow(fields, path)
        if isinstance(found, str):
            source.problems.at("FB306", node, f'"{shortened(node.text)}" is no field of {holder}: {found}')
            return None
        prefix = self.types.tag_of(found.type)
        if prefix is None:
            source.problems.at(
                "FB307",
                node,
                f'"{shortened(node.text)}" has a type without a tag',
                "give its type a `tag:`, or name another field",
            )
            return None
        return Tag(prefix, path)

    def _changes(self, node: Node | None, version: int, fields: Fields, at: Node, source: Source) -> tuple[Change, ...]:
        written = {int(number): (node.key(number), steps) for number, steps in node.entries.items()} if node else {}
        changes: list[Change] = []
        for number, (key, steps) in sorted(written.items()):
            if not 2 <= number <= version:
                wrong = f"version {number} does not exist: the event is at version {version}"
                source.problems.at("FB602", key, wrong, f"set `version: {number}`, or correct the number")
                continue
            changes.append(Change(number, tuple(self._steps(steps, source)), source.problems.place(key)))
        for number in range(2, min(version, 200) + 1):
            if number not in written:
                wrong = f"version {number} does not say how it is built from version {number - 1}"
                source.problems.at("FB601", at, wrong, f"write `changes: {{{number}: {{…}}}}`")
        if changes:
            self._check_newest(changes[-1], fields, node, source)
        return tuple(changes)

    @staticmethod
    def _steps(node: Node, source: Source) -> Iterator[tuple[str, str, object]]:
        for kind, what in node.entries.items():
            if kind == "remove":
                yield from ((kind, item.text, None) for item in what.items)
            else:
                yield from ((kind, name, value.json()) for name, value in what.entries.items())

    def _check_newest(self, change: Change, fields: Fields, node: Node | None, source: Source) -> None:
        """What the last change adds, renames to or converts must be there now."""
        assert node is not None
        steps = node.entries[str(change.to)]
        for kind, name, value in change.steps:
            result = str(value) if kind == "rename" else name
            there = not isinstance(self.types.follow(fields, tuple(result.split("."))), str)
            if kind == "remove":
                if there:
                    wrong = f'"{name}" is removed in version {change.to} and yet a field of it'
                    source.problems.at("FB603", steps.entries["remove"], wrong)
            elif not there:
                at = steps.entries[kind].key(name)
                wrong = f'"{shortened(result)}" is no field of version {change.to}'
                source.problems.at("FB603", at, wrong, near(result, fields))

    # Boundaries ------------------------------------------------------------------------------------------------------

    def reads(
        self, node: Node | None, tolerated: Iterable[Ref], fields: Fields, holder: str, source: Source
    ) -> tuple[Read, ...]:
        """The parts of a boundary, each checked: the event carries the tag, the field has one, the event is public."""
        if node is None:
            return ()
        tolerated = set(tolerated)
        found: list[Read] = []
        for name, by in node.entries.items():
            key = node.key(name)
            ref = None if name == ANY else self.event_ref(key, source)
            if ref is None and name != ANY:
                continue
            items = [by] if isinstance(by.value, str) else by.items
            tags = () if by.value == ALL else tuple(self._read_tags(items, fields, holder, source))
            if len(tags) < len(items) and by.value != ALL:
                continue
            self._check_carried(ref, tags, by, source)
            if by.value == ALL:
                what = "any event at all" if ref is None else f"every {ref.name} ever recorded"
                help_ = "name a field whose type has a tag; if it is meant, say so with `allow: {FB304: why}`"
                source.problems.at("FB304", by, f"this reads {what}, so decisions wait for each other", help_)
            elif ref is None:
                wrong = "this reads events of every type that carry the tag, so unrelated ones void the decision"
                source.problems.at(
                    "FB305", key, wrong, "name the events; if it is meant, say so with `allow: {FB305: why}`"
                )
            found.append(Read(ref, tags, ref in tolerated, source.problems.place(key)))
        return tuple(found)

    def _read_tags(self, items: list[Node], fields: Fields, holder: str, source: Source) -> Iterator[Tag]:
        for item in items:
            tag = self.tag_at(item, fields, holder, source)
            if tag is None:
                continue
            if fields[tag.path[0]].optional:
                wrong = f'"{item.text}" may be missing, and then there is no boundary'
                source.problems.at("FB319", item, wrong, "make the field required, or read by another one")
            yield tag

    def _check_carried(self, ref: Ref | None, tags: tuple[Tag, ...], at: Node, source: Source) -> None:
        if ref is None:
            return
        carried = {tag.prefix for tag in self.event(ref).tags}
        for tag in tags:
            if tag.prefix not in carried:
                wrong = f'{ref.name} carries no tag "{tag.prefix}", so nothing would ever be found'
                said = ", ".join(sorted(carried)) or "none"
                source.problems.at("FB308", at, wrong, f"its tags: {said}; add a field of that type, or `tags:`")

    def event_ref(self, node: Node, source: Source) -> Ref | None:
        """The event that a text names; of another context it must be public."""
        ref = self.system.find("events", source, node, "FB301")
        if ref is not None and ref.context != source.name and not self.event(ref).public:
            wrong = f"{ref.name} is an event of {ref.context}'s own"
            source.problems.at(
                "FB309", node, wrong, f"mark it `public: true` in {ref.context} if others may rely on it"
            )
        return ref

    def own_events(self, node: Node | None, source: Source) -> tuple[Ref, ...]:
        """The events that a command or effect records: those of its own context only."""
        found: list[Ref] = []
        for item in node.items if node else ():
            ref = self.system.find("events", source, item, "FB301")
            if ref is None:
                continue
            if ref.context != source.name:
                wrong = f"{ref} is recorded by its own context only"
                source.problems.at("FB311", item, wrong, f"let a policy issue a command of {ref.context}")
            else:
                found.append(ref)
        return tuple(dict.fromkeys(found))

    # Commands --------------------------------------------------------------------------------------------------------

    def commands(self, source: Source, roles: Iterable[str]) -> tuple[dict[str, Command], dict[str, Decider]]:
        """The commands of a context and the deciders that decide on them."""
        roles = list(roles)
        commands = {name: self._command(name, node, source, roles) for name, node in source.entries("commands").items()}
        deciders: dict[str, Decider] = {}
        grouped: dict[str, str] = {}
        for name, node in source.entries("deciders").items():
            members = self._members(name, node, source, grouped)
            for member, _ in members:
                commands[member] = evolve(commands[member], decider=name)
            self._share(name, node, members, commands, source)
        for name, node in source.entries("deciders").items():
            key, own = (
                node.entries["key"].text,
                tuple(command for command, decider in grouped.items() if decider == name),
            )
            deciders[name] = self._decider(name, node.summary(), source.problems.place(node), key, own, commands)
        for name, command in commands.items():
            if name not in grouped:
                deciders[name] = self._decider(name, command.summary, command.place, None, (name,), commands)
        return commands, deciders

    def _command(self, name: str, node: Node, source: Source, roles: list[str]) -> Command:
        fields = self.types.fields(node.get("fields"), source, defaults=True)
        tolerates = node.get("tolerates")
        tolerated: list[Ref] = []
        written = node.get("reads")
        for item in tolerates.items if tolerates else ():
            ref = self.system.find("events", source, item, "FB301")
            if ref is None:
                continue
            names = written.entries if written else {}
            if item.text not in names and str(ref) not in names:
                wrong = f"{item.text} is tolerated but not read"
                source.problems.at("FB310", item, wrong, "add it to `reads:`, or remove it here")
            tolerated.append(ref)
        once = node.get("once")
        return Command(
            name=name,
            summary=node.summary(),
            place=source.problems.place(node),
            by=tuple(known_roles(node.get("by"), roles, source)),
            fields=fields,
            reads=self.reads(written, tolerated, fields, "the command", source),
            records=self.own_events(node.get("records"), source),
            rejects=tuple(rejects.entries) if (rejects := node.get("rejects")) else (),
            decider=name,
            once=bool(once.json()) if once else False,
        )

    def _members(self, name: str, node: Node, source: Source, grouped: dict[str, str]) -> list[tuple[str, Node]]:
        known = source.entries("commands")
        members: list[tuple[str, Node]] = []
        for item in node.entries["commands"].items:
            if item.text not in known:
                source.problems.at("FB316", item, f'there is no command "{item.text}" here', near(item.text, known))
            elif item.text in grouped:
                wrong = f"{item.text} is already decided by {grouped[item.text]}"
                source.problems.at("FB315", item, wrong, "a command has one decider")
            else:
                grouped[item.text] = name
                members.append((item.text, item))
        return members

    def _share(
        self,
        name: str,
        node: Node,
        members: list[tuple[str, Node]],
        commands: dict[str, Command],
        source: Source,
    ) -> None:
        """Give each command of a group what all of them read: everything the group records, by the key."""
        key = node.entries["key"]
        recorded = dict.fromkeys(ref for command, _ in members for ref in commands[command].records)
        complained: set[Ref] = set()
        for command, item in members:
            written = commands[command]
            if key.text not in written.fields:
                wrong = f'{command} has no field "{key.text}", the key of {name}'
                source.problems.at("FB314", item, wrong, near(key.text, written.fields))
                continue
            tag = self.tag_at(key, written.fields, command, source)
            if tag is None:
                return
            shared: list[Read] = []
            for ref in recorded:
                if tag.prefix not in {carried.prefix for carried in self.event(ref).tags}:
                    if ref not in complained:
                        wrong = f'{ref.name} carries no tag "{tag.prefix}", the key of {name}'
                        source.problems.at("FB308", key, wrong, f"give {ref.name} a field of that type")
                    complained.add(ref)
                    continue
                shared.append(Read(ref, (tag,), False, source.problems.place(key)))
            more = self.reads(node.get("reads"), (), written.fields, command, source)
            reads = tuple(dict.fromkeys((*shared, *more, *written.reads)))
            commands[command] = evolve(written, reads=_without_repetition(reads))

    @staticmethod
    def _decider(
        name: str,
        summary: str,
        place: Place,
        key: str | None,
        members: tuple[str, ...],
        commands: Mapping[str, Command],
    ) -> Decider:

        evolves = dict.fromkeys(read.event for member in members for read in commands[member].reads if read.event)
        return Decider(name, summary, place, key, members, tuple(evolves), declared=key is not None)

    # Rejections and effects ------------------------------------------------------------------------------------------

    def rejections(self, source: Source) -> dict[str, Rejection]:
        """The rejections of a context: each declared by one command, and mentioned empty by the others."""
        found: dict[str, Rejection] = {}
        mentioned: dict[str, Node] = {}
        for command in source.entries("commands").values():
            rejects = command.get("rejects")
            for name, node in rejects.entries.items() if rejects else ():
                key = rejects.key(name) if rejects else node
                if node.is_null:
                    mentioned.setdefault(name, key)
                    continue
                fields = self.types.fields(node.get("fields"), source)
                rejection = Rejection(name, node.summary(), source.problems.place(key), fields)
                first = found.setdefault(name, rejection)
                if _said(first) != _said(rejection):
                    wrong = f"{name} is declared differently on line {first.place.line}"
                    source.problems.at(
                        "FB313", key, wrong, "declare it once and leave it empty (`Name:`) in the other commands"
                    )
        for name, key in mentioned.items():
            if name not in found:
                wrong = f"{name} is mentioned, but no command of this context says what it means"
                source.problems.at("FB312", key, wrong, near(name, found) or f"write `{name}: why`")
                found[name] = Rejection(name, "", source.problems.place(key))
        return found

    def effects(self, source: Source) -> dict[str, Effect]:
        """The effects of a context."""
        return {
            name: Effect(
                name=name,
                summary=node.summary(),
                place=source.problems.place(node),
                fields=self.types.fields(node.get("fields"), source, defaults=True),
                records=self.own_events(node.get("records"), source),
            )
            for name, node in source.entries("effects").items()
        }


def _said(rejection: Rejection) -> tuple[str, list[tuple[str, TypeExpr, bool, Constraints]]]:
    """What a declaration says, wherever it stands."""
    fields = rejection.fields.values()
    return rejection.summary, [(field.name, field.type, field.optional, field.constraints) for field in fields]


def known_roles(node: Node | None, roles: Iterable[str], source: Source) -> Iterator[str]:
    """The roles that a list names; reports those that nobody declared."""
    roles = list(roles)
    for item in node.items if node else ():
        if item.text in roles:
            yield item.text
        else:
            source.problems.at("FB404", item, f'there is no role "{shortened(item.text)}"', near(item.text, roles))


def _without_repetition(reads: tuple[Read, ...]) -> tuple[Read, ...]:
    """Drop what is read twice; what one of the two tolerates and the other does not is not tolerated."""
    merged: dict[tuple[Ref | None, tuple[Tag, ...]], Read] = {}
    for read in reads:
        first = merged.get((read.event, read.tags))
        if first is None or (first.tolerated and not read.tolerated):
            merged[read.event, read.tags] = read
    return tuple(merged.values())
