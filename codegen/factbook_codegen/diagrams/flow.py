"""The flow of a context: command → event → policy → command or effect, and event → view."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Context, Policy, Ref, System
from .dot import Dot
from .labels import duration, some, wrapped
from .links import identity, page

_LAYOUT = "rankdir=LR ranksep=0.55 nodesep=0.16"


def flow(context: Context, system: System) -> str:
    """The DOT of everything that happens in ``context``, from left to right.

    What belongs to another context (an event that a policy reacts to, a command that it issues) stands on grey with
    the name of that context. Who elsewhere reacts to this context shows in the context map: this diagram follows only
    what the context itself refers to.
    """
    dot = Dot(f"Flow of {context.title or context.name}", context.place.file, _LAYOUT)
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
    _edges(dot, context)
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
    )


def _foreign(dot: Dot, context: Context, system: System) -> None:
    events = [ref for policy in context.policies.values() for ref in policy.when]
    events += [source.event for view in context.views.values() for source in view.sources]
    issued = [issue for policy in context.policies.values() for issue in policy.issues]
    for ref in dict.fromkeys(events):
        if ref.context != context.name:
            foreign(dot, "event", ref, system.event(ref).summary)
    for issue in dict.fromkeys(issued):
        if issue.ref.context != context.name:
            other = system.contexts[issue.ref.context]
            things = other.commands if issue.kind == "command" else other.effects
            foreign(dot, issue.kind, issue.ref, things[issue.ref.name].summary)


def foreign(dot: Dot, kind: str, ref: Ref, summary: str, name: str = "") -> None:
    """A node for something of another context."""
    dot.node(
        name or identity(kind, ref.context, ref.name),
        kind,
        wrapped(ref.name),
        notes=wrapped(ref.context),
        variant="external",
        url=page(kind, ref.context, ref.name),
        tip=summary or ref.name,
    )


def _edges(dot: Dot, context: Context) -> None:
    for kind, things in (("command", context.commands), ("effect", context.effects)):
        for thing in things.values():
            for ref in thing.records:
                dot.edge(identity(kind, context.name, thing.name), identity("event", *ref), "records")
    for policy in context.policies.values():
        for ref in policy.when:
            dot.edge(identity("event", *ref), identity("policy", context.name, policy.name), "triggers")
        for issue in policy.issues:
            dot.edge(identity("policy", context.name, policy.name), identity(issue.kind, *issue.ref), "issues")
    for view in context.views.values():
        for source in view.sources:
            dot.edge(identity("event", *source.event), identity("view", context.name, view.name), "feeds")
