"""The shop, run by many at once, on a store and in processes that fail: as if one thing came after another."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import Any

import pytest
from attrs import frozen

from deciders.shop import shop
from factbook.drivers.simulated import NO_FAULTS, Faults, Simulation
from factbook.effects import Append, Asking, LoadState, NewId, Now, Pause, Read
from factbook.errors import OutcomeUnknown, StoreUnavailable
from factbook.handling import SENT, Accepted, Handling, Outcome, Rejected, Sent
from factbook.queries import ALL
from factbook.recording import AppendCondition, Appended, NewEvent, Page
from factbook.testing.simulating import check_history, send_all, simulate
from tests.factbook.drivers.shops import an_email_belongs_to_one, events, some_commands, stock_is_never_short

ONE_FAULT = {
    "conflict": Faults(0.3, 0, 0, 0, 0, 0, 0, 0),
    "lost": Faults(0, 0.3, 0, 0, 0, 0, 0, 0),
    "unavailable": Faults(0, 0, 0.1, 0, 0, 0, 0, 0),
    "forgotten": Faults(0, 0, 0, 0.5, 0, 0, 0, 0),
    "crash": Faults(0, 0, 0, 0, 0.02, 0, 0, 0),
    "repeated": Faults(0, 0, 0, 0, 0, 0.5, 0, 0),
    "slow": Faults(0, 0, 0, 0, 0, 0, 0.5, 10),
}


def the_shop(simulation: Simulation) -> None:
    """Many want the same, and nothing that may not be is ever true."""
    sent = send_all(simulation, shop, some_commands(simulation.seed, 20))
    simulation.run()
    log = events(simulation.store)

    check_history(shop, simulation.store, sent)
    assert stock_is_never_short(log)
    assert an_email_belongs_to_one(log)
    assert all(task.answers for _, _, task in sent)


def test_the_shop_stands_all_faults_together() -> None:
    """Whatever goes wrong, and in whatever order: stock, addresses, ids and answers are right."""
    simulate(the_shop, 25)


@pytest.mark.parametrize("fault", ONE_FAULT)
def test_the_shop_stands_each_fault_alone(fault: str) -> None:
    """Often enough that several meet."""
    simulate(the_shop, 6, ONE_FAULT[fault])


@pytest.mark.long
def test_the_shop_stands_many_seeds() -> None:
    """Hundreds of orders of events."""
    simulate(the_shop, 600)


def test_without_faults_all_commands_are_answered_once() -> None:
    """The order alone is left to the seed."""
    simulation = Simulation(1, NO_FAULTS)
    sent = send_all(simulation, shop, some_commands(1, 20))
    simulation.run()

    assert [1] * 24 == [len(task.answers) for _, _, task in sent]
    assert [[]] * 24 == [task.faults for _, _, task in sent]
    assert {Accepted, Rejected} == {type(task.answer) for _, _, task in sent}


# What it is to find --------------------------------------------------------------------------------------------------


@frozen
class Careless(Handling):
    """A pipeline that appends without its condition."""

    def handle(self, command: Any, sent: Sent = SENT) -> Asking[Outcome]:
        asking = super().handle(command, sent)
        effect = next(asking)
        try:
            while True:
                effect = asking.send((yield effect._replace(condition=None) if isinstance(effect, Append) else effect))
        except StopIteration as done:
            outcome: Outcome = done.value
            return outcome


def test_a_careless_pipeline_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without conditions two are told that they have the last piece; the seed is told, and shows it again."""
    monkeypatch.setattr("factbook.testing.simulating.Handling", Careless)
    with pytest.raises(AssertionError) as first:
        simulate(the_shop, 40, NO_FAULTS)
    note = first.value.__notes__[0]
    seed = note.split(";")[0].removeprefix("seed ")
    monkeypatch.setenv("FACTBOOK_SEED", seed)
    with pytest.raises(AssertionError) as again:
        simulate(the_shop, 40, NO_FAULTS)

    assert note == again.value.__notes__[0]
    assert "Append" in note


@frozen
class Hasty(Handling):
    """A pipeline that refuses by a state that it has kept, without looking for what is new."""

    def handle(self, command: Any, sent: Sent = SENT) -> Asking[Outcome]:
        asking = super().handle(command, sent)
        effect, kept = next(asking), False
        try:
            while True:
                answer = Page([], effect.after) if kept and isinstance(effect, Read) else (yield effect)
                kept = answer is not None if isinstance(effect, LoadState) else kept and not isinstance(effect, Append)
                effect = asking.send(answer)
        except StopIteration as done:
            outcome: Outcome = done.value
            return outcome


def test_a_hasty_pipeline_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """It refuses for a reason that was past when the command was sent."""
    monkeypatch.setattr("factbook.testing.simulating.Handling", Hasty)
    with pytest.raises(AssertionError, match="which it should not have been when it was sent, nor later"):
        simulate(the_shop, 100, Faults(0, 0, 0, 0, 0, 0.3, 0.5, 10))


def test_a_seed_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anything else is told, with what it is for."""
    monkeypatch.setenv("FACTBOOK_SEED", "seventeen")
    with pytest.raises(ValueError, match="FACTBOOK_SEED is the number of a seed, such as 17, and not 'seventeen'"):
        simulate(the_shop)


# The driver itself ---------------------------------------------------------------------------------------------------


def counting(number: int) -> Asking[int]:
    """Adds to a counter, as often as it takes."""
    while True:
        page = yield Read(ALL)
        event = NewEvent((yield NewId()), "Counted", 1, b"%d" % number)
        answer = yield Append((event,), AppendCondition(ALL, page.head))
        if isinstance(answer, Appended):
            return answer.position
        yield Pause(1)


def test_a_seed_is_a_history() -> None:
    """The same seed gives the same log, the same times and the same story; another seed gives another."""

    def ran(seed: int) -> tuple[list[Any], float, str]:
        simulation = Simulation(seed)
        for number in range(5):
            simulation.start(partial(counting, number), process=f"process {number % 2}")
        simulation.run()
        return simulation.store.read(ALL).events, simulation.seconds, simulation.trace

    assert ran(3) == ran(3)
    assert len({str(ran(seed)[0]) for seed in range(10)}) > 5


def test_everybody_may_be_between_anybodys_question_and_answer() -> None:
    """Two that read and then append meet in every way there is, in few seeds."""
    orders: set[tuple[int | None, ...]] = set()
    conflicts = 0
    for seed in range(30):
        simulation = Simulation(seed, NO_FAULTS)
        tasks = [simulation.start(partial(counting, number)) for number in range(2)]
        simulation.run()
        orders.add(tuple(task.answer for task in tasks))
        conflicts += "Conflict" in simulation.trace

    assert {(1, 2), (2, 1)} == orders
    assert 0 < conflicts < 30


def test_time_is_a_number() -> None:
    """A pause of a year takes no time, ids sort by when they were asked for, and nothing comes before its time."""

    def asking(seconds: float) -> Asking[tuple[Any, Any]]:
        yield Pause(seconds)
        return (yield Now()), (yield NewId())

    simulation = Simulation(0, NO_FAULTS)
    tasks = [simulation.start(partial(asking, seconds)) for seconds in (31_536_000.0, 0.5, 3600.0)]
    simulation.run()
    answers = sorted(task.answers[0] for task in tasks)

    assert [task.answers[0] for task in (tasks[1], tasks[2], tasks[0])] == answers
    assert sorted(one[1] for one in answers) == [one[1] for one in answers]
    assert ["2026-01-01 12:00:00.500000", "2026-01-01 13:00:00", "2027-01-01 12:00:00"] == [
        str(now.replace(tzinfo=None)) for now, _ in answers
    ]
    assert {(7, "specified in RFC 4122")} == {(one.version, one.variant) for _, one in answers}


def test_a_lost_answer_was_recorded_or_not() -> None:
    """Both happen, and nobody can tell which."""

    def once() -> Asking[None]:
        yield Append((NewEvent((yield NewId()), "Noted", 1, b"{}"),), None)

    recorded: set[int] = set()
    for seed in range(20):
        simulation = Simulation(seed, Faults(0, 1, 0, 0, 0, 0, 0, 0))
        task = simulation.start(once, tries=1)
        simulation.run()
        recorded.add(len(simulation.store.read(ALL).events))

        assert [OutcomeUnknown] == [type(fault) for fault in task.faults]
    assert {0, 1} == recorded


def test_a_process_dies_with_all_that_runs_in_it() -> None:
    """What was begun is begun anew, never gone on with."""
    begun: list[str] = []

    def slow(name: str) -> Asking[str]:
        begun.append(name)
        for _ in range(30):
            yield Pause(0.001)
        return name

    simulation = Simulation(5, Faults(0, 0, 0, 0, 0.01, 0, 0, 0))
    tasks = [simulation.start(partial(slow, name), process="one") for name in "ab"]
    simulation.run()

    assert [["a"], ["b"]] == [task.answers for task in tasks]
    assert len(begun) > 2


def test_after_a_fault_it_is_tried_again_and_given_up() -> None:
    """As often as it is told."""

    def asking() -> Asking[None]:
        yield Read(ALL)

    simulation = Simulation(0, Faults(0, 0, 1, 0, 0, 0, 0, 0))
    task = simulation.start(asking, tries=3)
    simulation.run()

    assert [StoreUnavailable] * 3 == [type(fault) for fault in task.faults]
    assert task.answer is None


def test_what_is_endless_runs_as_long_as_it_is_let() -> None:
    """Nobody waits for its end; time is given to it."""
    seen: list[float] = []
    simulation = Simulation(0, NO_FAULTS)

    def ticking() -> Asking[None]:
        while True:
            seen.append(simulation.seconds)
            yield Pause(60)

    simulation.start(ticking, endless=True)
    simulation.run()
    simulation.run(seconds=600)

    assert [60.0 * minute for minute in range(11)] == seen
    assert 600.0 == simulation.seconds


def test_a_bug_is_not_a_fault() -> None:
    """What is none of factbook's faults ends the simulation."""

    def broken() -> Asking[None]:
        yield Now()
        raise ZeroDivisionError

    simulation = Simulation(Random(0).randint(0, 9), NO_FAULTS)
    simulation.start(broken)
    with pytest.raises(ZeroDivisionError):
        simulation.run()


def test_other_questions_may_be_asked() -> None:
    """Whoever asks what is not among the usual says who answers it."""

    @frozen
    class Roll:
        sides: int

    def rolling() -> Asking[int]:
        rolled: int = yield Roll(6)  # type: ignore[misc]  # pyright: ignore[reportReturnType]
        return rolled

    simulation = Simulation(0, NO_FAULTS, answers={Roll: lambda asked: asked.sides})
    task = simulation.start(rolling)
    simulation.run()

    assert 6 == task.answer
