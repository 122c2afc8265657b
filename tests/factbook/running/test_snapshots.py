"""Kept states save time and change no answer; a changed rule never finds an old one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deciders.shop import shop
from deciders.shop.shelf import shelf
from factbook.application import Application
from factbook.decider import fold
from factbook.effects import Held, LoadState, SaveState
from factbook.fingerprints import fingerprint
from factbook.handling import Accepted
from factbook.queries import Query, QueryItem
from factbook.recording import NewEvent
from factbook.snapshots import Snapshots, open_snapshots
from factbook.states import States
from factbook.stores import Store
from factbook.stores.memory import MemoryStore
from factbook.system import System
from factbook.testing.past import histories
from generated.shop.stock import CountStock
from tests.factbook.running.test_application import NOW

QUERY = Query((QueryItem(("stock.StockCounted",), ("sku:MUG-0001",)),))
SHELF: Any = shelf
CONTRACT: Any = shelf.contract
NAMES = [decider.contract.name for decider in shop.deciders.values() if decider.contract]


def filled(ids: Sequence[int]) -> MemoryStore:
    """A store with an event for each id."""
    store = MemoryStore()
    store.append([NewEvent(UUID(int=number), "stock.StockCounted", 1, b"{}") for number in ids])
    return store


STORE = filled(range(1, 8))


def opened(folder: Path, system: System = shop, worth: int = 1, store: Store = STORE) -> Snapshots:
    return open_snapshots(system, f"sqlite:{folder / 'shop.db'}", States(), store, worth)


def kept(snapshots: Snapshots, state: Any, position: int = 7, decider: str = "stock.Shelf") -> None:
    snapshots.save(SaveState(decider, QUERY, Held(state, position), 1))


def found(snapshots: Snapshots, decider: str = "stock.Shelf") -> Held | None:
    return snapshots.load(LoadState(decider, QUERY))


def test_another_process_finds_the_state(tmp_path: Path) -> None:
    """As it was, with its position."""
    first = opened(tmp_path)
    kept(first, shelf.initial)
    first.close()

    assert Held(shelf.initial, 7) == found(opened(tmp_path))


@pytest.mark.parametrize("ids", [[1, 2, 3], [1, 2, 3, 4, 5, 6, 8, 9]], ids=["shorter", "gone on otherwise"])
def test_a_store_that_was_put_back_finds_no_later_state(tmp_path: Path, ids: Sequence[int]) -> None:
    """What was folded from events that are not there any more would decide wrongly, and nothing would notice."""
    kept(opened(tmp_path), shelf.initial)

    assert found(opened(tmp_path, store=filled(ids))) is None


def test_a_cache_that_breaks_disturbs_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A command is decided without it, and what it recorded is not told to be lost."""
    url = f"sqlite:{tmp_path / 'shop.db'}"
    with Application(shop, url, snapshots=True) as app:
        states: Snapshots = app.answers()[LoadState].__self__  # type: ignore[attr-defined]  # the bound method of what keeps them
        states._worth = 1  # pyright: ignore[reportPrivateUsage]  # so that the first state is written
        states._beside.close()  # pyright: ignore[reportPrivateUsage]  # as where its disk is gone
        answer = app.send(CountStock("MUG-0001", 10, NOW))

        assert isinstance(answer, Accepted)
        assert 1 == answer.position
    assert "is not used" in caplog.text
    assert "is not kept" in caplog.text


def other(decider: Any) -> System:
    """The shop with another shelf."""
    return attrs.evolve(shop, deciders={**shop.deciders, "stock.Shelf": decider})


def other_rule(state: Any, event: Any) -> Any:
    return shelf.evolve(state, event) if event else state


@pytest.mark.parametrize(
    "changed",
    [
        lambda: attrs.evolve(shelf, evolve=other_rule),
        lambda: attrs.evolve(SHELF, initial="another one"),
        lambda: attrs.evolve(shelf, contract=attrs.evolve(CONTRACT, evolves=CONTRACT.evolves[1:])),
    ],
    ids=["evolve", "first state", "events"],
)
def test_what_was_folded_otherwise_is_not_found(tmp_path: Path, changed: Callable[[], Any]) -> None:
    """Nor is it in the way of what is kept next."""
    kept(opened(tmp_path), shelf.initial)
    system = other(changed())
    snapshots = opened(tmp_path, system)
    before = found(snapshots)

    assert before is None
    assert fingerprint(shop, shelf) != fingerprint(system, system.deciders["stock.Shelf"])


def test_only_what_is_long_is_kept_beside_the_events(tmp_path: Path) -> None:
    """Counted over several decisions."""
    snapshots = opened(tmp_path, worth=3)
    kept(snapshots, shelf.initial, 1)
    kept(snapshots, shelf.initial, 2)
    early = found(opened(tmp_path))
    kept(snapshots, shelf.initial, 3)

    assert early is None
    assert Held(shelf.initial, 3) == found(opened(tmp_path))


@settings(max_examples=8)
@given(st.data())
@pytest.mark.parametrize("name", NAMES)
def test_every_state_of_the_shop_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    """Whatever has happened, so that the fold of a snapshot and the tail is the fold of all."""
    decider = shop.deciders[name]
    state = fold(decider, data.draw(histories(decider)))
    folder = tmp_path_factory.mktemp("states")
    snapshots = opened(folder)
    kept(snapshots, state, decider=name)

    assert {} == snapshots.unkept
    assert Held(state, 7) == found(opened(folder), name)


def test_an_application_goes_on_from_what_is_kept(tmp_path: Path) -> None:
    """And answers the same when all of it is deleted."""
    url = f"sqlite:{tmp_path / 'shop.db'}"
    answers: list[Any] = []
    for clear in (False, False, True):
        with Application(shop, url, snapshots=True) as app:
            states = app.answers()[LoadState].__self__  # type: ignore[attr-defined]  # the bound method of what keeps them
            if clear:
                states.clear()
            answers += [app.send(CountStock("MUG-0001", 10 + number, NOW)) for number in range(3)]

    assert list(range(1, 10)) == [one.position for one in answers if isinstance(one, Accepted)]


def test_other_tags_make_other_snapshots() -> None:
    """What was folded from the events that were found before may lack some that are found now."""
    other = attrs.evolve(shop)
    codec = shop.codec("stock")
    bare = tuple(attrs.evolve(entry, tags=entry.tags[:1]) for entry in codec.events)
    other._codecs["stock"] = attrs.evolve(codec, events=bare)  # pyright: ignore[reportPrivateUsage]  # as generated

    assert fingerprint(shop, shelf) == fingerprint(attrs.evolve(shop), shelf) != fingerprint(other, shelf)
