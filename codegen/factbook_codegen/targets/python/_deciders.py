"""The module ``deciders`` of a context: what each evolves from, the outcomes of each command, the constructors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...model import Command, Context, Decider, Read, Ref
from ._layout import Brackets, Expr, assignment, call, subscript, tuple_of
from ._messages import sentence
from ._names import argument, snake
from ._text import Code, docstring, literal
from ._writer import Constructor, Writer, constant

__all__ = ["decider_constructor", "decider_type", "evolved", "shared_constant"]


class Parts(NamedTuple):
    """What a decider deals with, in the order of the catalogue."""

    commands: list[Command]
    evolves: tuple[Ref, ...]
    unread: list[Ref]
    rejections: list[str]


def evolved(reads: Iterable[Read], named: Iterable[Ref], context: Context) -> tuple[Ref, ...]:
    """The events that ``evolve`` takes: those that are named, and the context's own that are read by tag alone."""
    found = dict.fromkeys(named)
    for read in reads:
        if read.event is None:
            prefixes = {tag.prefix for tag in read.tags}
            own = (event.name for event in context.events.values() if prefixes <= {tag.prefix for tag in event.tags})
            found |= dict.fromkeys(Ref(context.name, event) for event in own)
    return tuple(found)


def _parts(decider: Decider, context: Context) -> Parts:
    commands = [context.commands[command] for command in decider.commands]
    evolves = evolved((read for command in commands for read in command.reads), decider.evolves, context)
    recorded = dict.fromkeys(ref for command in commands for ref in command.records)
    rejections = dict.fromkeys(rejection for command in commands for rejection in command.rejects)
    return Parts(commands, evolves, [ref for ref in recorded if ref not in evolves], list(rejections))


def _names(decider: Decider, parts: Parts, write: Writer) -> tuple[str, Expr, Expr]:
    """What stands for all commands, all events and all rejections; a name of its own for what is several."""
    commands = [write.own(command.name, "commands") for command in parts.commands]
    refusals = [write.own(rejection, "rejections") for rejection in parts.rejections]
    taken = [write.derived(decider.name, "Event")] if parts.evolves else []
    return (
        commands[0] if len(commands) == 1 else write.derived(decider.name, "Command"),
        write.any_of([*taken, *map(write.event, parts.unread)]),
        write.any_of(refusals) if len(refusals) < 2 else write.derived(decider.name, "Rejection"),
    )


def decider_type(decider: Decider, write: Writer, state: str) -> Expr:
    """``Decider[OrderCommand, S, OrderEvent, OrderRejection]``."""
    commands, events, refusals = _names(decider, _parts(decider, write.context), write)
    return subscript(write.scope.library("factbook.decider", "Decider"), commands, state, events, refusals)


def decider_constructor(decider: Decider, write: Writer) -> Constructor:
    """The constructor of a decider: one keyword for each command."""
    parts = _parts(decider, write.context)
    state = "S" if parts.evolves else "None"
    parameters: dict[str, Expr] = {}
    if parts.evolves:
        events = write.any_of(map(write.event, parts.evolves))
        taken = write.alias(decider.name, "Event", events, f"What {decider.name} evolves from.")
        parameters["initial"] = "S"
        parameters["evolve"] = subscript(write.scope.library("factbook.decider", "Evolve"), "S", taken)
    if len(parts.commands) > 1:
        commands = write.any_of(write.own(command.name, "commands") for command in parts.commands)
        write.alias(decider.name, "Command", commands, f"What {decider.name} decides on.")
    if len(parts.rejections) > 1:
        refusals = write.any_of(write.own(rejection, "rejections") for rejection in parts.rejections)
        write.alias(decider.name, "Rejection", refusals, f"How {decider.name} refuses.")
    for command in parts.commands:
        outcome = write.any_of(
            [
                write.sequence(map(write.event, command.records)),
                *(write.own(rejection, "rejections") for rejection in command.rejects),
            ]
        )
        name = write.alias(command.name, "Outcome", outcome, f"What may come of {command.name}.")
        parameters[argument(command.name)] = write.function([write.own(command.name, "commands"), state], name)
    body = call(
        write.scope.library("factbook.wiring", "wire_decider"),
        constant(decider.name),
        *(("initial", "evolve") if parts.evolves else ("None", "None")),
        named={argument(command.name): argument(command.name) for command in parts.commands},
        explode=True,
    )
    shared = _shared(parts.commands)
    before: list[Code] = []
    if shared:
        reads = Brackets("(", tuple(("", read) for read in write.reads(shared)), ")", explode=True)
        said = docstring(f"What every command of {decider.name} reads.")
        before = [Code(f"{assignment(shared_constant(decider.name), reads)}\n{said}")]
    return write.constructor(
        decider.name,
        "Decider",
        _contract(decider, parts, shared, write),
        parameters,
        decider_type(decider, write, state),
        decider.summary.strip() or sentence(decider.name),
        body,
        before,
    )


def shared_constant(decider: str) -> str:
    """The name of what all commands of a decider read: ``ORDER_READS``."""
    return f"{snake(decider).upper()}_READS"


def _shared(commands: list[Command]) -> list[Read]:
    """What every command of a group reads."""
    if len(commands) < 2:
        return []
    others = [{read[:3] for read in command.reads} for command in commands[1:]]
    return [read for read in commands[0].reads if all(read[:3] in other for other in others)]


def _contract(decider: Decider, parts: Parts, shared: list[Read], write: Writer) -> Expr:
    commands = tuple(
        (f"{literal(argument(command.name))}: ", _command_contract(command, shared, write))
        for command in parts.commands
    )
    return call(
        write.scope.library("factbook.contracts", "DeciderContract"),
        write.full(decider.name),
        named={
            "evolves": tuple_of(map(write.event, parts.evolves)),
            "commands": Brackets("{", commands, "}", explode=True),
        },
        explode=True,
    )


def _command_contract(command: Command, shared: list[Read], write: Writer) -> Expr:
    named: dict[str, Expr] = {}
    if command.reads:
        known = {read[:3] for read in shared}
        own = [read for read in command.reads if read[:3] not in known]
        named["reads"] = write.boundary(own, shared_constant(command.decider) if shared else "")
    if command.records:
        named["records"] = tuple_of(map(write.event, command.records))
    if command.rejects:
        named["rejects"] = tuple_of(write.own(rejection, "rejections") for rejection in command.rejects)
    return call(
        write.scope.library("factbook.contracts", "CommandContract"),
        write.full(command.name),
        write.own(command.name, "commands"),
        named=named,
        explode=True,
    )
