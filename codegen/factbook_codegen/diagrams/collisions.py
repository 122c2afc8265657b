"""Which commands can collide: computed from what they record and read, without running anything.

A command *voids* the decision of another when it records an event of a type that the other reads (and does not
tolerate), and the two can mean the same tag value. Both are then in a race: whichever appends second has to look and
decide again. A command that reads what it records races with itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from ..model import Decider, Read, Ref, System

Tags: TypeAlias = frozenset[str]
"""On what two commands collide: tag prefixes; several that must all be the same are written ``order + sku``; ``every
one`` stands for events that are read whatever their tags."""

Collisions: TypeAlias = Mapping[Ref, Mapping[Ref, Tags]]
"""A command to the commands whose decisions it voids (itself perhaps among them), and on what."""


def collisions(system: System) -> Collisions:
    """Every collision in ``system``, in the order of the catalogue."""
    readers: dict[Ref, dict[Ref, set[str]]] = {}
    readers_of_any: dict[frozenset[str], list[Ref]] = {}
    for guarded, read in _guards(system):
        prefixes = frozenset(tag.prefix for tag in read.tags)
        if read.event is None:
            readers_of_any.setdefault(prefixes, []).append(guarded)
        else:
            readers.setdefault(read.event, {}).setdefault(guarded, set()).add(_on(prefixes))
    found: dict[Ref, dict[Ref, set[str]]] = {}
    for context in system.contexts.values():
        for name, command in context.commands.items():
            voided = found.setdefault(Ref(context.name, name), {})
            for event in command.records:
                for reader, tags in readers.get(event, {}).items():
                    voided.setdefault(reader, set()).update(tags)
                carried = {tag.prefix for tag in context.events[event.name].tags}
                for prefixes, others in readers_of_any.items():
                    if prefixes <= carried:
                        for reader in others:
                            voided.setdefault(reader, set()).add(_on(prefixes))
    return {
        voider: {reader: frozenset(tags) for reader, tags in voided.items()}
        for voider, voided in found.items()
        if voided
    }


def _guards(system: System) -> Iterable[tuple[Ref, Read]]:
    for context in system.contexts.values():
        for name, command in context.commands.items():
            yield from ((Ref(context.name, name), read) for read in command.reads if not read.tolerated)


def _on(prefixes: frozenset[str]) -> str:
    return " + ".join(sorted(prefixes)) or "every one"


def ring(decider: Decider, context: str, found: Collisions) -> Tags:
    """On what any two commands of ``decider`` collide, each also with itself; empty when not all of them do."""
    members = [Ref(context, name) for name in decider.commands]
    shared: Tags | None = None
    for one in members:
        for other in members:
            tags = found.get(one, {}).get(other, frozenset[str]())
            shared = tags if shared is None else shared & tags
            if not shared:
                return frozenset()
    return shared or frozenset()
