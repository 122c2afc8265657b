"""The map of a system: its contexts, the events that one reads of another, the commands that one issues to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..model import Context, Read, Ref, System
from .dot import Dot
from .labels import some, wrapped
from .links import identity, page

LARGE: Final = 40
"""Arrows from which on each says how many events it stands for, and no longer which; from four times as many on, it
says nothing."""

ROW: Final = 8
"""Contexts beside each other of those that no arrow joins."""

_LAYOUT = "rankdir=TB ranksep=0.6 nodesep=0.45"

Crossing = tuple[str, str, str]
"""What flows: the context it comes from, the one it goes to, and ``events`` or ``commands``."""


def context_map(system: System) -> str:
    """The DOT of the contexts of ``system``.

    A solid orange arrow carries events to the context that reads them (for a decision, a policy or a view), a dashed
    blue one commands that a policy issues in another context.
    """
    dot = Dot(f"Contexts of {system.title or system.name}", system.place.file, _LAYOUT)
    crossings = _crossings(system)
    joined = {name for tail, head, _ in crossings for name in (tail, head)}
    for context in system.contexts.values():
        _context(dot, context)
    if not system.contexts:
        dot.node("nothing", "words", wrapped(f"{system.title or system.name} has no contexts yet.", 60))
    for (tail, head, kind), names in sorted(crossings.items(), key=lambda crossing: crossing[0][2], reverse=True):
        count = len(names)
        if len(crossings) < LARGE:
            lines = [line for word in some([*names]) for line in wrapped(word)]
        else:
            lines = [f"{count} {kind if count > 1 else kind[:-1]}"] if len(crossings) < 4 * LARGE else []
        dot.edge(identity("context", tail), identity("context", head), kind, lines=lines)
    alone = [identity("context", name) for name in system.contexts if name not in joined]
    for above, below in zip(alone, alone[ROW:], strict=False):
        dot.edge(above, below, "after")
    return str(dot)


def _context(dot: Dot, context: Context) -> None:
    counts = {
        "command": len(context.commands),
        "event": len(context.events),
        "policy": len(context.policies),
        "view": len(context.views),
    }
    plural = {"policy": "policies"}
    words = [f"{n} {kind if n == 1 else plural.get(kind, kind + 's')}" for kind, n in counts.items() if n]
    dot.node(
        identity("context", context.name),
        "context",
        wrapped(context.title or context.name),
        notes=[" · ".join(pair) for pair in _pairs(words)],
        url=page("context", context.name),
        tip=context.summary or context.name,
    )


def _pairs(words: list[str]) -> list[list[str]]:
    """``words`` two by two."""
    return [words[i : i + 2] for i in range(0, len(words), 2)]


def _crossings(system: System) -> dict[Crossing, dict[str, None]]:
    """What crosses from one context into another, by name, in the order of the catalogue."""
    found: dict[Crossing, dict[str, None]] = {}
    for context in system.contexts.values():
        for ref in _used(context):
            if ref.context != context.name:
                found.setdefault((ref.context, context.name, "events"), {})[_called(ref, system)] = None
        for policy in context.policies.values():
            for issue in policy.issues:
                if issue.ref.context != context.name:
                    called = _called(issue.ref, system)
                    found.setdefault((context.name, issue.ref.context, "commands"), {})[called] = None
    return found


def _called(ref: Ref, system: System) -> str:
    """The name of what crosses; a reader has to know what is not to be relied on any more."""
    return f"{ref.name} (deprecated)" if ref.name in system.contexts[ref.context].deprecated else ref.name


def _used(context: Context) -> Iterator[Ref]:
    """Every event that something in ``context`` looks at."""
    for command in context.commands.values():
        yield from _read(command.reads)
    for policy in context.policies.values():
        yield from policy.when
        yield from _read(policy.reads)
    for view in context.views.values():
        yield from (source.event for source in view.sources)


def _read(reads: tuple[Read, ...]) -> Iterator[Ref]:
    yield from (read.event for read in reads if read.event is not None)
