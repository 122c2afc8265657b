"""The contention map of a system: which commands can collide, and on which tag."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations_with_replacement
from typing import Final, TypeAlias

from ..model import Context, Ref, System
from .collisions import Collisions, Race, Unit, between, collisions, race, units
from .dot import Dot
from .flow import foreign
from .labels import quoted, wrapped
from .links import identity, page

LARGE: Final = 60
"""Commands from which on the map shows contexts, and each context gets a map of its own."""

MANY: Final = 100
"""Arrows from which on commands are joined by way of their tags, instead of each with each."""

_LAYOUT = "rankdir=LR ranksep=0.9 nodesep=0.2 compound=true"
_LEGEND = "An arrow points at the command that has to look and decide again when the other was first."
_MEETING = "A command can void decisions that depend on a tag it points at, and lose on a tag that points at it."

_Arrow: TypeAlias = tuple[Unit, Unit, Race]


def contention(system: System) -> dict[str, str]:
    """The DOT of the whole map under ``contention``; of a large system also ``contention-<context>`` for each context
    whose commands collide.

    An arrow points at the command whose decision is voided; most point both ways. Commands any two of which collide
    stand in a box. A command without any collision is left out.
    """
    found = collisions(system)
    everyone = _by_context(system, set(found).union(*found.values()))
    if sum(map(len, everyone.values())) <= LARGE:
        return {"contention": _map(f"Contention in {system.title or system.name}", system, found, everyone)}
    drawn = {"contention": _overview(system, found)}
    around = {name: set[Ref]() for name in everyone}
    for voider, voided in found.items():
        around[voider.context].add(voider)
        around[voider.context].update(voided)
        for other in voided:
            if other.context != voider.context:
                around[other.context].update((voider, other))
    for name, colliding in around.items():
        title = f"Contention in {system.contexts[name].title or name}"
        drawn[f"contention-{name}"] = _map(title, system, found, _by_context(system, colliding), name)
    return drawn


def _by_context(system: System, commands: Collection[Ref]) -> dict[str, list[Ref]]:
    """``commands`` by context, in the order of the catalogue."""
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
    own: dict[str, list[Unit]] = {}
    foreigners: list[Unit] = []
    for name, commands in colliding.items():
        if only in ("", name):
            own[name] = units(system.contexts[name], found, commands)
        else:
            foreigners += [Unit((ref,)) for ref in commands]
    everyone = [unit for inside in own.values() for unit in inside] + foreigners
    arrows = [arrow for inside in own.values() for unit in inside for arrow in _inside(unit, found)]
    for (one, other), races in _races(everyone, found, only).items():
        arrows += between(one, other, races)
    meeting = len(arrows) > MANY
    dot = Dot(title, system.place.file, _LAYOUT)
    for name, inside in own.items():
        _context(dot, system.contexts[name], inside, boxed=not meeting, named=len(own) > 1)
    for unit in foreigners:
        foreign(dot, "command", unit.members[0], system, system.command(unit.members[0]).summary)
    words = (_MEETING if meeting else _LEGEND) if everyone else "No two commands can collide."
    dot.node("words", "words", wrapped(words, 36))
    if meeting:
        _meet(dot, arrows)
    else:
        for one, other, each in arrows:
            _arrow(dot, one, other, each)
    return str(dot)


def _context(dot: Dot, context: Context, inside: Sequence[Unit], *, boxed: bool, named: bool) -> None:
    """The commands of a context in a box, or loose, and then each with the context's name where others are there."""
    if boxed:
        box, lines = identity("context", context.name), wrapped(context.title or context.name, 32)
        with dot.cluster(box, lines, url=page("context", context.name), tip=context.summary or context.name):
            for unit in inside:
                _commands(dot, unit, context)
    else:
        for unit in inside:
            _commands(dot, unit, context, wrapped(context.name) if named else ())


def _commands(dot: Dot, unit: Unit, context: Context, notes: Sequence[str] = ()) -> None:
    def command(ref: Ref) -> None:
        tip = context.commands[ref.name].summary or ref.name
        url = page("command", *ref)
        dot.node(identity("command", *ref), "command", wrapped(ref.name), notes=notes, url=url, tip=tip)

    if not unit.ring:
        command(unit.members[0])
        return
    title = f"any two collide on {', '.join(sorted(unit.tags))}"
    with dot.cluster(_box(unit), wrapped(f"{unit.name}: {title}" if unit.name else title, 32)):
        for ref in reversed(unit.members):  # inside a box Graphviz goes upwards
            command(ref)


def _inside(unit: Unit, found: Collisions) -> Iterable[_Arrow]:
    """The collisions of a command with itself, and in a ring those beyond what the box says."""
    for one, other in combinations_with_replacement(unit.members, 2):
        there, back = race(found, one, other)
        if not (there <= unit.tags and back <= unit.tags):
            yield Unit((one,)), Unit((other,)), Race(there - unit.tags, back - unit.tags)


def _races(
    everyone: Sequence[Unit], found: Collisions, only: str
) -> Mapping[tuple[Unit, Unit], dict[tuple[Ref, Ref], Race]]:
    """Every race between two units, told from the unit that comes first."""
    order = {ref: (number, unit) for number, unit in enumerate(everyone) for ref in unit.members}
    races: dict[tuple[Unit, Unit], dict[tuple[Ref, Ref], Race]] = {}
    for one in order:
        for other in found.get(one, ()):
            if other not in order or order[one][0] == order[other][0] or only not in ("", one.context, other.context):
                continue
            first, second = (one, other) if order[one][0] < order[other][0] else (other, one)
            races.setdefault((order[first][1], order[second][1]), {})[first, second] = race(found, first, second)
    return races


def _arrow(dot: Dot, one: Unit, other: Unit, each: Race) -> None:
    tail, head = _middle(one), _middle(other)
    more = " ".join(
        [
            *([f"ltail={_box_name(one)}"] if one.ring else ()),
            *([f"lhead={_box_name(other)}"] if other.ring else ()),
            *([f"dir={'both' if each.there else 'back'}"] if each.back else ()),
        ]
    )
    dot.edge(tail, head, "collides", lines=sorted(each.there | each.back), more=more)


def _meet(dot: Dot, arrows: Iterable[_Arrow]) -> None:
    """Join units with the tags on which they collide: an arrow for each, however many others meet there."""
    ends: dict[tuple[Unit, str], list[bool]] = {}
    for one, other, each in arrows:
        for unit, voids, loses in ((one, each.there, each.back), (other, each.back, each.there)):
            for tag in sorted(voids | loses):
                end = ends.setdefault((unit, tag), [False, False])
                end[0] |= tag in voids
                end[1] |= tag in loses
    for tag in dict.fromkeys(tag for _, tag in ends):
        dot.node(f"tag-{tag}", "clock", wrapped(tag))
    sides = {unit: number % 2 for number, unit in enumerate(dict.fromkeys(unit for unit, _ in ends))}
    for (unit, tag), (up, down) in ends.items():
        command, hub = _middle(unit), f"tag-{tag}"
        if sides[unit]:  # every other one on the right of the tags
            direction = "dir=both" if up and down else "dir=back" if up else ""
            box = f"lhead={_box_name(unit)}" if unit.ring else ""
            dot.edge(hub, command, "collides", more=f"{box} {direction}".strip())
        else:
            direction = "dir=both" if up and down else "dir=back" if down else ""
            box = f"ltail={_box_name(unit)}" if unit.ring else ""
            dot.edge(command, hub, "collides", more=f"{box} {direction}".strip())


def _middle(unit: Unit) -> str:
    return identity("command", *unit.members[len(unit.members) // 2])


def _box(unit: Unit) -> str:
    return identity("ring", *unit.members[0])


def _box_name(unit: Unit) -> str:
    return quoted(f"cluster_{_box(unit)}")


def _overview(system: System, found: Collisions) -> str:
    """Contexts, how many of their commands collide, and on what across contexts."""
    dot = Dot(f"Contention in {system.title or system.name}", system.place.file, "rankdir=TB ranksep=0.6 nodesep=0.45")
    inside: dict[str, set[Ref]] = {}
    across: dict[tuple[str, str], tuple[set[str], set[tuple[Ref, Ref]]]] = {}
    for one, voided in found.items():
        own = inside.setdefault(one.context, set())
        own.add(one)
        for other, tags in voided.items():
            if one.context == other.context:
                own.add(other)
            else:
                inside.setdefault(other.context, set()).add(other)
                first, second = (one, other) if one < other else (other, one)
                on, pairs = across.setdefault((first.context, second.context), (set(), set()))
                on.update(tags)
                pairs.add((first, second))
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
