"""Every law is shown to fail: each function here breaks one promise, and is told which one."""

from __future__ import annotations

import os
import random
import sys
import time
import unittest
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import attrs
import pytest

from deciders.shop import shop
from deciders.shop.billing_policies import cancel_when_unpaid
from deciders.shop.discount import discount
from deciders.shop.shelf import Shelf, shelf
from deciders.shop.stock_policies import take_when_dispatched
from deciders.shop.stock_views import stock_level
from factbook.decider import Decider
from factbook.system import System
from factbook.testing import LawBroken, check_laws, law_tests
from factbook.testing.elsewhere import NotAsked, decided_elsewhere, outcome_text
from factbook.testing.purity import Changed, frozen
from generated.shop import OrderId
from generated.shop.ordering import OrderCompleted
from generated.shop.shipping import ShipmentDispatched
from generated.shop.stock import (
    CountBelowReserved,
    CountStock,
    NothingHeld,
    NotReserved,
    ReserveStock,
    StockCounted,
    StockLevel,
    StockReserved,
    TakeStock,
)


def deciding(kind: type[Any], decide: Callable[[Any, Shelf], Any]) -> Decider[Any, Any, Any, Any]:
    """The shelf, with another function for one command."""

    def instead(command: Any, state: Any) -> Any:
        return decide(command, state) if type(command) is kind else shelf.decide(command, state)

    return attrs.evolve(shelf, decide=instead)


def evolving(evolve: Callable[[Any, Any], Any], initial: Any = shelf.initial) -> Decider[Any, Any, Any, Any]:
    """The shelf, with another evolve."""
    return attrs.evolve(shelf, evolve=evolve, initial=initial)


def test_a_right_decider_breaks_none() -> None:
    """The answer is what was found on the way."""
    found = check_laws(shelf)

    assert found is not None
    assert [] == list(found.unreached())


def raises_in_decide(command: TakeStock, state: Shelf) -> Any:
    """Takes what is not reserved for granted."""
    return shelf.decide(command, state) if state.reserved[command.order_id] else ()


def mutates_the_state(command: ReserveStock, state: Shelf) -> Any:
    """Writes the reservation into the state at once."""
    state.reserved[command.order_id] = command.quantity  # type: ignore[index]  # pyright: ignore[reportIndexIssue]
    return [StockReserved(command.sku, command.order_id, command.quantity)]


def reads_a_clock(command: CountStock, state: Shelf) -> Any:
    """Says by itself when it was counted."""
    return [StockCounted(command.sku, command.counted, datetime.now(UTC))]


def reads_a_stopwatch(command: CountStock, state: Shelf) -> Any:
    """Looks at a clock without using what it says."""
    time.monotonic()
    return shelf.decide(command, state)


def reads_the_environment(command: ReserveStock, state: Shelf) -> Any:
    """Has a switch that nobody records."""
    return shelf.decide(command, state) if os.getenv("RESERVE", "yes") == "yes" else ()


def draws_lots(command: ReserveStock, state: Shelf) -> Any:
    """Sometimes does what it should."""
    return shelf.decide(command, state) if random.random() < 0.5 else ()


def makes_an_id(command: ReserveStock, state: Shelf) -> Any:
    """Reserves for nobody."""
    return [StockReserved(command.sku, OrderId(uuid4()), command.quantity)]


def prints(command: ReserveStock, state: Shelf) -> Any:
    """Was debugged once."""
    print(command)
    return shelf.decide(command, state)


def answers_by_turns() -> Callable[[Any, Any], Any]:
    """Remembers how often it was asked."""
    asked: list[object] = []

    def decide(command: ReserveStock, state: Shelf) -> Any:
        asked.append(command)
        return shelf.decide(command, state) if len(asked) % 2 else ()

    return decide


def records_what_is_not_declared(command: TakeStock, state: Shelf) -> Any:
    """An event of somebody else."""
    return [OrderCompleted(command.order_id, command.order_id)]  # type: ignore[arg-type]


def refuses_with_what_is_not_declared(command: TakeStock, state: Shelf) -> Any:
    """A rejection of another command."""
    outcome = shelf.decide(command, state)
    return NothingHeld() if isinstance(outcome, NotReserved) else outcome


def records_again(command: ReserveStock, state: Shelf) -> Any:
    """Does not look whether it was done before."""
    return shelf.decide(command, attrs.evolve(state, reserved={}, waiting={}))


def mutates_and_puts_back(command: ReserveStock, state: Any) -> Any:
    """Nobody would see it afterwards."""
    state.reserved[command.order_id] = command.quantity
    del state.reserved[command.order_id]
    return [StockReserved(command.sku, command.order_id, command.quantity)]


def records_what_cannot_be_written(command: CountStock, state: Shelf) -> Any:
    """A broken number, smuggled past the check of the class."""
    event = StockCounted(command.sku, command.counted, command.counted_at)
    object.__setattr__(event, "counted", 1.5)
    return [event]


def never_refuses(command: CountStock, state: Shelf) -> Any:
    """One declared rejection is dead."""
    outcome = shelf.decide(command, state)
    return () if isinstance(outcome, CountBelowReserved) else outcome


def not_total(state: Shelf, event: Any) -> Shelf:
    """Forgets one event."""
    if isinstance(event, StockReserved):
        raise NotImplementedError
    return shelf.evolve(state, event)


def evolve_reads_a_clock(state: Shelf, event: Any) -> Shelf:
    """Looks at a clock."""
    time.time()
    return shelf.evolve(state, event)


def evolve_mutates(state: Any, event: Any) -> Any:
    """Adds to a list that it was given."""
    state.append(event)
    return state


def growing() -> Decider[Any, Any, Any, Any]:
    """A decider whose state is a list that is added to in place."""

    def decide(command: Any, state: Any) -> Any:
        return shelf.decide(command, shelf.initial)

    return attrs.evolve(evolving(evolve_mutates, []), decide=decide)


@pytest.mark.parametrize(
    ("broken", "law"),
    [
        (deciding(TakeStock, raises_in_decide), "decide raised KeyError"),
        (deciding(ReserveStock, mutates_the_state), "decide changed the state that it was given"),
        (deciding(ReserveStock, mutates_and_puts_back), "decide changed the state that it was given"),
        (deciding(CountStock, reads_a_clock), r"decide reads a clock \(datetime.now\)"),
        (deciding(CountStock, reads_a_stopwatch), r"decide reads a clock \(time.monotonic\)"),
        (deciding(ReserveStock, reads_the_environment), r"decide reads the environment \(os.environ\)"),
        (deciding(ReserveStock, draws_lots), r"decide draws lots \(random.random\)"),
        (deciding(ReserveStock, makes_an_id), r"decide draws lots \(urandom\)|decide makes an id"),
        (deciding(ReserveStock, prints), r"decide prints"),
        (deciding(ReserveStock, answers_by_turns()), "decide answers differently the second time"),
        (deciding(TakeStock, records_what_is_not_declared), "stock.TakeStock records OrderCompleted, which"),
        (deciding(TakeStock, refuses_with_what_is_not_declared), "stock.TakeStock is refused with NothingHeld, which"),
        (
            deciding(ReserveStock, records_again),
            "stock.ReserveStock is declared `once`, and does something when it is sent again",
        ),
        (deciding(CountStock, records_what_cannot_be_written), "stock.StockCounted cannot be read back"),
        (deciding(CountStock, never_refuses), "CountStock was never refused with CountBelowReserved"),
        (evolving(not_total), "evolve raised NotImplementedError"),
        (evolving(evolve_reads_a_clock), r"evolve reads a clock \(time.time\)"),
        (growing(), "evolve is not a function of state and event|evolve changed the state"),
    ],
)
def test_a_law_that_does_not_hold_is_named(broken: Decider[Any, Any, Any, Any], law: str) -> None:
    """With the smallest case that shows it."""
    with pytest.raises(LawBroken, match=law):
        check_laws(broken)


def by_hash(command: CountStock, state: Shelf) -> Any:
    """Hangs on how texts are hashed in this process."""
    later = timedelta(microseconds=hash(command.sku) % 10**12)
    return [StockCounted(command.sku, command.counted, datetime(2026, 1, 1, tzinfo=UTC) + later)]


HASHED = deciding(CountStock, by_hash)


def test_a_decision_is_the_same_in_another_process() -> None:
    """Where hashes of texts are others, and so the order of a set."""
    cases = [((), CountStock("MUG-0001", 1, datetime(2026, 1, 1, tzinfo=UTC)))]
    here = [outcome_text(shelf.decide(command, shelf.initial)) for _, command in cases]

    assert here == decided_elsewhere(shelf, cases)
    with pytest.raises(NotAsked, match="in no module under a name"):
        decided_elsewhere(attrs.evolve(shelf), cases)
    with pytest.raises(LawBroken, match="decide answers differently in another process"):
        check_laws(HASHED, examples=1)


def test_a_module_may_print_when_it_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it prints is no answer."""
    lines = ("import attrs", "from deciders.shop.shelf import shelf", "loud = attrs.evolve(shelf)", "print('loaded')")
    (tmp_path / "loud_shelf.py").write_text("\n".join(lines))
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    cases = [((), CountStock("MUG-0001", 1, datetime(2026, 1, 1, tzinfo=UTC)))]

    assert decided_elsewhere(shelf, cases) == decided_elsewhere(import_module("loud_shelf").loud, cases)


def test_who_cannot_be_asked_in_another_process_is_told() -> None:
    """That law is not tried, and nobody has to guess it."""
    with pytest.warns(UserWarning, match="cart.Discount was not asked in another process: .* in no module") as warned:
        check_laws(attrs.evolve(discount), examples=1)

    assert [__file__] == [one.filename for one in warned]


def test_frozen_values_are_equal_and_cannot_be_changed() -> None:
    """However deep; a copy may be changed again."""
    value: Any = {"a": [1, {2}], "b": (attrs.evolve(shelf.initial, reserved={OrderId(uuid4()): 1}),)}
    looked_at: Any = frozen(value)

    assert value == looked_at == deepcopy(looked_at)
    changes: list[Callable[[], object]] = [
        lambda: looked_at.update(c=1),
        lambda: looked_at["a"].append(1),
        lambda: looked_at["a"][1].add(3),
        lambda: looked_at["b"][0].reserved.clear(),
    ]
    for change in changes:
        with pytest.raises(Changed, match="was given to be looked at, not to be changed"):
            change()
    deepcopy(looked_at)["a"].append(3)


def test_a_case_is_shown_as_a_scenario_and_is_small() -> None:
    """Nothing stands in it that is not needed."""
    with pytest.raises(LawBroken) as caught:
        check_laws(deciding(TakeStock, raises_in_decide))

    text = str(caught.value)
    assert "scenarios:\n  TakeStock:\n" in text
    assert "given:" not in text


def test_what_is_explored_is_held_to_the_laws_too() -> None:
    """It goes where few histories lead; what breaks a law there is told as one that they lead to."""

    def full(state: Shelf) -> bool:
        return state.on_hand == 2 and bool(state.reserved)

    def fails(command: Any, state: Shelf) -> Any:
        if full(state):
            raise LookupError("nothing there")
        return shelf.decide(command, state)

    def strays(command: Any, state: Shelf) -> Any:
        return NothingHeld() if full(state) else shelf.decide(command, state)

    with pytest.raises(LawBroken, match="decide raised LookupError: nothing there") as failed:
        check_laws(deciding(CountStock, fails), examples=1)
    with pytest.raises(LawBroken, match="CountStock is refused with NothingHeld, which the catalogue does not declare"):
        check_laws(deciding(CountStock, strays), examples=1)
    assert 2 == failed.value.scenario.count("- {Stock")


def test_who_names_as_unreachable_what_is_reached_is_told() -> None:
    """So that the list of exceptions does not outlive its reason."""
    line = "CountStock was never refused with CountBelowReserved"
    check_laws(deciding(CountStock, never_refuses), unreachable=[line])

    with pytest.raises(LawBroken, match="named as unreachable, but it was reached"):
        check_laws(shelf, unreachable=[line])


def test_a_policy_issues_only_what_it_declares() -> None:
    """And looks at nothing but the event."""

    def strays(event: ShipmentDispatched, state: None) -> Any:
        return [CountStock("MUG-0001", 1, event.dispatched_at)]

    def looks_at_a_clock(event: ShipmentDispatched, state: None) -> list[TakeStock]:
        time.time()
        return []

    with pytest.raises(LawBroken, match="TakeWhenDispatched: issues CountStock, which the catalogue does not declare"):
        check_laws(attrs.evolve(take_when_dispatched, react=strays))
    with pytest.raises(LawBroken, match=r"TakeWhenDispatched: reads a clock \(time.time\)"):
        check_laws(attrs.evolve(take_when_dispatched, react=looks_at_a_clock))


def test_a_policy_changes_nothing_that_it_was_given() -> None:
    """Neither the state that it folds nor the one that it reacts on, not even for a moment."""

    def noting(state: list[Any], event: Any) -> list[Any]:
        return [*state, event]

    def noting_in_place(state: list[Any], event: Any) -> list[Any]:
        state.append(event)
        return state

    def sorting(event: Any, state: list[Any]) -> list[Any]:
        state.sort(key=repr)
        return []

    def nothing(event: Any, state: list[Any]) -> list[Any]:
        return []

    initial: list[Any] = []
    quiet = attrs.evolve(cast("Any", cancel_when_unpaid), initial=initial, evolve=noting, react=nothing)
    check_laws(quiet)
    with pytest.raises(LawBroken, match="CancelWhenUnpaid: evolve changed the state that it was given"):
        check_laws(attrs.evolve(quiet, evolve=noting_in_place))
    with pytest.raises(LawBroken, match="CancelWhenUnpaid: react changed the state that it was given"):
        check_laws(attrs.evolve(quiet, react=sorting))


def test_a_view_is_shown_what_can_happen() -> None:
    """With a system, it need not know what to do with stock that is taken before it was counted."""

    def evolve(row: StockLevel | None, event: Any) -> Any:
        after = stock_level.evolve(row, event)
        assert after is None or after.on_hand < 3, "a shelf holds two pieces"
        return after

    check_laws(stock_level, system=shop)
    with pytest.raises(LawBroken, match="StockLevel: raised AssertionError: a shelf holds two pieces") as caught:
        check_laws(attrs.evolve(stock_level, evolve=evolve), system=shop)
    assert ("shop/stock", 1) == (caught.value.context, caught.value.scenario.count("- {"))
    assert "  StockLevel:\n" in caught.value.scenario


def test_a_system_has_a_test_for_each_of_its_parts() -> None:
    """Each holds that part to its laws; a decider that is not there has nothing that cannot be reached."""

    def strays(event: ShipmentDispatched, state: None) -> Any:
        return [CountStock("MUG-0001", 1, event.dispatched_at)]

    system = System(
        "shop",
        "generated.shop",
        deciders={"cart.Discount": discount},
        policies={"stock.TakeWhenDispatched": attrs.evolve(take_when_dispatched, react=strays)},
        views={"stock.StockLevel": stock_level},
    )
    found = law_tests(system, examples=5, unreachable={"cart.Discount": ["nothing"]})

    names = ["test_decider_cart_Discount", "test_policy_stock_TakeWhenDispatched", "test_view_stock_StockLevel"]
    assert names == unittest.TestLoader().getTestCaseNames(found)
    with pytest.raises(LawBroken, match="named as unreachable, but it was reached: nothing"):
        found(names[0]).debug()
    with pytest.raises(LawBroken, match="issues CountStock, which the catalogue does not declare"):
        found(names[1]).debug()
    with pytest.raises(LookupError, match="shop has no decider Discount; it has cart"):
        law_tests(system, unreachable={"Discount": []})


def test_a_view_takes_every_event_that_it_reads() -> None:
    """Also in an order that nobody expects."""

    def evolve(row: StockLevel | None, event: Any) -> Any:
        if not isinstance(event, StockCounted):
            assert row is not None
        return StockLevel(event.sku, 0, 0, 0, 0)

    with pytest.raises(LawBroken, match="StockLevel: raised AssertionError"):
        check_laws(attrs.evolve(stock_level, evolve=evolve))
