"""Compares two systems, entry by entry.

Events must be readable for ever: what was recorded in a version has to be valid in that version as it is declared now.
Commands come from senders that know the catalogue of before; rejections and rows go to readers that do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from ..mentions import refs_in, refs_in_type
from ..model import (
    Catalogue,
    Command,
    Context,
    Effect,
    Event,
    Fields,
    Place,
    RecordType,
    Ref,
    SimpleType,
    System,
    TypeDef,
    UnionType,
)
from .findings import Finding, Verdict
from .fitting import MISMATCH, Difference, Mismatch, fields_differ, types_differ
from .impact import Impact
from .suggesting import event_yaml, type_yaml

__all__ = ["compare"]


def compare(before: Catalogue, now: Catalogue, mismatch: Mismatch | None = None) -> list[Finding]:
    """Every entry that changed, in the order of the catalogue of now; what is gone stands last.

    ``mismatch`` finds a text that one pattern admits and another does not; without it, who knows.
    """
    found: list[Finding] = []
    token = MISMATCH.set(mismatch)
    try:
        for name, then in before.systems.items():
            today = now.systems.get(name)
            if today is not None:
                found += _Comparison(then, today).run()
    finally:
        MISMATCH.reset(token)
    return found


class _Comparison:
    """Two systems of the same name."""

    def __init__(self, then: System, today: System) -> None:
        self.then = then
        self.today = today
        self.impact = Impact(then, today)

    def run(self) -> Iterator[Finding]:
        """Compare everything."""
        for ref, (was, is_) in self.changed_types.items():
            yield from self._type(ref, was, is_)
        for name, context in self.today.contexts.items():
            before = self.then.contexts.get(name)
            if before is not None:
                yield from self._context(before, context)
        for name, context in self.then.contexts.items():
            today = self.today.contexts.get(name)
            for event in context.events.values():
                if today is None or event.name not in today.events:
                    yield self._removed(name, event)
            for command in context.commands.values():
                if today is None or command.name not in today.commands:
                    yield self._command_gone(f"{name}.{command.name}", self._near(name))

    @staticmethod
    def _command_gone(ref: str, place: Place) -> Finding:
        said = "who sends it is refused"
        return Finding("command", ref, place, Verdict.BREAKING, ("it is gone",), said, backward=said)

    def _near(self, context: str) -> Place:
        """Where something stood that is there no more: at the head of its context, or of the system."""
        found = self.today.contexts.get(context)
        return found.place if found else self.today.place

    def _removed(self, context: str, event: Event) -> Finding:
        moved = next((name for name, one in self.today.contexts.items() if event.name in one.events), None)
        why = "what was recorded of it cannot be read any more"
        why += f"; {moved}.{event.name} is another event" if moved else ""
        help_ = "keep it, and say `deprecated:` instead; nobody needs to record it"
        return Finding(
            "event",
            f"{context}.{event.name}",
            self._near(context),
            Verdict.BREAKING,
            ("it is gone",),
            f"{why}: {help_}",
            backward=why,
            version=event.version,
        )

    # Types -----------------------------------------------------------------------------------------------------------

    @cached_property
    def changed_types(self) -> Mapping[Ref, tuple[TypeDef, TypeDef]]:
        """The types that are another than before."""
        holders = [("", self.then.types), *((name, one.types) for name, one in self.then.contexts.items())]
        pairs: dict[Ref, tuple[TypeDef, TypeDef]] = {}
        for context, types in holders:
            today = self.today.contexts.get(context) if context else self.today
            for name, was in types.items():
                is_ = today.types.get(name) if today else None
                if is_ is not None and _shape(was) != _shape(is_):
                    pairs[Ref(context, name)] = was, is_
        return pairs

    @cached_property
    def _narrowed_types(self) -> Mapping[Ref, list[Difference]]:
        """The types of which not every value of before is one of now."""
        found = {
            ref: [*types_differ(was, self.then, is_, self.today)] for ref, (was, is_) in self.changed_types.items()
        }
        return {ref: differences for ref, differences in found.items() if differences}

    def _type(self, ref: Ref, was: TypeDef, is_: TypeDef) -> Iterator[Finding]:
        """A type by itself needs a version where it narrows; where it has one, the events have to follow it."""
        used, effects = self.impact.holders(ref)
        touched = used + effects
        differences = self._narrowed_types.get(ref, [])
        version = len(was.older) + 1
        changes = tuple(one.text for one in differences)
        if not differences:
            yield Finding("type", str(ref), is_.place, Verdict.SAFE, ("it allows more than before",), impact=touched)
            return
        if len(is_.older) >= version:
            again = [*types_differ(was, self.then, is_.older[version - 1].definition, self.today)]
            if not again:
                return  # the events are looked at one by one
            changes = tuple(f"version {version}: {one.text}" for one in again)
            why = "the changes do not lead back to what it was"
            yield Finding("type", str(ref), is_.place, Verdict.BREAKING, changes, why, impact=touched)
            return
        if used:
            certain = any(one.certain for one in differences)
            yaml = type_yaml(ref, was, is_, differences)
            why = "events hold it, and what they recorded is not valid any more"
            yield Finding(
                "type", str(ref), is_.place, Verdict.VERSION, changes, why, certain, yaml=yaml, impact=touched
            )

    def _reached(self, fields: Fields, system: System) -> set[Ref]:
        """The types that fields hold, also inside of others."""
        found: set[Ref] = set()
        pending = [ref for field in fields.values() for ref in refs_in(field.type)]
        while pending:
            ref = pending.pop()
            if ref not in found:
                found.add(ref)
                pending += refs_in_type(system.type(ref))
        return found

    # Contexts --------------------------------------------------------------------------------------------------------

    def _context(self, before: Context, now: Context) -> Iterator[Finding]:
        for name, event in now.events.items():
            if name in before.events:
                yield from self._event(before.events[name], event, now.name)
            else:
                changes = ("it is new",)
                yield Finding("event", f"{now.name}.{name}", event.place, Verdict.SAFE, changes, version=event.version)
        for name, command in now.commands.items():
            if name in before.commands:
                yield from self._command(before.commands[name], command, now.name)
        for name, effect in before.effects.items():
            yield from self._effect(effect, now.effects.get(name), now)
        for kind, was, is_ in (
            ("rejection", before.rejections, now.rejections),
            ("view", before.views, now.views),
        ):
            for name, entry in is_.items():
                if name in was:
                    yield from self._read(kind, f"{now.name}.{name}", was[name].fields, entry.fields, entry.place)
        for name in before.views:
            if name not in now.views:
                said = "who reads it finds nothing"
                ref = f"{now.name}.{name}"
                yield Finding("view", ref, now.place, Verdict.BREAKING, ("it is gone",), said, forward=said)
        for name, view in now.views.items():
            was_view = before.views.get(name)
            if was_view is not None and (view.key, view.sources) != (was_view.key, was_view.sources):
                same = [(one.event, one.key) for one in view.sources] == [(o.event, o.key) for o in was_view.sources]
                if not same or view.key != was_view.key:
                    impact = (f"the view {now.name}.{name} has to be rebuilt",)
                    changes = ("its key or its events are others",)
                    yield Finding("view", f"{now.name}.{name}", view.place, Verdict.SAFE, changes, impact=impact)

    def _event(self, was: Event, is_: Event, context: str) -> Iterator[Finding]:
        ref = f"{context}.{is_.name}"
        if is_.version < was.version:
            lower = (f"it was at version {was.version}, and is at version {is_.version}",)
            said = f"what was recorded in version {was.version} cannot be read"
            yield Finding("event", ref, is_.place, Verdict.BREAKING, lower, said, version=was.version, backward=said)
            return
        older = is_.older[was.version - 1] if is_.version > was.version else None
        fields = older.fields if older else is_.fields
        types: Mapping[Ref, TypeDef] = older.types if older else {}
        own = [*fields_differ(was.fields, self.then, fields, self.today)]
        reached = self._reached(was.fields, self.then) & self.changed_types.keys()
        broken = {
            one: found
            for one in sorted(reached)
            if (found := self._narrowed_types.get(one, []) if one not in types else self._still(one, types[one]))
        }
        impact = self.impact.of_event(context, was, is_)
        changes: tuple[str, ...] = (
            *(one.text for one in own),
            *(f"{one.name}: {d.text}" for one, found in broken.items() for d in found),
        )
        certain = any(one.certain for found in ([own], broken.values()) for some in found for one in some)
        if not changes:
            if was.version != is_.version or _fields(was.fields) != _fields(is_.fields) or impact:
                yield self._understood(ref, was, is_, impact)
            return
        if older is not None:
            why = "the changes do not lead back to what was recorded"
            yield Finding(
                "event",
                ref,
                is_.place,
                Verdict.BREAKING,
                changes,
                why,
                certain,
                why,
                impact=impact,
                version=was.version,
            )
            return
        yaml, new = event_yaml(context, was, is_, own, broken, self.then, self.today)
        verdict = Verdict.EVENT if new else Verdict.VERSION
        why = new or "what was recorded is not valid any more"
        yaml = {} if new else yaml
        forward = "older code refuses the new version: install the new code everywhere before it writes"
        yield Finding(
            "event",
            ref,
            is_.place,
            verdict,
            changes,
            why,
            certain,
            "what was recorded is not readable as it is",
            forward,
            yaml,
            impact,
            was.version,
        )

    def _still(self, ref: Ref, older: TypeDef) -> list[Difference]:
        """In what a type of before differs from the older one that an event says it held."""
        return [*types_differ(self.changed_types[ref][0], self.then, older, self.today)]

    def _understood(self, ref: str, was: Event, is_: Event, impact: tuple[str, ...]) -> Finding:
        if is_.version > was.version:
            changes = (f"version {is_.version} is built from version {was.version}",)
            forward = "older code refuses the new version: install the new code everywhere before it writes"
        else:
            changes = ("it allows more than before",)
            wider = [*fields_differ(is_.fields, self.today, was.fields, self.then)]
            strict = [one for one in wider if one.kind != "removed"]  # older code passes over fields it does not know
            forward = "older code reads what new code writes"
            if strict:
                forward = f"older code may not read what new code writes: {strict[0].text}"
        backward = "everything that was recorded is readable"
        return Finding(
            "event",
            ref,
            is_.place,
            Verdict.SAFE,
            changes,
            backward=backward,
            forward=forward,
            impact=impact,
            version=was.version,
        )

    def _command(self, was: Command, is_: Command, context: str) -> Iterator[Finding]:
        ref = f"{context}.{is_.name}"
        differences = [*fields_differ(was.fields, self.then, is_.fields, self.today, may_be_filled=True)]
        reached = self._reached(was.fields, self.then) & self._narrowed_types.keys()
        changes = [one.text for one in differences]
        changes += [f"{one.name}: {d.text}" for one in sorted(reached) for d in self._narrowed_types[one]]
        changes += [f"{role} may not issue it any more" for role in was.by if role not in is_.by]
        impact = self.impact.of_command(was, is_)
        if changes:
            certain = any(one.certain for one in differences) or bool(reached) or set(was.by) > set(is_.by)
            said = "who sends what was valid before is refused"
            yield Finding(
                "command", ref, is_.place, Verdict.BREAKING, tuple(changes), said, certain, said, impact=impact
            )
        elif _fields(was.fields) != _fields(is_.fields) or impact:
            yield Finding("command", ref, is_.place, Verdict.SAFE, ("it takes what it took",), impact=impact)

    def _effect(self, was: Effect, is_: Effect | None, context: Context) -> Iterator[Finding]:
        """What a policy issued waits until it is done, and is read then by the code of now."""
        ref, said = f"{context.name}.{was.name}", "what was issued and is not yet done cannot be read any more"
        if is_ is None:
            yield Finding("effect", ref, context.place, Verdict.BREAKING, ("it is gone",), said, backward=said)
            return
        differences = [*fields_differ(was.fields, self.then, is_.fields, self.today, may_be_filled=True)]
        reached = self._reached(was.fields, self.then) & self._narrowed_types.keys()
        changes = [one.text for one in differences]
        changes += [f"{one.name}: {d.text}" for one in sorted(reached) for d in self._narrowed_types[one]]
        other = [f"it records {one}, which it did not" for one in is_.records if one not in was.records]
        other += [f"it does not record {one} any more" for one in was.records if one not in is_.records]
        impact = self.impact.of_effect(context.name, was.name)
        if changes:
            broken = (*changes, *other)
            yield Finding("effect", ref, is_.place, Verdict.BREAKING, broken, said, backward=said, impact=impact)
        elif other or _fields(was.fields) != _fields(is_.fields):
            safe = tuple(other) or ("it takes what it took",)
            yield Finding("effect", ref, is_.place, Verdict.SAFE, safe, impact=impact)

    def _read(self, kind: str, ref: str, was: Fields, is_: Fields, place: Place) -> Iterator[Finding]:
        """What goes to readers: they have to understand what is written from now on; more fields do no harm."""
        gone = [name for name, field in was.items() if name not in is_ and not field.optional]
        changes = [f"{name} is gone" for name in gone]
        kept = {name: field for name, field in is_.items() if name in was}
        changes += [one.text for one in fields_differ(kept, self.today, was, self.then) if one.kind != "added"]
        impact = (f"the view {ref} has to be rebuilt",) if kind == "view" and _fields(was) != _fields(is_) else ()
        if changes:
            said = "who reads it may not understand what is written from now on"
            yield Finding(kind, ref, place, Verdict.BREAKING, tuple(changes), said, forward=said, impact=impact)
        elif _fields(was) != _fields(is_):
            yield Finding(kind, ref, place, Verdict.SAFE, ("it says what it said",), impact=impact)


def _fields(fields: Fields) -> list[tuple[object, ...]]:
    return [(name, one.type, one.optional, one.constraints, one.default) for name, one in fields.items()]


def _shape(definition: TypeDef) -> object:
    match definition:
        case RecordType():
            return _fields(definition.fields)
        case UnionType():
            return definition.members
        case SimpleType():
            return definition.type, definition.constraints, definition.tag
        case _:
            return definition.values, definition.tag
