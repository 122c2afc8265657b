"""The contention map of a system: which commands can collide, and on which tag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from attrs import frozen

from ..model import Context, Ref, System
from .collisions import Collisions, Tags, collisions, ring
from .dot import Dot
from .flow import foreign
from .labels import label, wrapped
from .links import identity, page

LARGE: Final = 60
"""Commands from which on the map shows contexts, and each context gets a map of its own."""

_LAYOUT = "rankdir=LR ranksep=0.9 nodesep=0.2 compound=true"

_LEGEND = "An arrow points at the command that has to look and decide again when the other was first."

_NOTHING: Final[Tags] = frozenset()

_Race: TypeAlias = tuple[Tags, Tags]
"""On what the first voids the second's decision, and on what the second voids the first's."""


@frozen
class _Unit:
    """What stands as one thing in the map: a command, or the commands of a decider any two of which collide on
    ``tags`` (drawn in a box, without arrows between them)."""

    members: tuple[Ref, ...]
    tags: Tags = _NOTHING
    title: str = ""


def contention(system: System) -> dict[str, str]:
    """The DOT of the whole map under ``contention``; of a large system also ``contention-<context>`` for each context
    whose commands collide.

    An arrow points at the command whose decision is voided; most point both ways. A command without any collision is
    left out.
    """
    found = collisions(system)
    everyone = _by_context(system, (ref for voider, voided in found.items() for ref in (voider, *voided)))
    if sum(map(len, everyone.values())) <= LARGE:
        return {"contention": _map(f"Contention in {system.title or system.name}", system, found, everyone)}
    drawn = {"contention": _overview(system, found)}
    around: dict[str, dict[Ref, None]] = {name: {} for name in everyone}
    for voider, voided in found.items():
        around[voider.context].update({voider: None, **dict.fromkeys(voided)})
        for other in voided:
            if other.context != voider.context:
                around[other.context].update({voider: None, other: None})
    for name, colliding in around.items():
        title = f"Contention in {system.contexts[name].title or name}"
        drawn[f"contention-{name}"] = _map(title, system, found, _by_context(system, colliding), name)
    return drawn


def _by_context(system: System, commands: Iterable[Ref]) -> dict[str, list[Ref]]:
    """``commands`` once each, by context, in the order of the catalogue."""
    groups: dict[str, set[str]] = {}
    for ref in commands:
        groups.setdefault(ref.context, set()).add(ref.name)
    order = {name: number for number, name in enumerate(system.contexts)} if len(groups) > 1 else {}
    return {
        context: [Ref(context, name) for name in system.contexts[context].commands if name in groups[context]]
        for context in sorted(groups, key=lambda name: order.get(name, 0))
    }


def _map(title: str, system: System, found: Collisions, colliding: Mapping[str, Sequence[Ref]], only: str = "") -> str:
    """Commands and what they collide on; when ``only`` names a context, others stand on grey and only what they have
    to do with it counts."""
    dot = Dot(title, system.place.file, f"{_LAYOUT} label={label(wrapped(_LEGEND, 60))}" if found else _LAYOUT)
    units: list[_Unit] = []
    boxes: dict[_Unit, str] = {}
    for name, commands in colliding.items():
        context = system.contexts[name]
        if only in ("", name):
            inside = _units(context, found, commands)
            with dot.cluster(wrapped(context.title or name, 40), classes="context", url=page("context", name)):
                boxes.update(_commands(dot, inside, context))
            for unit in inside:
                _inside(dot, unit, found)
            units += inside
        else:
            for ref in commands:
                foreign(dot, "command", ref, context.commands[ref.name].summary)
            units += [_Unit((ref,)) for ref in commands]
    if not units:
        dot.node("nothing", "words", ("No two commands can collide.",))
    for (one, other), races in _races(units, found, only).items():
        _between(dot, one, other, races, boxes)
    return str(dot)


def _units(context: Context, found: Collisions, commands: Sequence[Ref]) -> list[_Unit]:
    """``commands`` of ``context`` in their order, those of a ring together."""
    rings = {
        decider.name: tags
        for decider in context.deciders.values()
        if len(decider.commands) > 1 and (tags := ring(decider, context.name, found))
    }
    groups: dict[tuple[str, bool], list[Ref]] = {}
    for ref in commands:
        decider = context.commands[ref.name].decider
        groups.setdefault((decider, True) if decider in rings else (ref.name, False), []).append(ref)
    return [
        _Unit(tuple(members), rings[name], f"{name}: any two collide on {_words(rings[name])}")
        if in_ring
        else _Unit(tuple(members))
        for (name, in_ring), members in groups.items()
    ]


def _commands(dot: Dot, units: Sequence[_Unit], context: Context) -> Mapping[_Unit, str]:
    boxes: dict[_Unit, str] = {}

    def command(ref: Ref) -> None:
        name = ref.name
        summary = context.commands[name].summary
        dot.node(identity("command", *ref), "command", wrapped(name), url=page("command", *ref), tip=summary or name)

    for unit in units:
        if unit.tags:
            with dot.cluster(wrapped(unit.title, 40), classes="ring") as box:
                boxes[unit] = box
                for ref in reversed(unit.members):  # inside a box Graphviz goes upwards
                    command(ref)
        else:
            command(unit.members[0])
    return boxes


def _inside(dot: Dot, unit: _Unit, found: Collisions) -> None:
    """The collisions of a command with itself, and in a ring those beyond what the box says."""
    for number, one in enumerate(unit.members):
        for other in unit.members[number:]:
            there, back = _race(found, one, other)
            if one == other:
                back = _NOTHING
            _arrow(dot, one, other, (there - unit.tags, back - unit.tags))


def _races(
    units: Sequence[_Unit], found: Collisions, only: str
) -> Mapping[tuple[_Unit, _Unit], dict[tuple[Ref, Ref], _Race]]:
    """Every race between two units, told from the unit that comes first."""
    order = {ref: (number, unit) for number, unit in enumerate(units) for ref in unit.members}
    races: dict[tuple[_Unit, _Unit], dict[tuple[Ref, Ref], _Race]] = {}
    for one in order:
        for other in found.get(one, ()):
            if other not in order or order[one][0] == order[other][0] or only not in ("", one.context, other.context):
                continue
            first, second = (one, other) if order[one][0] < order[other][0] else (other, one)
            between = races.setdefault((order[first][1], order[second][1]), {})
            between[first, second] = _race(found, first, second)
    return races


def _race(found: Collisions, one: Ref, other: Ref) -> _Race:
    return found.get(one, {}).get(other, _NOTHING), found.get(other, {}).get(one, _NOTHING)


def _between(
    dot: Dot, one: _Unit, other: _Unit, races: dict[tuple[Ref, Ref], _Race], boxes: Mapping[_Unit, str]
) -> None:
    """One arrow from box to box where all members are alike, else from box to command, else from command to command."""
    tail, head = _middle(one), _middle(other)
    from_box = f"ltail={boxes[one]}" if one in boxes else ""
    to_box = f"lhead={boxes[other]}" if other in boxes else ""
    if race := _alike(races, one.members, other.members):
        _arrow(dot, tail, head, race, f"{from_box} {to_box}")
        return
    left = dict(races)
    for ref in other.members:
        if len(one.members) > 1 and (race := _alike(races, one.members, (ref,))):
            _arrow(dot, tail, ref, race, from_box)
            left = {pair: each for pair, each in left.items() if pair[1] != ref}
    for ref in one.members:
        if len(other.members) > 1 and (race := _alike(left, (ref,), other.members)):
            _arrow(dot, ref, head, race, to_box)
            left = {pair: each for pair, each in left.items() if pair[0] != ref}
    for (first, second), race in left.items():
        _arrow(dot, first, second, race)


def _alike(races: Mapping[tuple[Ref, Ref], _Race], ones: Sequence[Ref], others: Sequence[Ref]) -> _Race | None:
    """The race that each of ``ones`` has with each of ``others``, if it is the same for all."""
    seen = {races.get((one, other)) for one in ones for other in others}
    return seen.pop() if len(seen) == 1 else None


def _middle(unit: _Unit) -> Ref:
    return unit.members[len(unit.members) // 2]


def _arrow(dot: Dot, one: Ref, other: Ref, race: _Race, more: str = "") -> None:
    there, back = race
    if not there and not back:
        return
    direction = "" if not back else " dir=both" if there else " dir=back"
    lines = sorted(there | back)
    dot.edge(
        identity("command", *one), identity("command", *other), "collides", lines=lines, more=more.strip() + direction
    )


def _words(tags: Tags) -> str:
    return ", ".join(sorted(tags))


def _overview(system: System, found: Collisions) -> str:
    """Contexts, how many of their commands collide, and on what across contexts."""
    dot = Dot(f"Contention in {system.title or system.name}", system.place.file, "rankdir=TB ranksep=0.6 nodesep=0.45")
    inside: dict[str, dict[Ref, None]] = {}
    across: dict[tuple[str, str], tuple[set[str], dict[tuple[Ref, Ref], None]]] = {}
    for one, voided in found.items():
        for other, tags in voided.items():
            inside.setdefault(one.context, {})[one] = None
            inside.setdefault(other.context, {})[other] = None
            if one.context != other.context:
                first, second = (one, other) if one < other else (other, one)
                on, pairs = across.setdefault((first.context, second.context), (set(), {}))
                on.update(tags)
                pairs[first, second] = None
    for name, context in system.contexts.items():
        if name in inside:
            count = len(inside[name])
            dot.node(
                identity("context", name),
                "context",
                wrapped(context.title or name),
                notes=(f"{count} command{'s collide' if count > 1 else ' collides'}",),
                url=page("context", name),
                tip=context.summary or name,
            )
    for (tail, head), (on, pairs) in across.items():
        lines = [*sorted(on), f"{len(pairs)} pair{'s' if len(pairs) > 1 else ''}"]
        dot.edge(identity("context", tail), identity("context", head), "collides", lines=lines, more="dir=both")
    return str(dot)
