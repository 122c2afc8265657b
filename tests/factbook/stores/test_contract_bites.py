"""The contract notices every store that is wrong in one way."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pytest

from factbook.stores.memory import MemoryStore
from factbook.testing.store_contract import StoreContract
from tests.factbook.stores.wrong_stores import STORES

SECONDS = 10.0
"""So long a test may follow a store that shows nothing."""

SLOW = {
    "AgainIsNotSaid",
    "HeadAfterTheRead",
    "HeadOfTheQuery",
    "IdsAreCheckedBeforeTheLock",
    "NobodyIsWoken",
    "NothingIsAppended",
    "NumbersBeforeCommits",
    "TheSecondOfARaceIsTaken",
}
"""Those that take more than a second to find."""


def contract(make: type[MemoryStore], lasts: bool = False) -> StoreContract:
    """The contract for a store that is made anew for each test."""

    class Contract(StoreContract):
        lasting = lasts

        def open(self, place: Path) -> MemoryStore:
            return make()

    return Contract()


def runs(contract: StoreContract) -> Iterator[tuple[str, Callable[..., None], dict[str, Any]]]:
    """Every test with each of its parameters, those about one thread first."""
    tests = [getattr(contract, name) for name in dir(contract) if name.startswith("test_")]
    for test in sorted(tests, key=lambda test: "together" in inspect.getsource(test)):
        marks = [mark.args[:2] for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
        for values in product(*(list(values) for _, values in marks)):
            yield test.__name__, test, dict(zip((name for name, _ in marks), values, strict=True))


def first_failure(contract: StoreContract, place: Path) -> str | None:
    """The name of the first test that fails."""
    for name, test, given in runs(contract):
        wanted = set(inspect.signature(test).parameters) - set(given)
        stop = Event()
        timer = Timer(SECONDS, stop.set)
        timer.start()
        fixtures: dict[str, object] = {
            "stop": stop,
            "place": place,
            "store": contract.open(place),
            "stores": [contract.open(place) for _ in range(3)],
            "place_opened_again": partial(contract.open, place),
        }
        if not wanted <= set(fixtures) or (not contract.lasting and wanted & {"stores", "place_opened_again"}):
            continue  # it needs other processes, or a store that lasts
        try:
            test(**given, **{one: fixtures[one] for one in wanted})
        except (Exception, pytest.fail.Exception):
            return name
        except pytest.skip.Exception:
            continue
        finally:
            timer.cancel()
    return None


@pytest.fixture(autouse=True)
def restless() -> Iterator[None]:
    """Threads take turns as often as they do in the contract."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long) if name in SLOW else name for name in STORES]
)
def test_a_wrong_store_fails(name: str, tmp_path: Path) -> None:
    """At least one test of the contract does."""
    assert first_failure(contract(STORES[name], name == "EachOpeningByItself"), tmp_path) is not None


@pytest.mark.long
def test_the_reference_does_not_fail(tmp_path: Path) -> None:
    """So that what is above says something."""
    assert first_failure(contract(MemoryStore), tmp_path) is None
