"""Views are kept up to date, looked at, stopped and set right."""

from __future__ import annotations

from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest

from deciders.shop import shop
from factbook.recording import NewEvent
from factbook.stores.memory import MemoryStore
from factbook.views import Views, ViewStatus, _projection, _upkeep
from factbook.views._memory import MemoryPlace
from generated.shop.billing import PaymentReceived
from generated.shop.ordering import CancelReason, OrderCancelled, OrderPlaced, OrderSummary
from tests.factbook.views.histories import STORIES, record, told, worldly

STORY = "A first order from cart to doorstep"
SUMMARY = "ordering.OrderSummary"


def by_key(views: Views) -> dict[str, dict[Any, Any]]:
    found: dict[str, dict[Any, Any]] = {}
    for name, view in shop.views.items():
        assert view.contract is not None
        key = view.contract.key
        found[name] = {tuple(getattr(row, part) for part in key): row for row in views.rows(name)}
    return found


@pytest.mark.parametrize("title", STORIES)
def test_rows_are_those_of_the_plain_world(title: str, url: str) -> None:
    """Whatever happened, reading pages into tables gives what folding events one by one gives."""
    store = MemoryStore()
    record(store, told(title))
    with Views(shop, url) as views:
        views.catch_up(store)

        assert worldly(told(title)) == by_key(views)


@pytest.mark.parametrize(("page", "pages", "rows"), [(1, 1, 0), (2, 3, 1), (3, 1_000, 0)])
def test_neither_pages_nor_what_is_kept_make_a_difference(
    page: int, pages: int, rows: int, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that were forgotten are loaded again, and an event that nobody can read ends its page just before it."""
    monkeypatch.setattr(_upkeep, "PAGE", page)
    monkeypatch.setattr(_upkeep, "PAGES", pages)
    monkeypatch.setattr(_projection, "ROWS", rows)
    store = MemoryStore()
    events = told(STORY)
    record(store, events)
    store.append([NewEvent(UUID(int=7), "ordering.OrderConfirmed", 1, b'{"order_id": 1}')])
    record(store, events[-1:], len(events))
    with Views(shop, url) as views:
        views.catch_up(store)
        status = views.status(store)[SUMMARY]

        assert ("stopped", len(events)) == (status.state, status.position)
        assert worldly(events)[SUMMARY] == by_key(views)[SUMMARY]
        assert {name: made for name, made in worldly([*events, events[-1]]).items() if name != SUMMARY} == {
            name: made for name, made in by_key(views).items() if name != SUMMARY
        }


def test_only_rows_that_changed_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that leaves a row as it was costs no writing, and a row that changes twice in a page is written once."""
    written: list[list[Any]] = []

    def write(self: MemoryPlace, shape: Any, progress: Any, rows: Any) -> None:
        if shape.view == SUMMARY:
            written.append([key for key, _ in rows])
        put(self, shape, progress, rows)

    put = MemoryPlace.write
    monkeypatch.setattr(MemoryPlace, "write", write)
    store = MemoryStore()
    placed = next(event for event in told(STORY) if isinstance(event, OrderPlaced))
    cancelled = OrderCancelled(placed.order_id, placed.customer_id, CancelReason.CHANGED_MIND, placed.lines)
    paid = next(event for event in told(STORY) if isinstance(event, PaymentReceived))
    with Views(shop, "memory:") as views:
        record(store, told(STORY))
        views.catch_up(store)
        record(store, [cancelled], 100)
        views.catch_up(store)
        record(store, [paid], 101)
        views.catch_up(store)

    assert [[(placed.order_id,)], [(placed.order_id,)], []] == written


def test_a_row_is_found_by_its_key(url: str) -> None:
    """One that is not there is ``None``; another number of values is a mistake."""
    store = MemoryStore()
    record(store, told(STORY))
    placed = next(event for event in told(STORY) if isinstance(event, OrderPlaced))
    with Views(shop, url) as views:
        views.catch_up(store)
        found = views.get(OrderSummary, placed.order_id)

        assert found is not None
        assert placed.order_id == found.order_id
        assert views.get("ordering.OrderSummary", UUID(int=0)) is None
        with pytest.raises(TypeError, match=r"the key of ordering\.OrderSummary is order_id, and here are 2 values"):
            views.get(OrderSummary, placed.order_id, 1)
        with pytest.raises(KeyError, match=r"there is no view ordering\.Nothing; there are: billing\.InvoiceList"):
            views.rows("ordering.Nothing")


def test_the_status_says_how_far_behind_a_view_is(url: str) -> None:
    """Before anybody has kept it there is none."""
    store = MemoryStore()
    record(store, told(STORY)[:3])
    with Views(shop, url) as views:
        before = views.status(store)["cart.CartContents"]
        views.catch_up(store)
        record(store, told(STORY)[3:5], 3)

        assert ViewStatus("cart.CartContents", "missing", behind=3) == before
        assert ViewStatus("cart.CartContents", "running", 3, 2) == views.status(store)["cart.CartContents"]


def test_a_poison_event_stops_its_view_and_no_other(url: str) -> None:
    """It says which event and why; what was before it is in the rows."""
    store = MemoryStore()
    events = told(STORY)
    record(store, events)
    poison = NewEvent(UUID(int=7), "ordering.OrderConfirmed", 1, b'{"order_id": 1}')
    store.append([poison])
    record(store, events[-1:], len(events))
    with Views(shop, url) as views:
        views.catch_up(store)
        status = views.status(store)

        assert {"ordering.OrderSummary"} == {name for name, view in status.items() if view.state == "stopped"}
        assert status["ordering.OrderSummary"].reason is not None
        assert f"ordering.OrderConfirmed, version 1, at position {len(events) + 1}: " in (
            status["ordering.OrderSummary"].reason
        )
        assert worldly(events)["ordering.OrderSummary"] == by_key(views)["ordering.OrderSummary"]
        assert not views.wait(len(events) + 1, 60, [OrderSummary])


def test_running_follows_until_it_is_stopped(url: str) -> None:
    """``wait`` answers when the views have seen what was recorded."""
    store, stop = MemoryStore(), Event()
    with Views(shop, url) as views:
        runner = Thread(target=views.run, args=(store, stop))
        runner.start()
        try:
            record(store, told(STORY))

            assert views.wait(len(told(STORY)), 60)
            assert worldly(told(STORY)) == by_key(views)
        finally:
            stop.set()
            runner.join()
