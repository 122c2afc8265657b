"""Whoever processes is killed at random instants; in the end everything happened, and nothing happened twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from deciders.shop import shop
from factbook.application import Accepted, Application
from factbook.queries import ALL
from factbook.recording import NewEvent
from factbook.stores.setup import init_store
from generated.shop import Card, OrderId, OrderLine
from generated.shop.cart import AddItem, CartId, CheckOut, SetPrice
from generated.shop.customers import Address, CustomerId, RecordAddress, RegisterCustomer
from generated.shop.ordering import PlaceOrder
from generated.shop.stock import CountStock
from tests.docs.snippets import ROOT
from tests.effects.outside import Provider, mail_server, provider
from tests.servers import free_port

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
MUG = "MUG-0001"
"""The one thing that is sold."""


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A durable store."""
    if request.param == "sqlite":
        yield f"sqlite:{tmp_path / 'shop.db'}"
    else:
        url: str = request.getfixturevalue("postgres")
        init_store(url)
        yield url


@pytest.mark.parametrize("kills", [5, pytest.param(100, marks=pytest.mark.long)])
def test_nothing_is_lost_and_nothing_is_done_twice(url: str, kills: int, tmp_path: Path) -> None:
    """Orders go on coming in while one process after the other dies."""
    dice = random.Random(kills)
    with provider(tmp_path / "provider") as payments, mail_server(free_port()) as mails:
        with Application(shop, url) as app:
            app.send(SetPrice(MUG, Decimal("11.90")))
            app.send(CountStock(MUG, 100_000, NOW))
            acknowledged: list[int] = []
            for _ in range(kills):
                worker = started(url, payments, mails.address)
                acknowledged += [order(app, number) for number in range(3)]
                time.sleep(dice.random())
                worker.kill()
                worker.wait()
            worker = started(url, payments, mails.address)
            try:
                settled(app, 3 * kills)
            finally:
                worker.kill()
                worker.wait()
            charges = Counter(one["order"] for one in payments.done())
            events = app.store.read(ALL).events
            kept = {name: app.views.rows(name) for name in shop.views}
        with Application(shop, "memory:") as again:
            for event in events:
                again.store.append([NewEvent(event.id, event.type, event.version, event.data, event.tags)])
            again.views.catch_up(again.store)
            rebuilt = {name: again.views.rows(name) for name in shop.views}

    assert set(acknowledged) <= {event.position for event in events}
    assert Counter(dict.fromkeys(charges, 1)) == charges
    assert 3 * kills == len(charges)
    assert rebuilt == kept


def test_several_processes_share_the_work(url: str, tmp_path: Path) -> None:
    """Three of them at once do everything once."""
    with provider(tmp_path / "provider") as payments, mail_server(free_port()) as mails, Application(shop, url) as app:
        app.send(SetPrice(MUG, Decimal("11.90")))
        app.send(CountStock(MUG, 100_000, NOW))
        workers = [started(url, payments, mails.address) for _ in range(3)]
        try:
            for number in range(10):
                order(app, number)
            settled(app, 10)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
        charges = Counter(one["order"] for one in payments.done())

    assert Counter(dict.fromkeys(charges, 1)) == charges
    assert 10 == len(charges)


def started(url: str, payments: Provider, mails: str) -> subprocess.Popen[str]:
    """A process that processes."""
    command = [sys.executable, "-m", "tests.effects.worker", url, payments.url, mails]
    worker = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert "ready\n" == worker.stdout.readline()
    return worker


def order(app: Application, number: int) -> int:
    """A new customer orders a mug; answers where the order stands in the store."""
    customer, cart, ordered = CustomerId(uuid4()), CartId(uuid4()), OrderId(uuid4())
    address = Address("Lindenweg 4", "10115", "Berlin", "DE")
    lines = (OrderLine(MUG, 1, Decimal("11.90")),)
    card = Card("tok-visa-4242")
    for command in (
        RegisterCustomer(customer, f"c{customer}@example.org", "Ada Example", NOW),
        RecordAddress(customer, uuid4(), address),
        AddItem(cart, customer, MUG, 1),
        CheckOut(cart, ordered, card, NOW),
    ):
        assert isinstance(app.send(command), Accepted)
    placed = app.send(PlaceOrder(ordered, customer, lines, Decimal("11.90"), NOW))
    assert isinstance(placed, Accepted)
    return placed.position


def settled(app: Application, orders: int) -> None:
    """Wait until everything that is due is done."""
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        head = app.store.read(ALL, limit=1, backwards=True).head
        due = app.desk.next_due()
        idle = due is None or due > datetime.now(UTC) + timedelta(minutes=30)
        if idle and min(one.position for one in app.desk.standings().values()) >= head and app.views.wait(head, 1):
            return
        time.sleep(0.1)
    raise AssertionError(f"not settled: {app.desk.standings()}, parked: {app.desk.parked()}")
