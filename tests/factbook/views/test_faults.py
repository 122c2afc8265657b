"""Processes that keep views die, meet, and are newer or older than the events: the rows are right all the same."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from threading import Event, Thread
from uuid import UUID

import pytest

from deciders.shop import shop
from factbook.queries import Query
from factbook.recording import NewEvent, Page
from factbook.stores.memory import MemoryStore
from factbook.views import Views
from factbook.views.places import open_place
from generated.shop.stock import StockLevel
from tests.factbook.views.histories import record, told, worldly
from tests.factbook.views.keeper import EVENTS
from tests.factbook.views.test_views import by_key

ROOT = Path(__file__).parents[3]
STORY = "A first order from cart to doorstep"


def keeper(url: str, rounds: int) -> subprocess.Popen[str]:
    """Another process that keeps the views, when it is ready to."""
    command = [sys.executable, "-m", "tests.factbook.views.keeper", url, str(rounds)]
    started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    assert "ready\n" == started.stdout.readline()
    return started


def kept(url: str) -> None:
    """Catch up, and find what folding everything once gives."""
    store = MemoryStore()
    record(store, EVENTS)
    with Views(shop, url) as views:
        views.catch_up(store)

        assert {"running"} == {status.state for status in views.status().values()}
        assert worldly(EVENTS) == by_key(views)


def killed(url: str, times: int) -> None:
    random = Random(times)
    for _ in range(times):
        process = keeper(url, 1_000)
        time.sleep(random.random() / 5)
        process.kill()
        process.communicate()
    kept(url)


def test_a_killed_process_loses_and_doubles_nothing(url: str) -> None:
    """``kill -9`` while tables are written, built and swapped; every payment counts once."""
    if url == "memory:":
        pytest.skip("nothing stays in memory")
    killed(url, 2)


@pytest.mark.long
def test_processes_killed_again_and_again(url: str) -> None:
    """The same, many times."""
    if url == "memory:":
        pytest.skip("nothing stays in memory")
    killed(url, 30)


def test_two_processes_with_the_same_views(url: str) -> None:
    """Both build and write all tables at the same time; what one has written the other does not write again."""
    if url == "memory:":
        pytest.skip("nothing stays in memory")
    both = [keeper(url, 2), keeper(url, 2)]
    for process in both:
        process.communicate(timeout=300)

    assert [0, 0] == [process.returncode for process in both]
    kept(url)


class Meddled(MemoryStore):
    """A store that lets somebody else act before it answers."""

    def __init__(self, meddle: Callable[[], object]) -> None:
        super().__init__()
        self.meddle = meddle

    def read(
        self,
        query: Query,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Page:
        """Between knowing how far a view is and writing what follows, everything may have been done."""
        self.meddle()
        return super().read(query, after, until, limit, backwards)


@pytest.mark.parametrize("anew", [False, True], ids=["live", "building"])
def test_who_is_slower_writes_nothing(url: str, anew: bool) -> None:
    """Whatever it has read meanwhile has the events in it already, or is no longer there."""
    if url == "memory:":
        pytest.skip("there is one process")
    events = told("A parcel comes back")
    half = len(events) - 5
    store = MemoryStore()
    record(store, events[:half])
    with Views(shop, url) as fast, Views(shop, url) as slow:
        fast.catch_up(store)
        if anew:
            for view in shop.views:
                fast.rebuild(view)
        meddled = Meddled(lambda: fast.catch_up(store))
        record(store, events[half:], half)
        record(meddled, events)
        slow.catch_up(meddled)

        assert {"running"} == {status.state for status in slow.status().values()}
        assert worldly(events) == by_key(slow)


def test_another_process_takes_over(url: str) -> None:
    """Who held the views has died without a word; its lease ends."""
    store, stop = MemoryStore(), Event()
    record(store, told(STORY))
    with Views(shop, url, lease=0.2) as views:
        place = open_place(url, shop.package)
        with place.writing() as session:
            session.claim(list(shop.views), "somebody who dies", 0.5)
        place.close()
        runner = Thread(target=views.run, args=(store, stop))
        runner.start()
        try:
            assert views.wait(len(told(STORY)), 60)
        finally:
            stop.set()
            runner.join()


def test_who_holds_the_views_keeps_them(url: str) -> None:
    """As long as it lives, others that run have nothing to do; afterwards they have."""
    if url == "memory:":
        pytest.skip("there is one process")
    place = open_place(url, shop.package)
    names = list(shop.views)
    with place.writing() as session:
        first = list(session.claim(names, "one", 60))
        second = list(session.claim(names, "other", 60))
        again = list(session.claim(names, "one", 60))
        session.release("one")
        last = list(session.claim(names, "other", 60))
    place.close()

    assert [names, [], names, names] == [first, second, again, last]


def test_events_that_no_view_knows_are_passed_over() -> None:
    """They belong to somebody else, or to code that is not here yet."""
    store = MemoryStore()
    record(store, told(STORY))
    store.append([NewEvent(UUID(int=9), "returns.LabelPrinted", 1, b"{}")])
    with Views(shop, "memory:") as views:
        head = views.catch_up(store)

        assert {("running", head)} == {(one.state, one.position) for one in views.status().values()}


def test_an_event_of_a_newer_version_stops_its_views() -> None:
    """This code is too old to know what it means; an upgrade goes on from there."""
    store = MemoryStore()
    record(store, told(STORY))
    store.append([NewEvent(UUID(int=9), "stock.StockCounted", 99, b"{}")])
    with Views(shop, "memory:") as views:
        head = views.catch_up(store)
        status = views.status(store)["stock.StockLevel"]

        assert ("stopped", head - 1, 1) == (status.state, status.position, status.behind)
        assert status.reason is not None
        assert "this code reads version 1" in status.reason
        assert list(worldly(told(STORY))["stock.StockLevel"].values()) == views.rows(StockLevel)
