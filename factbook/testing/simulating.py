"""Runs a system under many seeds: senders interleaved at every question, stores that fail, processes that die.

def scenario(simulation: Simulation) -> None:
    sent = send_all(simulation, shop, commands)
    simulation.run()
    check_history(shop, simulation.store, sent)
    assert …                     # whatever must be true of your system

simulate(scenario)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID, uuid5

from factbook.decider import accepted
from factbook.drivers.simulated import Faults, Simulation, Task
from factbook.handling import Accepted, Handling, Outcome, Rejected, Sent
from factbook.queries import ALL
from factbook.recording import Recorded
from factbook.stores import Store
from factbook.system import System
from factbook.translation import Translation

__all__ = ["SentCommand", "check_history", "send_all", "simulate"]

SentCommand = tuple[Any, UUID, Task[Outcome]]
"""A command, the id under which it was sent, and what came of it."""

_NAMES = UUID("5a3f0f0e-6f57-5f0c-8c0b-6a1d2c7e9b10")


def simulate(
    scenario: Callable[[Simulation], None], seeds: int | Iterable[int] = 100, faults: Faults | None = None
) -> None:
    """Run a scenario under each seed, from 0 on, or under those given; the first that fails is told, with its story.

    ``FACTBOOK_SEED=17`` in the environment runs that one alone, exactly as it ran before.
    """
    __tracebackhide__ = True
    only = os.environ.get("FACTBOOK_SEED")
    if only and not only.isdecimal():
        raise ValueError(f"FACTBOOK_SEED is the number of a seed, such as 17, and not {only!r}")
    for seed in [int(only)] if only else range(seeds) if isinstance(seeds, int) else seeds:
        simulation = Simulation(seed, Faults() if faults is None else faults)
        try:
            scenario(simulation)
        except Exception as error:  # whatever a scenario raises is a finding, and belongs to its seed
            error.add_note(f"seed {seed}; FACTBOOK_SEED={seed} runs it again. What happened last:\n{simulation.trace}")
            raise


def send_all(
    simulation: Simulation, system: System, commands: Sequence[Any], *, processes: int = 3
) -> list[SentCommand]:
    """Let each command be sent by somebody, all at once, from several processes, until there is an answer.

    Each has an id of its own; equal objects (``is``) are the same command, sent twice.
    """
    handling = Handling(Translation(system))
    ids: dict[int, UUID] = {}
    sent: list[SentCommand] = []
    for number, command in enumerate(commands):
        command_id = ids.setdefault(id(command), uuid5(_NAMES, str(number)))
        process = f"process {number % processes + 1}"

        def begin(command: Any = command, command_id: UUID = command_id) -> Any:
            return handling.handle(command, Sent(command_id=command_id))

        name = f"{type(command).__name__} {number + 1}"
        sent.append((command, command_id, simulation.start(begin, name, process=process)))
    return sent


def check_history(system: System, store: Store, sent: Iterable[SentCommand]) -> None:
    """Whether the log is what the commands would have made one after the other; raises ``AssertionError`` if not.

    Each id was recorded at most once, as a whole; each answer that was given is in the log; each decision is the one
    that its state, at its place in the log, leads to (but for what its command tolerates); what was refused, or changed
    nothing, is refused or changes nothing at some place in the log that was not past when it was sent, and nothing of
    it is in the log.
    """
    __tracebackhide__ = True
    translation, log = Translation(system), store.read(ALL).events
    batches: dict[UUID | None, list[Recorded]] = {}
    for event in log:
        batches.setdefault(event.metadata.command_id, []).append(event)
    for command, command_id, task in sent:
        batch = batches.get(command_id, [])
        recorded = tuple(map(translation.decode, batch))
        between = [event for event in log if batch and batch[0].position <= event.position <= batch[-1].position]
        assert between == batch, f"{command} is recorded in pieces, between {between}"
        assert not batch or len(batch) == batch[0].metadata.batch, f"{command} is recorded in part: {recorded}"
        if batch and not system.contract(command.__class__).reads.tolerates:
            decided = _decided(translation, command, log, batch[0].position - 1)
            assert accepted(decided), f"{command} is recorded, and should have been refused: {decided}"
            assert tuple(decided) == recorded, f"{command} recorded {recorded}, not {decided}"
        before = [0, *(event.position for event in log if not batch or event.position < batch[0].position)]
        possible = [_empty(_decided(translation, command, log, end)) for end in before] if task.answers else []
        for outcome, begun in zip(task.answers, task.begun, strict=True):
            if isinstance(outcome, Accepted) and outcome.events:
                assert batch, f"{command} was accepted, and is not recorded: {outcome}"
                assert outcome == Accepted(batch[-1].position, recorded), f"{command}: {outcome}, but {recorded}"
            else:
                same = Accepted(0, ()) if isinstance(outcome, Accepted) else outcome
                past = sum(event.position <= begun for event in log)
                assert same in possible[past:], (
                    f"{command} was answered {outcome}, which it should not have been when it was sent, nor later"
                )


def _empty(decided: Any) -> Outcome | None:
    """The answer of a decision, if it records nothing."""
    if accepted(decided):
        return None if decided else Accepted(0, ())
    return Rejected(decided)


def _decided(translation: Translation, command: Any, log: Sequence[Recorded], until: int) -> Any:
    """What is decided on a command by all of its boundary up to a position."""
    decider = translation.system.decider(command.__class__)
    query = translation.system.contract(command.__class__).reads.query(command)
    seen = [event for event in log if event.position <= until and query.matches(event.type, event.tags)]
    return decider.decide(command, translation.fold(decider.evolve, decider.initial, seen))
