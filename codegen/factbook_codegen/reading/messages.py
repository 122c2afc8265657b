"""Commands, deciders, rejections and effects: what each carries, reads, records and refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import evolve

from ..diagnostics import Diagnostic, near
from ..model import Command, Constraints, Decider, Effect, Field, Place, Read, Ref, Rejection, Tag, TypeExpr
from .boundaries import Boundaries
from .events import Events
from .nodes import Node
from .problems import Problems
from .source import Source, SystemSources
from .types import Types


class Messages:
    """Resolves the messages of one system."""

    def __init__(self, system: SystemSources, types: Types) -> None:
        self.system = system
        self.types = types
        self.events = Events(system, types)
        self.boundaries = Boundaries(self.events)

    # Commands and deciders -------------------------------------------------------------------------------------------

    def commands(self, source: Source) -> tuple[dict[str, Command], dict[str, Decider]]:
        """The commands of a context and the deciders that decide on them."""
        written = source.entries("commands")
        tolerated = {name: self._tolerated(node, source) for name, node in written.items()}
        commands = {name: self._command(name, node, tolerated[name], source) for name, node in written.items()}
        deciders: dict[str, Decider] = {}
        grouped: dict[str, str] = {}
        for name, node in source.entries("deciders").items():
            members = self._members(name, node, source, grouped)
            for member in members:
                commands[member] = evolve(commands[member], decider=name)
            self._share(name, node, members, commands, tolerated, source)
            deciders[name] = _decider(name, node, members, commands, source)
        doubts = self.system.doubts
        groups = [Ref(source.name, name) for name in deciders]
        lost = source.removed.holds("deciders") or any(doubts.unclear("commands", group) for group in groups)
        for name, command in commands.items():
            ref = Ref(source.name, name)
            if name not in grouped and lost:
                # What cannot be read may be the group of this command, which reads what its commands record.
                doubts.obscure("reads", ref)
                doubts.miss("events", [source.name])
            elif not doubts.unclear("reads", ref):
                self._check_reads(command, written[name], tolerated[name], name in grouped, source)
            if name not in grouped:
                reads = _events_of([command])
                deciders[name] = Decider(name, command.summary, command.place, None, (name,), reads, declared=False)
        return commands, deciders

    def _command(self, name: str, node: Node, tolerated: Mapping[Ref, Node], source: Source) -> Command:
        fields = self.types.fields.read(node.get("fields"), source, defaults=True)
        by, once, rejects = node.get("by"), node.get("once"), node.get("rejects")
        roles = [self.system.find("roles", source, role, "FB404") for role in (by.items if by else ())]
        if None in roles:
            self.system.doubts.obscure("by", Ref(source.name, name))
        return Command(
            name=name,
            summary=node.summary(),
            place=source.problems.place(node),
            by=tuple(dict.fromkeys(role.name for role in roles if role is not None)),
            fields=fields,
            reads=self.boundaries.read(name, node.get("reads"), fields, source, tolerated),
            records=self.events.own(node.get("records"), name, source),
            rejects=tuple(rejects.entries) if rejects else (),
            decider=name,
            once=bool(once.json()) if once else False,
        )

    def _tolerated(self, node: Node, source: Source) -> dict[Ref, Node]:
        """The events that a command tolerates, with the place that says so."""
        tolerates = node.get("tolerates")
        found: dict[Ref, Node] = {}
        for item in tolerates.items if tolerates else ():
            ref = self.system.find("events", source, item, "FB301")
            if ref is not None:
                found[ref] = item
        return found

    @staticmethod
    def _check_reads(
        command: Command, node: Node, tolerated: Mapping[Ref, Node], grouped: bool, source: Source
    ) -> None:
        read = {one.event for one in command.reads}
        for ref, item in tolerated.items():
            if ref not in read:
                wrong = f"{command.name} tolerates {ref.name}, but does not read it"
                source.problems.at("FB310", item, wrong, "add it to `reads:`, or remove it here")
        reads = node.get("reads")
        if (reads is None or not reads.value) and not grouped:
            wrong = f"{command.name} reads nothing, so it is accepted every time it is sent"
            help_ = "add `reads:`; if it is meant, say so with `allow: {FB317: why}`"
            source.problems.entry("FB317", node, command.name, wrong, help_)

    def _members(self, name: str, node: Node, source: Source, grouped: dict[str, str]) -> list[str]:
        members: list[str] = []
        for item in node.entries["commands"].items:
            ref = self.system.find("commands", source, item, "FB316")
            if ref is None:
                self.system.doubts.obscure("commands", Ref(source.name, name))
                continue
            if ref.name in grouped:
                twice = (
                    "stands here twice" if grouped[ref.name] == name else f"is already decided by {grouped[ref.name]}"
                )
                source.problems.at(
                    "FB315", item, f"{ref.name} {twice}", "a command has one decider: remove one of them"
                )
            else:
                grouped[ref.name] = name
                members.append(ref.name)
        return members

    def _share(
        self,
        name: str,
        node: Node,
        members: list[str],
        commands: dict[str, Command],
        tolerated: Mapping[str, Mapping[Ref, Node]],
        source: Source,
    ) -> None:
        """Give each command of a group what all of them read: everything the group records, by the key."""
        key = node.entries["key"]
        recorded = dict.fromkeys(ref for member in members for ref in commands[member].records)
        complained: set[Ref] = set()
        before = len(source.problems.found)
        for member in members:
            command = commands[member]
            if key.text not in command.fields:
                wrong = f'{member} has no field "{key.text}", the key of {name}'
                source.problems.at("FB314", key, wrong, near(key.text, command.fields) or f"add it to {member}")
                found = None
            else:
                found = self.events.tag_at(key, command.fields, member, source)
            if found is not None:
                self._check_key(name, key, member, found, [ref for ref in recorded if ref not in complained], source)
                complained.update(ref for ref in recorded if not self.events.carries(ref, found[0].prefix))
            own = tolerated[member]
            place = source.problems.place(key)
            tags = (found[0],) if found else ()
            shared = [Read(ref, tags, ref in own, place) for ref in recorded]
            more = self.boundaries.read(member, node.get("reads"), command.fields, source, own)
            commands[member] = evolve(command, reads=_without_repetition([*shared, *more, *command.reads]))
        _said_of_all(source.problems, before, len(members))
        refs = [Ref(source.name, member) for member in members]
        doubts = self.system.doubts
        lost = doubts.unclear("commands", Ref(source.name, name)) or any(doubts.unclear("records", ref) for ref in refs)
        if lost or len(source.problems.found) > before:
            doubts.obscure("reads", *refs)

    def _check_key(
        self, decider: str, key: Node, command: str, found: tuple[Tag, list[Field]], recorded: list[Ref], source: Source
    ) -> None:
        """The key of a group must always be there, and be a tag of every event that the group records."""
        tag, steps = found
        if steps[0].optional:
            wrong = f'"{key.text}" of {command} may be missing, and then nothing says which events to read'
            source.problems.at("FB319", key, wrong, "make the field required")
        for ref in recorded:
            if not self.events.carries(ref, tag.prefix):
                wrong = f'{ref.name} carries no tag "{tag.prefix}", so it is not found by the key of {decider}'
                source.problems.at("FB308", key, wrong, f"give {ref.name} a field of that type")

    # Rejections and effects ------------------------------------------------------------------------------------------

    def rejections(self, source: Source) -> dict[str, Rejection]:
        """The rejections of a context: each declared by one command, and mentioned empty by the others."""
        found: dict[str, Rejection] = {}
        mentioned: dict[str, Node] = {}
        mentioning: dict[str, list[Ref]] = {}
        for owner, command in source.entries("commands").items():
            rejects = command.get("rejects")
            for name, node in rejects.entries.items() if rejects else ():
                assert rejects is not None
                key = rejects.key(name)
                if node.is_null:
                    mentioned.setdefault(name, key)
                    mentioning.setdefault(name, []).append(Ref(source.name, owner))
                    continue
                fields = self.types.fields.read(node.get("fields"), source, subjects=False)
                rejection = Rejection(name, node.summary(), source.problems.place(key), fields)
                first = found.setdefault(name, rejection)
                if _said(first) != _said(rejection):
                    wrong = f"{name} is declared differently on line {first.place.line}"
                    help_ = f"declare it once, and write `{name}:` in the other commands"
                    source.problems.at("FB313", key, wrong, help_)
        for name, key in mentioned.items():
            if name not in found:
                self.system.doubts.miss("rejections", [source.name])
                self.system.doubts.obscure("rejects", *mentioning[name])
                if not self.system.excused("rejections", source.name, name):
                    wrong = f"{name} is mentioned, but no command of this context says what it means"
                    help_ = near(name, found)
                    help_ = help_ if help_.startswith("did") else f"write `{name}: why`"
                    source.problems.at("FB312", key, wrong, help_)
                found[name] = Rejection(name, "", source.problems.place(key))
        return found

    def effects(self, source: Source) -> dict[str, Effect]:
        """The effects of a context."""
        return {
            name: Effect(
                name=name,
                summary=node.summary(),
                place=source.problems.place(node),
                fields=self.types.fields.read(node.get("fields"), source, defaults=True),
                records=self.events.own(node.get("records"), name, source),
            )
            for name, node in source.entries("effects").items()
        }


def _decider(name: str, node: Node, members: list[str], commands: Mapping[str, Command], source: Source) -> Decider:
    reads = _events_of([commands[member] for member in members])
    place = source.problems.place(node)
    return Decider(name, node.summary(), place, node.entries["key"].text, tuple(members), reads)


def _events_of(commands: Iterable[Command]) -> tuple[Ref, ...]:
    """The event types that some commands read."""
    return tuple(dict.fromkeys(read.event for command in commands for read in command.reads if read.event))


def _said_of_all(problems: Problems, start: int, members: int) -> None:
    """What is wrong for every member of a group, from the problem number ``start`` on, is said once."""
    new = problems.found[start:]
    times = Counter((one.code, one.place) for one in dict.fromkeys(new))
    first: dict[tuple[str, Place], Diagnostic] = {}
    for one in new:
        first.setdefault((one.code, one.place), one)
    problems.found[start:] = [one for one in new if times[one.code, one.place] < members or one in first.values()]


def _said(rejection: Rejection) -> tuple[str, list[tuple[str, TypeExpr, bool, Constraints]]]:
    """What a declaration says, wherever it stands."""
    fields = rejection.fields.values()
    return rejection.summary, [(field.name, field.type, field.optional, field.constraints) for field in fields]


def _without_repetition(reads: Iterable[Read]) -> tuple[Read, ...]:
    """Drop what is read twice; what one of the two tolerates and the other does not is not tolerated."""
    merged: dict[tuple[Ref | None, tuple[Tag, ...]], Read] = {}
    for read in reads:
        first = merged.get((read.event, read.tags))
        if first is None or (first.tolerated and not read.tolerated):
            merged[read.event, read.tags] = read
    return tuple(merged.values())
