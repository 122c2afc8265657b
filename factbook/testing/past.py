"""Histories that a decider itself could have produced, and single steps of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from factbook.contracts import DeciderContract
from factbook.decider import Decider, accepted

from .domain import entry_of, instance, package_of, strategy_of
from .specs import decide

__all__ = ["Happened", "Issued", "Step", "examples", "foreign_events", "histories", "starts", "steps"]

LONGEST: Final = 8
"""How many steps a history has at most; a scenario may stand before them."""


@frozen
class Issued:
    """A command is sent."""

    command: Any


@frozen
class Happened:
    """An event that the decider reads, and that others record, happens."""

    event: Any


Step = Issued | Happened


def histories(decider: Decider[Any, Any, Any, Any], max_steps: int = LONGEST) -> SearchStrategy[list[Any]]:
    """Lists of events that come to be when commands, and what others record, reach the decider one after the other.

    They begin with nothing, or with what is given in one of the catalogue's scenarios.
    """
    return st.tuples(st.sampled_from(starts(decider)), st.lists(steps(decider), max_size=max_steps)).map(
        lambda drawn: _played(decider, *drawn)
    )


def _played(decider: Decider[Any, Any, Any, Any], start: Sequence[Any], taken: Sequence[Step]) -> list[Any]:
    log = list(start)
    for step in taken:
        match step:
            case Happened(event):
                log.append(event)
            case Issued(command):
                outcome = decide(decider, log, command)
                if accepted(outcome):
                    log += outcome
    return log


def steps(decider: Decider[Any, Any, Any, Any]) -> SearchStrategy[Step]:
    """What may happen next: any valid command, or any event that others record."""
    contract = contract_of(decider)
    issued = [strategy_of(command.command).map(Issued) for command in contract.commands.values()]
    happened = [strategy_of(event).map(Happened) for event in foreign_events(contract)]
    return st.one_of(*issued, *happened)


def foreign_events(contract: DeciderContract) -> tuple[type[object], ...]:
    """The events that a decider reads and none of its commands records."""
    own = {event for command in contract.commands.values() for event in command.records}
    return tuple(event for event in contract.evolves if event not in own)


def starts(decider: Decider[Any, Any, Any, Any]) -> list[tuple[Any, ...]]:
    """Histories to begin with: none, and what is given in each scenario of the catalogue about this decider."""
    found: dict[str, tuple[Any, ...]] = {"": ()}
    for given, _ in examples(decider):
        found.setdefault(repr(given), given)
    return list(found.values())


def examples(decider: Decider[Any, Any, Any, Any]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """What is given in each scenario of the catalogue about this decider, and the command that is sent then."""
    contract = contract_of(decider)
    first = next(iter(contract.commands.values())).command
    package, (_, _, name) = package_of(first), contract.name.rpartition(".")
    for scenario in entry_of(first).scenarios:
        if scenario.kind == "decider" and scenario.subject == name and scenario.when is not None:
            given = tuple(instance(package, event.ref, event.data) for event in scenario.given)
            yield given, instance(package, scenario.when.ref, scenario.when.data)


def contract_of(decider: Decider[Any, Any, Any, Any]) -> DeciderContract:
    """What the catalogue says about a decider; raises ``TypeError`` for one that was put together by hand."""
    if decider.contract is None:
        raise TypeError("this decider knows no catalogue: make it by its generated constructor")
    return decider.contract
