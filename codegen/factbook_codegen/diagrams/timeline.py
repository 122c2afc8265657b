"""A story as columns of a timeline: who acts, what they ask for, what happens, what is then to be seen.

A catalogue does not know what the functions will decide, so this tells what the declarations promise: a command that
may record one event records it; one that may record several is shown with all of them, marked as possible, unless the
story's next step says which (``recorded:``). From what is certain the policies follow, and what they issue, until
something is only possible. Whoever has run the story can build the columns from what happened instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from typing import Final, cast

from attrs import evolve, field, frozen

from ..model import Context, Do, Issue, Json, Payload, Policy, Recorded, Ref, See, SetFlag, Story, System, Wait
from .labels import duration, plain

CHAIN: Final = 12
"""Columns that one step may set off, against policies that feed each other."""

SEEN: Final = 3
"""Views below each other."""

SHOWS: Final = 4
SHOWN: Final = 36
"""Fields of a row that a view shows, and characters of a value."""

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@frozen
class Cell:
    """One box: ``kind`` and ``variant`` as in ``style``, ``ref`` where something of the catalogue stands behind it."""

    kind: str
    words: str
    ref: Ref | None = None
    variant: str = ""
    notes: tuple[str, ...] = ()
    tip: str = ""


@frozen
class Column:
    """One moment: who acts, what is asked, what happens, and what is then seen, before anything else happens.

    ``steps`` are the numbers, from 1, of the steps of the story that begin here: none where a policy goes on with what
    a step has set off, several where views are looked at. ``cause`` is the event that set off the policy in ``who``.
    """

    steps: tuple[int, ...] = ()
    who: Cell | None = None
    asked: Cell | None = None
    happened: tuple[Cell, ...] = ()
    seen: tuple[Cell, ...] = ()
    cause: Ref | None = None

    @property
    def cells(self) -> Iterator[Cell]:
        """All cells, from top to bottom."""
        yield from (cell for cell in (self.who, self.asked, *self.happened, *self.seen) if cell is not None)


@frozen
class _World:
    """What the story has done so far to flags and to policies that wait."""

    system: System
    policies: tuple[tuple[str, Policy], ...]
    flags: dict[str, bool]
    waiting: list[tuple[timedelta, str, Policy, Ref]] = field(factory=list[tuple[timedelta, str, Policy, Ref]])


def timeline(story: Story, system: System) -> tuple[Column, ...]:
    """The columns of ``story``, by what ``system`` declares."""
    flags = {name: flag.default for name, flag in system.flags.items()}
    policies: list[tuple[str, Policy]] = []
    for context in system.contexts.values():
        flags.update((name, flag.default) for name, flag in context.flags.items())
        policies += [(context.name, policy) for policy in context.policies.values()]
    world = _World(system, tuple(policies), flags)
    columns: list[Column] = []
    for index, step in enumerate(story.steps):
        following = story.steps[index + 1 : index + 2]
        known = list(following[0].events) if following and isinstance(following[0], Recorded) else None
        match step:
            case See(payload, absent):
                look_at(columns, index + 1, row_cell(payload, absent, system))
            case Do() | Wait() | SetFlag():
                first, *others = _step(step, world, known)
                columns += [evolve(first, steps=(index + 1,)), *others, *_explain(world, known or [])]
            case Recorded():
                pass
    return tuple(columns)


def look_at(columns: list[Column], number: int, seen: Cell) -> None:
    """Views are looked at below what has just happened, a few at a time."""
    if columns and len(columns[-1].seen) < SEEN and not (columns[-1].who and columns[-1].who.kind == "clock"):
        last = columns.pop()
        columns.append(evolve(last, steps=(*last.steps, number), seen=(*last.seen, seen)))
    else:
        columns.append(Column((number,), seen=(seen,)))


def _step(step: Do | Wait | SetFlag, world: _World, known: list[Ref] | None) -> list[Column]:
    match step:
        case Do(role, payload, refused):
            command = world.system.command(payload.ref)
            who = actor_cell(role, world.system)
            tip = ", ".join(written(payload)) or command.summary
            if refused is not None:
                asked = Cell("command", payload.ref.name, payload.ref, "refused", ("refused",), tip)
                summary = world.system.contexts[refused.context].rejections[refused.name].summary
                return [Column((), who, asked, (Cell("rejection", refused.name, refused, tip=summary),))]
            asked = Cell("command", payload.ref.name, payload.ref, tip=tip)
            events, sure = _outcome(command.records, known)
            first = Column((), who, asked, event_cells(events, sure, world.system))
            return [first, *(_follow(events, world, known) if sure else ())]
        case Wait(span):
            return [Column(who=Cell("clock", f"wait {duration(span)}")), *_wait(span, world, known)]
        case SetFlag(flag, on):
            world.flags[flag] = on
            return [Column(who=switch_cell(flag, on, world.system))]


def _outcome(declared: Sequence[Ref], known: list[Ref] | None) -> tuple[list[Ref], bool]:
    """What a command or effect that may record ``declared`` did record, and whether that is certain.

    ``known`` is what is known to have happened from here on; what is found in it is taken out of it.
    """
    if known is None:
        return list(declared), len(declared) == 1
    found: list[Ref] = []
    while known and known[0] in declared:
        found.append(known.pop(0))
    if not found and (later := next((ref for ref in known if ref in declared), None)):
        known.remove(later)
        found.append(later)
    return found, True


def event_cells(events: Sequence[Ref], sure: bool, system: System) -> tuple[Cell, ...]:
    """Events that happened, or that may have."""
    variant, notes = ("", ()) if sure else ("maybe", ("possibly",))
    return tuple(Cell("event", ref.name, ref, variant, notes, system.event(ref).summary) for ref in events)


def _follow(events: Sequence[Ref], world: _World, known: list[Ref] | None) -> list[Column]:
    """What policies do about ``events``, and about what that brings about, at once; those that wait are remembered."""
    columns: list[Column] = []
    news = list(events)
    while news and len(columns) < CHAIN:
        event = news.pop(0)
        for context, policy in world.policies:
            if event not in policy.when or not world.flags.get(policy.flag or "", True):
                continue
            if policy.after is not None:
                world.waiting.append((policy.after, context, policy, event))
                continue
            for column, more in _react(context, policy, event, world, known):
                columns.append(column)
                news += more
    return columns[:CHAIN]


def _react(
    context: str, policy: Policy, event: Ref, world: _World, known: list[Ref] | None
) -> Iterator[tuple[Column, list[Ref]]]:
    """One column for each thing that ``policy`` issues, and the events that surely follow."""
    for issue in policy.issues:
        declared, summary = _issued(issue, world.system)
        events, sure = _outcome(declared, known)
        if known is not None and not events:
            continue  # it is known what happened, and this is not among it
        possible = "maybe" if known is None and (len(policy.issues) > 1 or policy.after is not None) else ""
        who = Cell("policy", policy.name, Ref(context, policy.name), possible, tip=policy.summary)
        asked = Cell(issue.kind, issue.ref.name, issue.ref, possible, tip=summary)
        certain = sure and not possible
        yield Column((), who, asked, event_cells(events, certain, world.system), cause=event), events if certain else []


def _explain(world: _World, known: list[Ref]) -> list[Column]:
    """What is known to have happened, but follows from nothing told so far: by the only policy that may have brought it
    about; alone, where that is not one."""
    columns: list[Column] = []
    while known:
        event = known[0]
        reasons = [
            (context, policy, evolve(policy, issues=(issue,)))
            for context, policy in world.policies
            for issue in policy.issues
            if policy.when and event in _issued(issue, world.system)[0] and world.flags.get(policy.flag or "", True)
        ]
        if len(reasons) == 1:
            ((context, policy, narrowed),) = reasons
            told = list(_react(context, narrowed, policy.when[0], world, known))
        else:
            told = [(Column(happened=event_cells([known.pop(0)], True, world.system)), [event])]
        for column, more in told:
            columns += [column, *_follow(more, world, known)]
    return columns


def _issued(issue: Issue, system: System) -> tuple[tuple[Ref, ...], str]:
    context = system.contexts[issue.ref.context]
    if issue.kind == "effect":
        return context.effects[issue.ref.name].records, context.effects[issue.ref.name].summary
    return context.commands[issue.ref.name].records, context.commands[issue.ref.name].summary


def _wait(span: timedelta, world: _World, known: list[Ref] | None) -> list[Column]:
    due = sorted((each for each in world.waiting if each[0] <= span), key=lambda each: each[0])
    world.waiting[:] = [
        (left - span, context, policy, event) for left, context, policy, event in world.waiting if left > span
    ]
    columns: list[Column] = []
    for _, context, policy, event in due:
        if world.flags.get(policy.flag or "", True):
            for column, more in _react(context, policy, event, world, known):
                columns += [column, *_follow(more, world, known)]
    return columns


def row_cell(payload: Payload, absent: bool, system: System) -> Cell:
    """The written fields of a row, but for its key: the story's words for it have become uuids."""
    view = system.view(payload.ref)
    if absent:
        return Cell("view", view.name, payload.ref, "absent", ("no such row",), view.summary)
    return Cell("view", view.name, payload.ref, "", tuple(written(payload, view.key)[:SHOWS]), view.summary)


def written(payload: Payload, left_out: Collection[str] = ()) -> list[str]:
    """``field: value`` for what the author wrote, without uuids, which nobody remembers."""
    values = ((name, _value(payload.data.get(name))) for name in payload.written if name not in left_out)
    return [f"{name}: {value}" for name, value in values if value]


def _value(value: Json) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case str():
            return "" if _UUID.fullmatch(value) else plain(value, SHOWN)
        case dict():
            parts = [_value(part) for part in cast("dict[str, Json]", value).values()]
            return plain(", ".join(part for part in parts if part), SHOWN)
        case list():
            parts = [_value(part) for part in cast("Sequence[Json]", value)]
            return plain("; ".join(part for part in parts if part), SHOWN)
        case _:
            return str(value)


def actor_cell(name: str, system: System) -> Cell:
    """Somebody who acts."""
    for owner, declared in _owners(system):
        if name in declared.roles:
            return Cell("actor", name, Ref(owner, name), tip=declared.roles[name].summary)
    return Cell("actor", name)


def switch_cell(name: str, on: bool, system: System) -> Cell:
    """A flag that is switched."""
    words = f"{name} {'on' if on else 'off'}"
    for owner, declared in _owners(system):
        if name in declared.flags:
            return Cell("clock", words, Ref(owner, name), tip=declared.flags[name].summary)
    return Cell("clock", words)


def _owners(system: System) -> Iterator[tuple[str, System | Context]]:
    """Who may declare roles and flags: the system (its own name is empty), and each context."""
    yield "", system
    yield from system.contexts.items()
