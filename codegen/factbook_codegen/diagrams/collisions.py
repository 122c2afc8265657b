"""Which commands can collide: computed from what they record and read, without running anything.

A command *voids* the decision of another when it records an event of a type that the other reads (and does not
tolerate), and the two can mean the same tag value. Both are then in a race: whichever appends second has to look and
decide again. A command that reads what it records races with itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from attrs import frozen

from ..model import Context, Read, Ref, System

Tags: TypeAlias = frozenset[str]
"""On what two commands collide: tag prefixes; several that must all be the same are written ``order + sku``; ``every
one`` stands for events that are read whatever their tags."""

Collisions: TypeAlias = Mapping[Ref, Mapping[Ref, Tags]]
"""A command to the commands whose decisions it voids (itself perhaps among them), and on what."""

NOTHING: Final[Tags] = frozenset()


class Race(NamedTuple):
    """On what the first of two commands voids the second's decision, and on what the second voids the first's."""

    there: Tags
    back: Tags


@frozen
class Unit:
    """What collides as one: a command, or a *ring*, several commands any two of which collide on ``tags`` (each also
    with itself). ``name`` is the decider they belong to, if the catalogue declares one."""

    members: tuple[Ref, ...]
    tags: Tags = NOTHING
    name: str = ""

    def __len__(self) -> int:
        return len(self.members)

    @property
    def ring(self) -> bool:
        """Whether these are several commands."""
        return len(self.members) > 1


def collisions(system: System) -> Collisions:
    """Every collision in ``system``, in the order of the catalogue."""
    readers: dict[Ref, dict[Ref, Tags]] = {}
    readers_of_any: dict[Tags, list[Ref]] = {}
    for guarded, read in _guards(system):
        prefixes = frozenset([tag.prefix for tag in read.tags])
        if read.event is None:
            readers_of_any.setdefault(prefixes, []).append(guarded)
        else:
            _add(readers.setdefault(read.event, {}), guarded, _on(prefixes))
    found: dict[Ref, dict[Ref, Tags]] = {}
    for context in system.contexts.values():
        for name, command in context.commands.items():
            voided = found.setdefault(Ref(context.name, name), {})
            for event in command.records:
                if not voided:  # most record one event
                    voided.update(readers.get(event, {}))
                else:
                    for reader, tags in readers.get(event, {}).items():
                        _add(voided, reader, tags)
                carried = {tag.prefix for tag in context.events[event.name].tags} if readers_of_any else NOTHING
                for prefixes, others in readers_of_any.items():
                    if prefixes <= carried:
                        for reader in others:
                            _add(voided, reader, _on(prefixes))
    return {voider: voided for voider, voided in found.items() if voided}


def _add(voided: dict[Ref, Tags], reader: Ref, tags: Tags) -> None:
    """Note more tags; sets that are alike stay one, for most of them are."""
    before = voided.setdefault(reader, tags)
    if before is not tags and before != tags:
        voided[reader] = before | tags


def _guards(system: System) -> Iterable[tuple[Ref, Read]]:
    for context in system.contexts.values():
        for name, command in context.commands.items():
            guarded = Ref(context.name, name)
            yield from ((guarded, read) for read in command.reads if not read.tolerated)


@lru_cache(1024)
def _on(prefixes: Tags) -> Tags:
    return frozenset([" + ".join(sorted(prefixes)) or "every one"])


def race(found: Collisions, one: Ref, other: Ref) -> Race:
    """What ``one`` and ``other`` do to each other; a command with itself is told once."""
    there = found.get(one, {}).get(other, NOTHING)
    return Race(there, NOTHING if one == other else found.get(other, {}).get(one, NOTHING))


def units(context: Context, found: Collisions, commands: Sequence[Ref]) -> list[Unit]:
    """``commands`` of ``context`` in their order, with those of a ring together: the commands of a declared decider,
    and commands that collide with the same others on the same tags."""
    groups: dict[tuple[str, frozenset[tuple[Ref, Tags]]], list[Ref]] = {}
    for ref in commands:
        decider = context.deciders.get(context.commands[ref.name].decider)
        name = decider.name if decider is not None and decider.declared else ""
        alike = frozenset[tuple[Ref, Tags]]() if name else frozenset(found.get(ref, {}).items())
        groups.setdefault((name, alike), []).append(ref)
    whole: list[Unit] = []
    for (name, _), members in groups.items():
        if len(members) > 1 and (tags := _shared(members, found)):
            whole.append(Unit(tuple(members), tags, name))
        else:
            whole += [Unit((ref,)) for ref in members]
    return whole


def _shared(members: Sequence[Ref], found: Collisions) -> Tags:
    """On what any two of ``members`` collide, both ways; empty when not all of them do."""
    shared: Tags | None = None
    for one in members:
        voided = found.get(one, {})
        for other in members:
            tags = voided.get(other, NOTHING)
            shared = tags if shared is None else shared & tags
            if not shared:
                return NOTHING
    return shared or NOTHING


def between(one: Unit, other: Unit, races: Mapping[tuple[Ref, Ref], Race]) -> Iterable[tuple[Unit, Unit, Race]]:
    """``races`` between the members of two units with few arrows: from unit to unit where all are alike, else from
    unit to command, else from command to command. What is alike in one direction only is told by an arrow of its own.
    """
    left = dict(races)
    sides = [(ones, others) for ones, others in _sides(one, other) if len(ones) * len(others) <= len(races)]
    for part in (_whole, _there, _back) if sides else ():
        for ones, others in sides:
            seen = {part(left.get((first, second), _NO_RACE)) for first in ones.members for second in others.members}
            every = seen.pop()
            if seen or every == _NO_RACE:
                continue
            yield ones, others, every
            for first in ones.members:
                for second in others.members:
                    there, back = left[first, second]
                    left[first, second] = Race(there - every.there, back - every.back)
    for (first, second), each in left.items():
        if each != _NO_RACE:
            yield Unit((first,)), Unit((second,)), each


def _sides(one: Unit, other: Unit) -> Iterable[tuple[Unit, Unit]]:
    """The pairs that one arrow could join: the units, and each with every member of the other."""
    if one.ring or other.ring:
        yield one, other
    if one.ring and other.ring:
        yield from ((one, Unit((ref,))) for ref in other.members)
        yield from ((Unit((ref,)), other) for ref in one.members)


_NO_RACE: Final = Race(NOTHING, NOTHING)


def _whole(each: Race) -> Race:
    return each


def _there(each: Race) -> Race:
    return Race(each.there, NOTHING)


def _back(each: Race) -> Race:
    return Race(NOTHING, each.back)
