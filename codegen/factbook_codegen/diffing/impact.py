"""What a change touches: who reads an event, which views to rebuild, which tags to add to what was recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ..mentions import refs_in, refs_in_type
from ..model import Command, Context, Effect, Event, Ref, System, TypeDef

__all__ = ["Impact"]


class Impact:
    """Knows who uses what in two systems."""

    def __init__(self, then: System, today: System) -> None:
        self.then = then
        self.today = today
        self._readers: dict[Ref, list[str]] = {}
        self._issuers: dict[Ref, list[str]] = {}
        for name, context in today.contexts.items():
            for decider in context.deciders.values():
                for event in decider.evolves:
                    self._readers.setdefault(event, []).append(f"snapshots of {name}.{decider.name}")
            for view in context.views.values():
                for source in view.sources:
                    self._readers.setdefault(source.event, []).append(f"the view {name}.{view.name}")
            for policy in context.policies.values():
                for event in policy.when:
                    where = "the policy" if event.context == name else "a consumer in another context, the policy"
                    self._readers.setdefault(event, []).append(f"{where} {name}.{policy.name}")
                for issue in policy.issues:
                    said = f"the policy {name}.{policy.name}, which issues it"
                    self._issuers.setdefault(issue.ref, []).append(said)
            for effect in context.effects.values():
                for event in effect.records:
                    said = f"the effect {name}.{effect.name}, whose handler answers it"
                    self._readers.setdefault(event, []).append(said)

    def of_event(self, context: str, was: Event, is_: Event) -> tuple[str, ...]:
        """What a changed event touches; nothing where neither its shape nor its tags changed."""
        touched = list(self._tags(context, was, is_))
        shape = [(name, one.type, one.optional, one.constraints) for name, one in was.fields.items()]
        now = [(name, one.type, one.optional, one.constraints) for name, one in is_.fields.items()]
        if shape != now or was.version != is_.version:
            touched += dict.fromkeys(self._readers.get(Ref(context, is_.name), ()))
        return tuple(touched)

    @staticmethod
    def _tags(context: str, was: Event, is_: Event) -> Iterator[str]:
        before = {tag.prefix for tag in was.tags}
        now = {tag.prefix for tag in is_.tags}
        for prefix in sorted(now - before):
            yield (
                f"the tag {prefix} is new: what was recorded of {context}.{is_.name} has to be indexed by it:"
                " `factbook store retag`"
            )
        for prefix in sorted(before - now):
            yield f"the tag {prefix} is gone: who reads {context}.{is_.name} by it finds nothing any more"

    @staticmethod
    def of_command(was: Command, is_: Command) -> tuple[str, ...]:
        """What a changed boundary touches."""
        before = [(read.event, read.tags, read.tolerated) for read in was.reads]
        now = [(read.event, read.tags, read.tolerated) for read in is_.reads]
        return (f"snapshots of {is_.decider}: what it reads is another",) if before != now else ()

    def of_effect(self, context: str, name: str) -> tuple[str, ...]:
        """What a changed effect touches: its handler, and who issues it."""
        return (f"the handler of {context}.{name}", *dict.fromkeys(self._issuers.get(Ref(context, name), ())))

    def holders(self, ref: Ref) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The events, and the effects, that hold a type, also inside of others."""
        holders = {ref}
        types: dict[Ref, TypeDef] = {Ref("", name): one for name, one in self.today.types.items()}
        for name, context in self.today.contexts.items():
            types |= {Ref(name, one.name): one for one in context.types.values()}
        held = {one: [*refs_in_type(definition)] for one, definition in types.items()}
        while more := {one for one, others in held.items() if one not in holders and not holders.isdisjoint(others)}:
            holders |= more
        events, effects = (
            tuple(
                f"the {kind} {name}.{one.name}"
                for name, context in self.then.contexts.items()
                for one in entries(context).values()
                if any(held in holders for field in one.fields.values() for held in refs_in(field.type))
            )
            for kind, entries in _HOLDING
        )
        return events, effects


_HOLDING: Final[tuple[tuple[str, Callable[[Context], Mapping[str, Event | Effect]]], ...]] = (
    ("event", lambda context: context.events),
    ("effect", lambda context: context.effects),
)
