"""The boundary of a command: what it looks at before it decides, what it may record, how it may refuse."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Command, Context, Policy, Read, System, Tag
from .dot import Dot
from .flow import foreign
from .labels import wrapped
from .links import identity, page

_LAYOUT = "rankdir=LR ranksep=0.75 nodesep=0.14 compound=true"


def boundaries(context: Context, system: System) -> dict[str, str]:
    """The DOT of each command of ``context``, by the command's name."""
    issuers: dict[str, list[Policy]] = {}
    for policy in context.policies.values():
        for issue in policy.issues:
            if issue.kind == "command" and issue.ref.context == context.name:
                issuers.setdefault(issue.ref.name, []).append(policy)
    return {name: _boundary(each, issuers.get(name, ()), context, system) for name, each in context.commands.items()}


def _boundary(command: Command, issuers: Sequence[Policy], context: Context, system: System) -> str:
    """From left to right: who asks and what is read, the command, what comes of it.

    Each box on the left holds the events that are read by the same tags: a new event in a solid box voids the
    decision, one in a dashed box is tolerated. What is both read and recorded stands on both sides.
    """
    dot = Dot(f"Boundary of {command.name}", context.place.file, _LAYOUT)
    itself = identity("command", context.name, command.name)
    aged = context.deprecated.get
    for role in command.by:
        declared = context.roles.get(role) or system.roles.get(role)
        url = page("role", context.name if role in context.roles else "", role)
        tip = (declared.summary if declared else "") or role
        old = aged(role) if role in context.roles else system.deprecated.get(role)
        dot.node(f"role-{role}", "actor", wrapped(role), url=url, tip=tip, deprecated=old)
    for policy in issuers:
        name = policy.name
        url = page("policy", context.name, name)
        tip, node = policy.summary or name, identity("policy", context.name, name)
        dot.node(node, "policy", wrapped(name), url=url, tip=tip, deprecated=aged(name))
    arrows: list[tuple[str, str, str]] = []
    for number, reads in enumerate(_by_tags(command)):
        box = f"read{number}"
        names = [f"{box}-{identity('event', *read.event) if read.event else 'any'}" for read in reads]
        _box(dot, box, reads, names, context, system)
        kind = "tolerates" if reads[0].tolerated else "reads"
        arrows.append((names[len(names) // 2], kind, f"ltail=cluster_{box} weight={min(len(reads), 5)}"))
    url = page("command", context.name, command.name)
    tip = command.summary or command.name
    dot.node(itself, "command", wrapped(command.name), url=url, tip=tip, deprecated=aged(command.name))
    for ref in command.records:
        tip, node = context.events[ref.name].summary or ref.name, identity("event", *ref)
        dot.node(node, "event", wrapped(ref.name), url=page("event", *ref), tip=tip, deprecated=aged(ref.name))
    for name in command.rejects:
        url = page("rejection", context.name, name)
        tip, node = context.rejections[name].summary or name, identity("rejection", context.name, name)
        dot.node(node, "rejection", wrapped(name), url=url, tip=tip, deprecated=aged(name))

    for role in command.by:
        dot.edge(f"role-{role}", itself, "asks")
    for policy in issuers:
        dot.edge(identity("policy", context.name, policy.name), itself, "issues")
    for middle, kind, more in arrows:
        dot.edge(middle, itself, kind, more=more)
    for ref in command.records:
        dot.edge(itself, identity("event", *ref), "records")
    for name in command.rejects:
        dot.edge(itself, identity("rejection", context.name, name), "refuses")
    return str(dot)


def _by_tags(command: Command) -> Sequence[Sequence[Read]]:
    groups: dict[tuple[tuple[Tag, ...], bool], list[Read]] = {}
    for read in command.reads:
        groups.setdefault((read.tags, read.tolerated), []).append(read)
    return tuple(groups.values())


def _box(dot: Dot, box: str, reads: Sequence[Read], names: Sequence[str], context: Context, system: System) -> None:
    """Draw what is read by the same tags."""
    title = selection(reads[0].tags) + (" (tolerated)" if reads[0].tolerated else "")
    dashed = 'style="rounded,dashed"' if reads[0].tolerated else ""
    with dot.cluster(box, wrapped(title, 32), more=dashed):
        for name, read in reversed([*zip(names, reads, strict=True)]):  # inside a box Graphviz goes upwards
            if read.event is None:
                dot.node(name, "event", ("any event",), variant="maybe")
            elif read.event.context == context.name:
                event = read.event.name
                url, tip = page("event", *read.event), context.events[event].summary or event
                dot.node(name, "event", wrapped(event), url=url, tip=tip, deprecated=context.deprecated.get(event))
            else:
                foreign(dot, "event", read.event, system, system.event(read.event).summary, name)


def selection(tags: Sequence[Tag]) -> str:
    """Which events a read selects, in words: ``order = order_id``, ``sku = lines.sku and order = order_id``."""
    return " and ".join(f"{tag.prefix} = {'.'.join(tag.path)}" for tag in tags) or "every one"
