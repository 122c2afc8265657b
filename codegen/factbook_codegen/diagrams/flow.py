"""The flow of a context: command → event → policy → command or effect, and event → view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from ..model import Context, Policy, Ref, System
from .dot import Dot
from .labels import duration, some, wrapped
from .links import identity, page

DEEP: Final = 7
"""Arrows behind each other from which on a flow goes downwards: to the right it would leave every page."""

_RIGHTWARDS = "rankdir=LR ranksep=0.55 nodesep=0.16"
_DOWNWARDS = "rankdir=TB ranksep=0.35 nodesep=0.2"

_Arrow: TypeAlias = tuple[str, str, str]
"""From which node, to which, and the kind of arrow."""


def flow(context: Context, system: System) -> str:
    """The DOT of everything that happens in ``context``, from left to right (or downwards, where that is long).

    What belongs to another context (an event that a policy reacts to, a command that it issues) stands on grey with
    the name of that context. Who elsewhere reacts to this context shows in the context map: this diagram follows only
    what the context itself refers to.
    """
    arrows = list(_arrows(context))
    layout = _DOWNWARDS if _deep(arrows) else _RIGHTWARDS
    dot = Dot(f"Flow of {context.title or context.name}", context.place.file, layout)
    for command in context.commands.values():
        _own(dot, context, "command", command.name, command.summary, wrapped(", ".join(some(command.by))))
    for event in context.events.values():
        _own(dot, context, "event", event.name, event.summary)
    for policy in context.policies.values():
        _own(dot, context, "policy", policy.name, policy.summary, conditions(policy))
    for effect in context.effects.values():
        _own(dot, context, "effect", effect.name, effect.summary)
    for view in context.views.values():
        _own(dot, context, "view", view.name, view.summary)
    _foreign(dot, context, system)
    for tail, head, kind in arrows:
        dot.edge(tail, head, kind)
    if not (context.commands or context.events or context.policies or context.effects or context.views):
        dot.node("nothing", "words", wrapped(f"Nothing happens in {context.title or context.name} yet.", 60))
    return str(dot)


def conditions(policy: Policy) -> list[str]:
    """What a policy waits for or depends on, in words."""
    after = [f"after {duration(policy.after)}"] if policy.after is not None else []
    return [*after, *(wrapped(f"if {policy.flag}") if policy.flag else [])]


def _own(dot: Dot, context: Context, kind: str, name: str, summary: str, notes: Sequence[str] = ()) -> None:
    dot.node(
        identity(kind, context.name, name),
        kind,
        wrapped(name),
        notes=notes,
        url=page(kind, context.name, name),
        tip=summary or name,
        deprecated=context.deprecated.get(name),
    )


def _foreign(dot: Dot, context: Context, system: System) -> None:
    events = [ref for policy in context.policies.values() for ref in policy.when]
    events += [source.event for view in context.views.values() for source in view.sources]
    issued = [issue for policy in context.policies.values() for issue in policy.issues]
    for ref in dict.fromkeys(events):
        if ref.context != context.name:
            foreign(dot, "event", ref, system, system.event(ref).summary)
    for issue in dict.fromkeys(issued):
        if issue.ref.context != context.name:
            other = system.contexts[issue.ref.context]
            things = other.commands if issue.kind == "command" else other.effects
            foreign(dot, issue.kind, issue.ref, system, things[issue.ref.name].summary)


def foreign(dot: Dot, kind: str, ref: Ref, system: System, summary: str, name: str = "") -> None:
    """A node for something of another context."""
    dot.node(
        name or identity(kind, ref.context, ref.name),
        kind,
        wrapped(ref.name),
        notes=wrapped(ref.context),
        variant="external",
        url=page(kind, ref.context, ref.name),
        tip=summary or ref.name,
        deprecated=system.contexts[ref.context].deprecated.get(ref.name),
    )


def _arrows(context: Context) -> Iterator[_Arrow]:
    for kind, things in (("command", context.commands), ("effect", context.effects)):
        for thing in things.values():
            for ref in thing.records:
                yield identity(kind, context.name, thing.name), identity("event", *ref), "records"
    for policy in context.policies.values():
        for ref in policy.when:
            yield identity("event", *ref), identity("policy", context.name, policy.name), "triggers"
    for policy in context.policies.values():
        for issue in policy.issues:
            yield identity("policy", context.name, policy.name), identity(issue.kind, *issue.ref), "issues"
    for view in context.views.values():
        for source in view.sources:
            yield identity("event", *source.event), identity("view", context.name, view.name), "feeds"


def _deep(arrows: Sequence[_Arrow]) -> bool:
    """Whether ``DEEP`` arrows follow each other somewhere (in a circle, they always do)."""
    heads: dict[str, list[str]] = {}
    for tail, head, _ in arrows:
        heads.setdefault(tail, []).append(head)
    reached = set(heads)
    for _ in range(DEEP):
        reached = {head for tail in reached for head in heads.get(tail, ())}
    return bool(reached)
