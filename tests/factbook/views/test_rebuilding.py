"""A view is built anew beside its table when what makes it has changed, and takes its place without a gap."""

# pyright: reportUnknownMemberType=false
# (apsw's stubs leave out what numpy would be)

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import apsw
import attrs
import psycopg
import pytest

from deciders.shop import shop
from factbook.stores.memory import MemoryStore
from factbook.system import System
from factbook.views import Views
from generated.shop.stock import StockLevel, StockLevelEvent, StockLevelView
from tests.factbook.views.histories import record, told, worldly

STORY = "A first order from cart to doorstep"
VIEW = "stock.StockLevel"
SHELVED = [event for event in told(STORY) if isinstance(event, shop.views[VIEW].events)]
STEPS = [len([event for event in SHELVED if getattr(event, "sku", "") == sku]) for (sku,) in worldly(SHELVED)[VIEW]]
"""How many events each row is made of."""

Evolve = Callable[[StockLevel | None, StockLevelEvent], StockLevel | None]


def changed(evolve: Evolve) -> System:
    """The shop with another function for its shelf."""
    return attrs.evolve(shop, views={**shop.views, VIEW: StockLevelView(evolve=evolve)})


def one_more(row: StockLevel | None, event: StockLevelEvent) -> StockLevel | None:
    """Everything as before, but somebody waits for one more."""
    found: StockLevel | None = shop.views[VIEW].evolve(row, event)
    return None if found is None else attrs.evolve(found, waiting=found.waiting + 1)


def waiting(views: Views) -> list[int]:
    return [row.waiting for row in views.rows(StockLevel)]


def test_changed_code_builds_its_view_anew(url: str) -> None:
    """Until that is done the old rows are there; afterwards the view is as if it had always been so."""
    if url == "memory:":
        pytest.skip("nothing stays in memory")
    store = MemoryStore()
    record(store, told(STORY))
    with Views(shop, url) as before:
        before.catch_up(store)
        old = waiting(before)
    with Views(changed(one_more), url) as views:
        outdated = views.status(store)[VIEW].state
        rows = waiting(views)
        views.catch_up(store)

        assert ("outdated", old) == (outdated, rows)
        assert [count + steps for count, steps in zip(old, STEPS, strict=True)] == waiting(views)
        assert ("running", 0) == (views.status(store)[VIEW].state, views.status(store)[VIEW].behind)
    with Views(shop, url) as again:
        again.catch_up(store)

        assert old == waiting(again)


def test_code_that_was_replaced_does_not_build_again(url: str) -> None:
    """While an old and a new process run side by side, the new one has the view."""
    if url == "memory:":
        pytest.skip("nothing stays in memory")
    store = MemoryStore()
    record(store, told(STORY))
    with Views(shop, url) as old, Views(changed(one_more), url) as new:
        old.catch_up(store)
        new.catch_up(store)
        rows = waiting(new)
        old.catch_up(store)

        assert rows == waiting(old)
        assert "outdated" == old.status(store)[VIEW].state


def test_a_rebuild_by_call_gives_the_same_rows(url: str) -> None:
    """Events that come in meanwhile are in it."""
    events = told(STORY)
    store = MemoryStore()
    record(store, events[:10])
    with Views(shop, url) as views:
        views.catch_up(store)
        views.rebuild(StockLevel)
        rebuilding = views.status(store)[VIEW].state
        record(store, events[10:], 10)
        views.catch_up(store)

        assert "rebuilding" == rebuilding
        assert "running" == views.status(store)[VIEW].state
        assert list(worldly(events)[VIEW].values()) == views.rows(StockLevel)


def test_readers_see_the_old_rows_or_the_new_ones(url: str) -> None:
    """While a view is built anew again and again, nobody finds it empty."""
    store, stop = MemoryStore(), Event()
    record(store, told(STORY))
    expected = list(worldly(told(STORY))[VIEW].values())
    seen: list[list[StockLevel]] = []
    with Views(shop, url) as views:
        views.catch_up(store)

        def read() -> None:
            while not stop.is_set():
                seen.append(views.rows(StockLevel))

        reader = Thread(target=read)
        reader.start()
        try:
            for _ in range(20):
                views.rebuild(VIEW)
                views.catch_up(store)
        finally:
            stop.set()
            reader.join()

        assert seen
        assert [] == [rows for rows in seen if rows != expected]


def test_a_stopped_view_goes_on_after_it_was_mended(url: str) -> None:
    """``resume`` tries again; it stops again if nothing has changed."""
    broken = [True]

    def fragile(row: StockLevel | None, event: StockLevelEvent) -> StockLevel | None:
        if broken[0]:
            raise RuntimeError("the shelf fell down")
        found: StockLevel | None = shop.views[VIEW].evolve(row, event)
        return found

    store = MemoryStore()
    record(store, told(STORY))
    with Views(changed(fragile), url) as views:
        views.catch_up(store)
        views.resume(VIEW)
        views.catch_up(store)
        stopped = views.status(store)[VIEW]
        broken[0] = False
        views.resume(VIEW)
        views.catch_up(store)

        assert "stopped" == stopped.state
        assert stopped.reason is not None
        assert stopped.reason.endswith("RuntimeError: the shelf fell down")
        assert list(worldly(told(STORY))[VIEW].values()) == views.rows(StockLevel)


def test_a_view_of_other_events_is_built_anew(url: str) -> None:
    """The store was put back from a copy, or is another one: rows that came of lost events go."""
    if url == "memory:":
        pytest.skip("nothing stays in memory")
    store = MemoryStore()
    record(store, told(STORY))
    with Views(shop, url) as views:
        views.catch_up(store)
    other = MemoryStore()
    record(other, told("An order nobody pays"), 1_000)
    with Views(shop, url) as views:
        views.catch_up(other)

        assert list(worldly(told("An order nobody pays"))["ordering.OrderSummary"].values()) == views.rows(
            "ordering.OrderSummary"
        )


def test_a_table_that_is_gone_stops_its_view_until_it_is_built_anew(tmp_path: Path) -> None:
    """Somebody has dropped it; the others go on."""
    store = MemoryStore()
    record(store, told(STORY)[:10])
    with Views(shop, f"sqlite:{tmp_path / 'shop.db'}") as views:
        views.catch_up(store)
        apsw.Connection(str(tmp_path / "shop.views.db")).execute('DROP TABLE "stock__stock_level"')
        record(store, told(STORY)[10:], 10)
        views.catch_up(store)
        stopped = {name: view.reason for name, view in views.status().items() if view.state == "stopped"}
        views.rebuild(VIEW)
        views.catch_up(store)

        assert {VIEW: "its table: SQLError: no such table: stock__stock_level"} == stopped
        assert list(worldly(told(STORY))[VIEW].values()) == views.rows(StockLevel)


def test_what_a_report_built_on_a_table_is_not_torn_down(views_database: str) -> None:
    """PostgreSQL ties a view of somebody else to the table that it was made on; when that is gone, the swap is made."""
    store = MemoryStore()
    record(store, told(STORY))
    with psycopg.connect(views_database, autocommit=True) as db, Views(shop, views_database) as views:
        db.execute("SET client_min_messages = warning")
        views.catch_up(store)
        db.execute('CREATE SCHEMA report CREATE VIEW report.shelf AS SELECT * FROM views."stock__stock_level"')
        views.rebuild(VIEW)
        views.catch_up(store)
        stopped = views.status()[VIEW]
        read = db.execute("SELECT count(*) FROM report.shelf").fetchone()
        db.execute("DROP SCHEMA report CASCADE")
        views.resume(VIEW)
        views.catch_up(store)

        assert ("stopped", (1,)) == (stopped.state, read)
        assert stopped.reason is not None
        assert "other objects depend on it" in stopped.reason
        assert "running" == views.status()[VIEW].state
        assert list(worldly(told(STORY))[VIEW].values()) == views.rows(StockLevel)


def test_what_a_report_built_on_a_table_stays_in_sqlite(tmp_path: Path) -> None:
    """There it is a text that names the table, whichever that is."""
    store = MemoryStore()
    record(store, told(STORY))
    with Views(shop, f"sqlite:{tmp_path / 'shop.db'}") as views:
        views.catch_up(store)
        report = apsw.Connection(str(tmp_path / "shop.views.db"))
        report.execute('CREATE VIEW shelf AS SELECT * FROM "stock__stock_level"')
        views.rebuild(VIEW)
        views.catch_up(store)

        assert "running" == views.status()[VIEW].state
        assert [(1,)] == list(report.execute("SELECT count(*) FROM shelf"))
        report.close()
