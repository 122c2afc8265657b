"""What refers to what, turned round: a catalogue says what a command records, a page says who records an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from attrs import Factory, frozen

from ..model import (
    Context,
    Do,
    EnumType,
    Fields,
    ListOf,
    MapOf,
    Named,
    Payload,
    Primitive,
    Read,
    RecordType,
    Ref,
    Refused,
    Scenario,
    See,
    SimpleType,
    Story,
    System,
    TypeDef,
    TypeExpr,
    UnionType,
)

__all__ = ["References", "Said", "Use", "refer", "stories_of"]


class Use(NamedTuple):
    """Something that refers to something else; ``note`` says by what: a field, or what is read."""

    kind: str
    ref: Ref
    note: str = ""


Uses: TypeAlias = dict[Ref, list[Use]]


class Said(NamedTuple):
    """What others say of something: ``how`` is one of the names of :class:`References`."""

    how: str
    ref: Ref
    by: Sequence[object]


@frozen
class References:
    """Who refers to an event, command, effect, view, type or rejection, in the order of the catalogue.

    ``readers`` are commands and policies that read an event before they decide (a note says if a new one is
    tolerated), ``reactions`` the policies and views that follow from it. ``told`` are the stories in which something
    occurs; ``scenarios`` those of a context by the message, rejection or view they tell of.
    """

    recorders: Uses = Factory(dict[Ref, list[Use]])
    readers: Uses = Factory(dict[Ref, list[Use]])
    reactions: Uses = Factory(dict[Ref, list[Use]])
    issuers: Uses = Factory(dict[Ref, list[Use]])
    refusers: Uses = Factory(dict[Ref, list[Use]])
    queries: Uses = Factory(dict[Ref, list[Use]])
    types: Uses = Factory(dict[Ref, list[Use]])
    told: dict[Ref, dict[str, Story]] = Factory(dict[Ref, dict[str, Story]])
    scenarios: dict[Ref, list[tuple[str, Scenario]]] = Factory(dict[Ref, list[tuple[str, Scenario]]])

    def across(self) -> dict[str, list[Said]]:
        """All that other contexts and stories say about the things of each context: what its pages show beside what
        stands in its own file."""
        found: dict[str, list[Said]] = {}
        for name in ("recorders", "readers", "reactions", "issuers", "refusers", "queries", "types"):
            uses: Uses = getattr(self, name)
            for ref, who in uses.items():
                if others := [one for one in who if one.ref.context != ref.context]:
                    found.setdefault(ref.context, []).append(Said(name, ref, others))
        for ref, stories in self.told.items():
            told = [(place, story.title) for place, story in stories.items()]
            found.setdefault(ref.context, []).append(Said("told", ref, told))
        for ref, scenarios in self.scenarios.items():
            if tellers := [one for context, one in scenarios if context != ref.context]:
                found.setdefault(ref.context, []).append(Said("scenarios", ref, tellers))
        return found


def stories_of(system: System) -> Iterator[Story]:
    """Every story: of the system first, then of each context."""
    yield from system.stories
    for context in system.contexts.values():
        yield from context.stories


def refer(system: System) -> References:
    """Look through a system once."""
    found = References()
    _types(found, "", system.types)
    for context in system.contexts.values():
        _types(found, context.name, context.types)
        _messages(found, context)
        _reactions(found, context)
        for scenario in context.scenarios:
            for ref in dict.fromkeys(_in_scenario(scenario, context)):
                found.scenarios.setdefault(ref, []).append((context.name, scenario))
    for story in stories_of(system):
        for step in story.steps:
            for ref in _in_step(step):
                found.told.setdefault(ref, {})[str(story.place)] = story
    return found


def _types(found: References, owner: str, types: Mapping[str, TypeDef]) -> None:
    for name, one in types.items():
        ref = Ref(owner, name)
        match one:
            case SimpleType():
                _note(found.types, _named(one.type), Use("type", ref))
            case RecordType():
                _fields(found, "type", ref, one.fields)
            case UnionType():
                _note(found.types, one.members, Use("type", ref))
            case EnumType():
                pass


def _messages(found: References, context: Context) -> None:
    for kind, things in (("command", context.commands), ("effect", context.effects)):
        for name, thing in things.items():
            ref = Ref(context.name, name)
            _fields(found, kind, ref, thing.fields)
            _note(found.recorders, thing.records, Use(kind, ref))
    for name, event in context.events.items():
        _fields(found, "event", Ref(context.name, name), event.fields)
    for name, rejection in context.rejections.items():
        _fields(found, "rejection", Ref(context.name, name), rejection.fields)
    for name, command in context.commands.items():
        ref = Ref(context.name, name)
        _reads(found, Use("command", ref), command.reads)
        _note(found.refusers, [Ref(context.name, one) for one in command.rejects], Use("command", ref))


def _reactions(found: References, context: Context) -> None:
    for name, policy in context.policies.items():
        use = Use("policy", Ref(context.name, name))
        _note(found.reactions, policy.when, use)
        _note(found.issuers, [issue.ref for issue in policy.issues], use)
        _reads(found, use, policy.reads)
    for name, view in context.views.items():
        use = Use("view", Ref(context.name, name))
        _fields(found, "view", use.ref, view.fields)
        _note(found.reactions, [source.event for source in view.sources], use)
    for name, query in context.queries.items():
        _note(found.queries, [query.view], Use("query", Ref(context.name, name)))


def _reads(found: References, use: Use, reads: Iterable[Read]) -> None:
    for read in reads:
        if read.event is not None:
            tolerated = use._replace(note="tolerated") if read.tolerated else use
            _note(found.readers, [read.event], tolerated)


def _fields(found: References, kind: str, ref: Ref, fields: Fields) -> None:
    for one in fields.values():
        _note(found.types, _named(one.type), Use(kind, ref, one.name))


def _named(expression: TypeExpr) -> Iterator[Ref]:
    match expression:
        case Named(ref):
            yield ref
        case ListOf(item):
            yield from _named(item)
        case MapOf(key, value):
            yield from _named(key)
            yield from _named(value)
        case Primitive():
            pass


def _note(uses: Uses, refs: Iterable[Ref], use: Use) -> None:
    for ref in refs:
        known = uses.setdefault(ref, [])
        if use not in known[-1:]:
            known.append(use)


def _in_scenario(scenario: Scenario, context: Context) -> Iterator[Ref]:
    then = (scenario.then.rejection,) if isinstance(scenario.then, Refused) else scenario.then
    payloads: tuple[Payload, ...] = (*scenario.given, *([scenario.when] if scenario.when else []), *then)
    yield Ref(context.name, scenario.subject)
    yield from (payload.ref for payload in payloads)


def _in_step(step: object) -> Iterator[Ref]:
    match step:
        case Do(_, command, refused):
            yield command.ref
            if refused is not None:
                yield refused
        case See(row):
            yield row.ref
        case _:
            yield from getattr(step, "events", ())
