"""What follows from events follows once: the same as in the plainest world, and after a crash at any instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deciders.shop import shop
from factbook.application import Application
from factbook.catalogue import Do, Story, Wait
from factbook.copying import copy
from factbook.desk import open_desk
from factbook.drivers.sync import run
from factbook.effects import Append, Effect, Finish, Keep, Perform, Schedule
from factbook.errors import EffectFailed, StoreUnavailable
from factbook.reactions import Reaction
from factbook.recording import NewEvent
from factbook.stores.memory import MemoryStore
from factbook.testing.playing import play_story
from factbook.testing.stages import Clock
from generated.shop.billing import ChargeCustomer, ChargeNotSubmitted, ProviderTrouble
from generated.shop.stock import CountStock
from tests.factbook.running.shops import (
    PLACED,
    STORIES,
    Outside,
    at_the_charge,
    decoded,
    do,
    running,
    step,
    story,
    wait,
)


@pytest.mark.parametrize("told", STORIES, ids=lambda told: told.title)
def test_what_happens_is_what_happens_in_the_plainest_world(told: Story) -> None:
    """The pipeline on a store records, event for event, what the world in memory does."""
    clock, outside = Clock(), Outside()
    with running("memory:", outside, clock) as app:
        for one in told.steps:
            step(app, clock, one)

        assert play_story(shop, told).log == decoded(app)


class Crash(BaseException):
    """The process ends here."""


MOST_INSTANTS = 30
"""How many changes of the world there are after the command, and some more."""

CHANGES = (Append, Schedule, Keep, Finish, Perform)


def crashing(app: Application, at: int, after: bool) -> Iterator[int]:
    """Rounds of processing that crash at the ``at``-th change of the world, before or after it is made."""
    answers = app.answers()
    count = 0

    def ask(effect: Effect) -> Any:
        nonlocal count
        kind = effect.__class__
        count += kind in CHANGES
        if kind in CHANGES and count == at and not after:
            raise Crash
        answer = answers[kind](effect)
        if kind in CHANGES and count == at and after:
            raise Crash
        return answer

    while done := run(app.processing.round(), dict.fromkeys(answers, ask)):
        yield done


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_crash_at_any_instant_changes_nothing(after: bool) -> None:
    """Whichever change of the world is the last one before a crash, in the end the same has happened, once."""
    steps = [one for one in story(PLACED).steps if isinstance(one, Do)]
    place = next(place for place, one in enumerate(steps) if one.command.ref == "ordering.PlaceOrder")
    begun = MemoryStore()
    with running(begun, Outside(), Clock()) as app:
        for one in steps[:place]:
            step(app, Clock(), one)
        do(app, steps[place])
        expected, keys = finished(begun, 0, after)
        at = 1
        while finished(begun, at, after) == (expected, keys):
            at += 1
            if at > MOST_INSTANTS:
                break

    assert ["ChargeCustomer"] == [name for name, _ in keys]
    assert at > MOST_INSTANTS


def finished(begun: MemoryStore, at: int, after: bool) -> tuple[list[Any], list[Any]]:
    """All that happened, and what was done outside, after a crash at an instant and a new start; no crash at 0."""
    clock, outside, store, desk = Clock(), Outside(), MemoryStore(), open_desk("memory:")
    copy(begun, store)
    app = running(store, outside, clock, desk)
    if at:
        with suppress(Crash):
            for _ in crashing(app, at, after):
                pass
    clock.now += timedelta(minutes=2)  # whoever held reactions will not come back
    app = running(store, outside, clock, desk)
    while app.process():
        pass
    return decoded(app), sorted(set(outside.done))


def test_a_delayed_policy_acts_at_its_time() -> None:
    """Nothing happens a moment before 48 hours have passed, and then at once."""
    clock, outside = Clock(), Outside()
    with running("memory:", outside, clock) as app:
        told = story("An order nobody pays")
        for one in told.steps[: next(place for place, one in enumerate(told.steps) if isinstance(one, Wait))]:
            step(app, clock, one)
        before = decoded(app)
        wait(app, clock, timedelta(hours=47, minutes=59))
        app.settle()
        quiet = decoded(app)
        wait(app, clock, timedelta(minutes=1))
        app.settle()

        assert quiet == before
        assert "OrderCancelled" in [type(event).__name__ for event in decoded(app)[len(before) :]]


def test_an_effect_that_fails_is_tried_again_with_the_same_key() -> None:
    """It waits twice as long each time, and is done once."""
    clock, outside = Clock(), Outside(trouble=[EffectFailed("no answer")] * 3)
    with running("memory:", outside, clock) as app:
        at_the_charge(app, clock)
        waits: list[float] = []
        while outside.trouble or not outside.done:
            due = app.desk.next_due()
            assert due is not None
            waits.append((due - clock.now).total_seconds())
            clock.now = due
            app.settle()

        assert [0.5, 1.0, 2.0] == waits
        assert ["ChargeCustomer"] == [name for name, _ in outside.done]


def test_what_fails_is_seen_before_it_is_parked(caplog: pytest.LogCaptureFixture) -> None:
    """With its reason and when it is tried again; parking it is a warning."""
    clock, outside = Clock(), Outside(trouble=[OSError("broken line")])
    with running(MemoryStore(), outside, clock) as app:
        at_the_charge(app, clock)
        (failing,) = app.desk.failing(10)
        outside.trouble = [EffectFailed("no such card", hopeless=True)]
        wait(app, clock, timedelta(minutes=1))

        assert ("billing.ChargeWhenDue", 1) == (failing.policy, failing.tries)
        assert "broken line" in str(failing.reason)
        assert [] == app.desk.failing(10)
    resume = f"Mend it, then: factbook reactions resume billing.ChargeWhenDue {failing.position}"
    warnings = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert [f"billing.ChargeWhenDue at position {failing.position} is parked: no such card. {resume}"] == warnings


def test_a_reaction_that_always_fails_is_parked_and_can_be_resumed() -> None:
    """It holds nobody else up, and a person finds it with its reason."""
    clock, outside = Clock(), Outside(trouble=[EffectFailed("no answer")] * 12)
    with running("memory:", outside, clock) as app:
        at_the_charge(app, clock)
        wait(app, clock, timedelta(hours=2))
        (parked,) = app.desk.parked()
        resumed = app.desk.resume(parked.policy, parked.position, clock.now)
        app.settle()

        assert ("billing.ChargeWhenDue", 12, "no answer") == (parked.policy, parked.tries, parked.reason)
        assert resumed
        assert ["ChargeCustomer"] == [name for name, _ in outside.done]


def test_what_is_to_be_recorded_otherwise_is_recorded_in_the_end() -> None:
    """A handler may say what it means when nothing ever comes of an effect."""
    clock = Clock()

    def hopeless(effect: ChargeCustomer, key: object) -> Any:
        failed = ChargeNotSubmitted(effect.order_id, effect.attempt, ProviderTrouble.NOT_REACHABLE)
        raise EffectFailed("no answer", otherwise=failed)

    handlers: dict[type[Any], Any] = {**Outside().handlers, ChargeCustomer: hopeless}
    with Application(shop, "memory:", effects=handlers, clock=clock) as app:
        at_the_charge(app, clock)
        wait(app, clock, timedelta(hours=2))

        assert ChargeNotSubmitted in [type(event) for event in decoded(app)]
        assert [] == app.desk.parked()


def test_an_answer_that_is_not_declared_is_parked_at_once() -> None:
    """Trying again would change nothing."""
    clock = Clock()

    def wrong(effect: object, key: object) -> str:
        return "charged"

    handlers: dict[type[Any], Any] = {**Outside().handlers, ChargeCustomer: wrong}
    with Application(shop, "memory:", effects=handlers, clock=clock) as app:
        at_the_charge(app, clock)
        (parked,) = app.desk.parked()

        assert (
            "the handler of billing.ChargeCustomer answered str, which it does not record: answer ChargeSubmitted or"
            " ChargeNotSubmitted"
        ) == parked.reason
        assert 1 == parked.tries


def test_a_store_that_goes_away_only_delays() -> None:
    """Nothing is parked for a fault that passes."""
    clock, outside = Clock(), Outside(trouble=[StoreUnavailable("gone")])
    with running("memory:", outside, clock) as app:
        at_the_charge(app, clock)
        wait(app, clock, timedelta(minutes=1))

        assert [] == app.desk.parked()
        assert ["ChargeCustomer"] == [name for name, _ in outside.done]


def test_a_new_desk_beside_old_events_repeats_nothing() -> None:
    """Even when the desk is lost, what was done is known by the ids in the store."""
    clock, outside, store = Clock(), Outside(), MemoryStore()
    app = running(store, outside, clock)
    for one in story(PLACED).steps:
        step(app, clock, one)
    before, done = decoded(app), list(outside.done)
    again = running(store, outside, clock)
    again.settle()

    assert before == decoded(again)
    assert done == outside.done


def test_an_event_that_nobody_can_read_is_parked_and_the_rest_goes_on() -> None:
    """With what is wrong with it, for a person to see."""
    clock, outside, store = Clock(), Outside(), MemoryStore()
    with running(store, outside, clock) as app:
        store.append([NewEvent(uuid4(), "intake.RawDataReceived", 1, b'{"intake_id": 7}', ("intake:7",))])
        at_the_charge(app, clock)
        (parked,) = app.desk.parked()

        assert ("intake.TranslateData", 1) == (parked.policy, parked.position)
        assert "intake.RawDataReceived, version 1, at position 1" in str(parked.reason)
        assert ["ChargeCustomer"] == [name for name, _ in outside.done]


def test_a_reaction_whose_event_is_not_there_is_parked() -> None:
    """Neither is it carried out for the event that stands in its place, whatever that is."""
    clock, outside = Clock(), Outside()
    with running(MemoryStore(), outside, clock) as app:
        app.send(CountStock("MUG-0001", 10, clock.now))
        lost = [
            Reaction(policy="billing.ChargeWhenDue", position=position, lane=str(position), due_at=clock.now)
            for position in (1, 9)
        ]
        app.desk.schedule((), 0, 0, lost)
        app.settle()
        reasons = [str(one.reason) for one in app.desk.parked()]

    assert [
        "billing.ChargeWhenDue does not wait for stock.StockCounted any more",
        "there is no event at position 9 any more",
    ] == reasons
    assert [] == outside.done


def test_a_newer_version_than_the_code_knows_is_parked() -> None:
    """Newer code can take it up again."""
    clock, store = Clock(), MemoryStore()
    with running(store, Outside(), clock) as app:
        store.append([NewEvent(uuid4(), "intake.RawDataReceived", 99, b"{}", ("intake:7",))])
        app.settle()
        (parked,) = app.desk.parked()

        assert "99" in str(parked.reason)
