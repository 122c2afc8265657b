"""Decisions that read at the same time share statements, and each gets what it asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from threading import Thread
from time import monotonic, sleep

import psycopg
import pytest

from factbook.drivers.ids import new_id
from factbook.errors import FactbookError
from factbook.queries import ALL, Query, QueryItem
from factbook.recording import NewEvent, Page
from factbook.stores import open_async_store, open_store
from factbook.stores.postgres import aio, init, sync
from factbook.stores.postgres.statements import Form, Statement, decides
from factbook.stores.postgres.together import Asked, Together

DEADLINE = 30.0
READERS = 11
ASKING = "FROM pg_stat_activity WHERE application_name = 'factbook' AND wait_event_type = 'Lock'"


def of(number: int) -> Query:
    """What a decision about an order asks."""
    return Query((QueryItem((), (f"order:{number}",)),))


@pytest.fixture
def url(postgres: str) -> str:
    """A store in which the order n has n events."""
    init(postgres)
    store = open_store(postgres)
    store.append([NewEvent(new_id(), "Noted", 1, b"{}", (f"order:{n}",)) for n in range(READERS) for _ in range(n)])
    store.close()
    return postgres


def asking(other: psycopg.Connection) -> int:
    """How many connections of the store wait for an answer, while the table is locked."""
    (number,) = other.execute(f"SELECT count(*) {ASKING}".encode()).fetchone() or (0,)
    return int(number)


def faults_while_locked(url: str, asked: Sequence[int]) -> int:
    """All read while nobody is answered, over so many connections. These are cut off, again and again: ``asked`` says
    how many there are each time. In the end all that were told no fault were answered what they asked."""
    store = open_store(url)
    pages: dict[int, Page] = {}
    faults: list[FactbookError] = []

    def read(number: int) -> None:
        try:
            pages[number] = store.read(of(number))
        except FactbookError as fault:
            faults.append(fault)

    threads = [Thread(target=read, args=(number,), daemon=True) for number in range(READERS)]
    deadline = monotonic() + DEADLINE
    with psycopg.connect(url, autocommit=True) as other, psycopg.connect(url) as lock:
        lock.execute("LOCK TABLE factbook.event")
        for thread in threads:
            thread.start()
        for time, connections in enumerate(asked):
            if time:
                other.execute(f"SELECT pg_terminate_backend(pid, 5000) {ASKING}".encode())
            while asking(other) != connections:
                assert monotonic() < deadline
                sleep(0.01)
    for thread in threads:
        thread.join(DEADLINE)
    store.close()

    assert READERS == len(pages) + len(faults)
    assert {number: number for number in pages} == {number: len(page.events) for number, page in pages.items()}
    assert {sum(range(READERS))} == {page.head for page in pages.values()}
    return len(faults)


def test_what_is_asked_meanwhile_goes_together(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two ask at once; all others wait for the next statements."""
    monkeypatch.setattr(sync, "PATIENCE", DEADLINE)

    assert 0 == faults_while_locked(url, [2])


def test_who_waits_long_goes_alone(url: str) -> None:
    """Over as many connections as there may be."""
    assert 0 == faults_while_locked(url, [8])


def test_a_fault_is_told_to_who_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first two; then one that asked alone, while the eight that went together ask again, each for itself."""
    monkeypatch.setattr(sync, "PATIENCE", DEADLINE)

    assert 3 == faults_while_locked(url, [2, 2, 8])


def test_tasks_read_together(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As threads do; and one that is cancelled holds up nobody."""
    monkeypatch.setattr(aio, "PATIENCE", DEADLINE)

    async def read_all() -> dict[int, int]:
        store = open_async_store(url)
        pages: dict[int, int] = {}

        async def read(number: int) -> None:
            pages[number] = len((await store.read(of(number))).events)

        with psycopg.connect(url, autocommit=True) as other, psycopg.connect(url) as lock:
            lock.execute("LOCK TABLE factbook.event")
            tasks = [asyncio.create_task(read(number)) for number in range(READERS)]
            while asking(other) != 2:  # nobody tells
                await asyncio.sleep(0.01)
            tasks[0].cancel()
            tasks[5].cancel()
        await asyncio.wait(tasks, timeout=DEADLINE)
        await store.close()
        return pages

    assert {n: n for n in range(READERS) if n not in (0, 5)} == asyncio.run(read_all())


# Pure ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("waiting", "size"), [(0, 1), (1, 2), (2, 2), (3, 4), (6, 4), (7, 8), (14, 8), (15, 16), (20, 16)]
)
def test_few_sizes(waiting: int, size: int) -> None:
    """As many go together as a statement is made for, in the order in which they came; nobody is forgotten."""
    together, asked = Together(), [Asked(Statement(Form(b""))) for _ in range(2 + waiting)]

    assert [True, True] + [False] * waiting == [together.enter(one) for one in asked]
    assert [asked[0], *asked[2 : 1 + size]] == together.take(asked[0])
    assert asked[1 + size :] == [one for one in asked if together.withdraw(one)]


def test_the_next_one_leads() -> None:
    """When nobody waits, whoever comes next does."""
    together, asked = Together(), [Asked(Statement(Form(b""))) for _ in range(4)]
    entered = [together.enter(one) for one in asked[:3]]

    assert [True, True, False] == entered
    assert [asked[2], None, None] == [together.leave() for _ in range(3)]
    assert asked[2].turn
    assert together.enter(asked[3])


def test_only_decisions_share() -> None:
    """Who goes through many events goes alone."""
    assert decides(of(1), None, False)
    assert not decides(ALL, None, False)
    assert not decides(Query((*of(1).items, QueryItem(("Noted",)))), None, False)
    assert not decides(of(1), 10, False)
    assert not decides(of(1), None, True)
