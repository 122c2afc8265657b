"""Recorded commands are decided on anew, by two revisions, on what stood before them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any
from uuid import UUID

import attrs
import pytest

from deciders.shop import shop
from factbook.application import Application
from factbook.errors import StoreUnavailable, StoreUnfit
from factbook.recording import NewEvent
from factbook.stores import Store, open_store
from factbook.stores.memory import MemoryStore
from factbook.stores.postgres import init
from factbook.stores.readonly import open_read_only
from factbook.system import System
from factbook.testing.answers import message_of
from factbook.testing.sides import Here, there
from factbook.testing.whatif import SHOWN, replay, scenario
from generated.shop.customers import (
    BlockCustomer,
    ChangeEmail,
    CustomerBlocked,
    CustomerId,
    RegisterCustomer,
    UnblockCustomer,
)

ROOT = Path(__file__).parents[3]
ADA = CustomerId(UUID(int=1))
REGISTER = RegisterCustomer(ADA, "ada@example.org", "Ada", datetime(2026, 1, 1, tzinfo=UTC))
BLOCK, UNBLOCK = BlockCustomer(ADA, "Does not pay."), UnblockCustomer(ADA, "Paid.")
MOVED = ChangeEmail(ADA, "a@example.org")


def store_of(*commands: Any, system: System = shop, keep: bool = True, into: Store | None = None) -> Store:
    """A store in which these were recorded."""
    store = into or MemoryStore()
    application = Application(system, store, keep_commands=keep)
    for command in commands:
        application.send(command, actor="bob")
    return store


def deciding(kind: type[object], decide: Callable[[Any, Any], Any]) -> System:
    """The shop, with another function for one kind of command."""
    customer = shop.deciders["customers.Customer"]

    def either(command: Any, state: Any) -> Any:
        return decide(command, state) if type(command) is kind else customer.decide(command, state)

    changed = attrs.evolve(customer, decide=either)
    return attrs.evolve(shop, deciders={**shop.deciders, "customers.Customer": changed})


def refusing(_command: Any, _state: Any) -> Any:
    """Nothing is recorded, whatever it is."""
    return []


def failing(_command: Any, _state: Any) -> Any:
    raise ZeroDivisionError("too few")


def test_each_command_meets_what_stood_before_it() -> None:
    """So the same code decides the same again, though decided on all of it each would be nothing new."""
    found = replay(store_of(REGISTER, BLOCK, UNBLOCK, BLOCK, MOVED), Here(shop), Here(shop))

    assert (5, 0, 0) == (found.asked, found.differing, found.skipped)
    assert {(0, 0, 0)} == {(one.unlike, one.unknown_now, one.unknown_then) for one in found.tallies.values()}


def test_a_difference_says_what_was_and_what_would_be() -> None:
    """The newest first; the scenario is that of the shortest history."""
    store = store_of(REGISTER, BLOCK, UNBLOCK, BLOCK)
    now = Here(deciding(BlockCustomer, refusing))

    found = replay(store, now, Here(shop))

    [(name, tally)] = [(name, one) for name, one in found.tallies.items() if one.differing]
    assert ("customers.BlockCustomer", 2, 2) == (name, tally.asked, tally.differing)
    assert [(4, "bob"), (2, "bob")] == [(one.position, one.actor) for one in tally.shown]
    assert [
        (("customers.CustomerBlocked",), "accepted, and records CustomerBlocked", "accepted, and records nothing")
    ] * 2 == [(one.recorded, one.then.told, one.now.told) for one in tally.shown]
    assert tally.example is tally.shown[1]
    told = scenario(store, now, tally.shown[1])
    assert told is not None
    assert ("CustomerRegistered" in told, "CustomerBlocked" in told, told.endswith("then: []\n")) == (True, False, True)


def test_a_decision_of_several_events_is_one() -> None:
    """All of its events are told, and its later ones are no commands."""
    twice = deciding(BlockCustomer, lambda c, _: [CustomerBlocked(c.customer_id, c.reason)] * 2)
    store = store_of(REGISTER, BLOCK, system=twice)

    found = replay(store, Here(shop), Here(twice))

    [one] = found.tallies["customers.BlockCustomer"].shown
    assert ("customers.CustomerBlocked",) * 2 == one.recorded
    assert (2, 0) == (found.asked, found.skipped)


def test_commands_that_were_not_kept_are_counted() -> None:
    """They cannot be decided on."""
    store = store_of(MOVED, UNBLOCK, into=store_of(REGISTER, BLOCK, keep=False))

    found = replay(store, Here(shop), Here(shop))

    assert (2, 2) == (found.asked, found.skipped)


def test_a_limit_means_the_newest() -> None:
    """And what is told of on the way is how many there were."""
    told: list[int] = []

    found = replay(store_of(REGISTER, BLOCK, UNBLOCK), Here(shop), Here(shop), 2, told.append)

    assert ["customers.UnblockCustomer", "customers.BlockCustomer"] == [*found.tallies]
    assert [1, 2] == told


def test_what_raises_is_what_would_come_of_it() -> None:
    """A fault is told, not raised."""
    store = store_of(REGISTER, BLOCK)
    now = Here(deciding(BlockCustomer, failing))

    [one] = replay(store, now, Here(shop)).tallies["customers.BlockCustomer"].shown

    assert "not decided: ZeroDivisionError: too few" == one.now.told


def test_a_revision_may_print_when_it_is_imported(tmp_path: Path) -> None:
    """What it prints is no answer."""
    for name in ("deciders", "generated"):
        copytree(ROOT / name, tmp_path / name, ignore=ignore_patterns("__pycache__", "*.svg"))
    wiring = tmp_path / "deciders/shop/__init__.py"
    wiring.write_text(wiring.read_text("utf-8") + '\nprint("loaded")\n', "utf-8")

    with there(tmp_path, "shop") as side:
        assert Here(shop).begin(message_of(BLOCK)) == side.begin(message_of(BLOCK))


def test_what_one_of_the_two_does_not_know_is_counted() -> None:
    """No decision is compared with none."""
    without = attrs.evolve(shop, deciders={n: one for n, one in shop.deciders.items() if n != "customers.Customer"})
    store = store_of(REGISTER)

    one = replay(store, Here(shop), Here(without)).tallies["customers.RegisterCustomer"]
    two = replay(store, Here(without), Here(shop)).tallies["customers.RegisterCustomer"]

    assert (0, 1, 0, 1, 0, 0) == (
        one.unknown_now,
        one.unknown_then,
        one.differing,
        two.unknown_now,
        two.unknown_then,
        0,
    )


def test_both_may_decide_otherwise_than_was_recorded() -> None:
    """Which is no difference of the two, and is counted."""
    now = Here(deciding(BlockCustomer, refusing))

    found = replay(store_of(REGISTER, BLOCK), now, now)

    assert (0, 1) == (found.differing, found.tallies["customers.BlockCustomer"].unlike)


def test_what_is_held_is_bounded() -> None:
    """The others are counted."""
    store = store_of(REGISTER, *([BLOCK, UNBLOCK] * (SHOWN + 1)))

    tally = replay(store, Here(deciding(BlockCustomer, refusing)), Here(shop)).tallies["customers.BlockCustomer"]

    assert (SHOWN + 1, SHOWN) == (tally.differing, len(tally.shown))


def test_any_store_will_do(postgres: str) -> None:
    """Here a database, which is looked at by its URL."""
    init(postgres)
    written = store_of(REGISTER, BLOCK, UNBLOCK, into=open_store(postgres))
    written.close()
    store = open_read_only(postgres)

    found = replay(store, Here(deciding(BlockCustomer, refusing)), Here(shop))
    store.close()

    assert (3, 1) == (found.asked, found.differing)
    assert [2] == [one.position for one in found.tallies["customers.BlockCustomer"].shown]


def test_nothing_is_appended_to_what_is_only_looked_at(tmp_path: Path) -> None:
    """Neither by us nor by SQLite, and nothing is made."""
    file = tmp_path / "shop.db"
    event = NewEvent(ADA, "a.Happened", 1, b"{}")
    with pytest.raises(StoreUnfit, match="there is no such file"):
        open_read_only(f"sqlite:{file}")
    written = open_store(f"sqlite:{file}")
    written.append([event])
    store = open_read_only(f"sqlite:{file}")

    assert [event.id] == [one.id for one in store.find([event.id])]
    with pytest.raises(StoreUnavailable):
        store.append([event._replace(id=UUID(int=2))])
    store.close()
    written.close()
