"""The states of a decider: which commands each of them accepts, and what leads from one to another."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from .dot import Dot
from .labels import some, wrapped

_LAYOUT = "rankdir=LR ranksep=0.6 nodesep=0.3"
_CHANGE = "change the decider or the catalogue, then run `factbook matrix`"

Causes = Mapping[tuple[str, str], Collection[str]]
"""From one state to another: the commands or events that lead there."""


def states(title: str, made_from: str, stays: Mapping[str, Collection[str]], commands: Causes, events: Causes) -> str:
    """The DOT of a decider's states, the first one the state in which it begins.

    ``stays`` are all states, each with the commands that it accepts without becoming another; ``commands`` are the
    decider's own, ``events`` those of others.
    """
    dot = Dot(title, made_from, _LAYOUT, _CHANGE)
    nodes = {name: f"state-{number}" for number, name in enumerate(stays)}
    for name, accepted in stays.items():
        notes = ["accepts:", *some(sorted(accepted), 6)] if accepted else ()
        dot.node(
            nodes[name], "state", wrapped(name), notes=notes, more="" if nodes[name] != "state-0" else "penwidth=3"
        )
    for kind, causes in (("commands", commands), ("events", events)):
        for (before, after), names in sorted(causes.items()):
            dot.edge(nodes[before], nodes[after], kind, lines=some(sorted(names), 6))
    return str(dot)
