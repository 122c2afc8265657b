"""An application sends, processes in its threads, and ends with nothing half done; so does its twin for asyncio."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import attrs
import pytest

from deciders.shop import shop
from factbook.application import Accepted, Application, Rejected
from factbook.async_application import AsyncApplication
from factbook.errors import Miswired, StoreUnavailable, StoreUnfit, Undecodable
from factbook.queries import ALL
from factbook.recording import Metadata
from factbook.snapshots import open_snapshots
from generated.shop.customers import CustomerDirectory, CustomerId, CustomerRegistered, EmailTaken, RegisterCustomer
from generated.shop.customers.queries import customer_by_email
from generated.shop.stock import CountStock
from tests.factbook.running.shops import Outside

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A store of each kind, set up."""
    match request.param:
        case "memory":
            yield "memory:"
        case "sqlite":
            yield f"sqlite:{tmp_path / 'shop.db'}"
        case _:
            from factbook.stores.setup import init_store

            url: str = request.getfixturevalue("postgres")
            init_store(url)
            yield url


def register(email: str = "ada@example.org") -> RegisterCustomer:
    return RegisterCustomer(CustomerId(uuid4()), email, "Ada Example", NOW)


def test_an_answer_is_a_value(url: str) -> None:
    """What was recorded, or why nothing was."""
    with Application(shop, url) as app:
        command = register()
        first, second = app.send(command), app.send(register())
        registered = CustomerRegistered(command.customer_id, command.email, command.name, command.registered_at)

        assert Accepted(first.position if isinstance(first, Accepted) else 0, (registered,)) == first
        assert Rejected(EmailTaken()) == second


def test_who_sends_is_recorded_and_found(url: str) -> None:
    """Everything that is known about a command is on its events."""
    command_id = UUID(int=7)
    with Application(shop, url, clock=lambda: NOW, keep_commands=True) as app:
        command = register()
        app.send(command, actor="ada", roles=("customer",), ip="192.0.2.7", command_id=command_id)
        (event,) = app.store.read(ALL).events
        expected = Metadata(
            recorded_at=NOW,
            command_id=command_id,
            command="customers.RegisterCustomer",
            actor="ada",
            roles=("customer",),
            ip="192.0.2.7",
            sent=app.translation.plain(command),
        )

        assert expected == event.metadata
        assert ("@actor:ada", "@ip:192.0.2.7") == event.tags[-2:]


def test_many_threads_register_one_customer_each(url: str) -> None:
    """Of those who want the same address, one gets it."""
    emails = [f"ada{number % 20}@example.org" for number in range(100)]
    with Application(shop, url) as app, ThreadPoolExecutor(16) as threads:
        outcomes = list(threads.map(app.send, map(register, emails)))

        assert 20 == len([one for one in outcomes if isinstance(one, Accepted)])
        assert 20 == len(app.store.read(ALL).events)


def test_workers_process_what_follows(url: str) -> None:
    """Views show it, and waiting for them waits long enough."""
    with Application(shop, url, effects=Outside().handlers, workers=2) as app:
        command = register()
        outcome = app.send(command)
        waited = app.wait(outcome, 30)
        row = app.views.get(CustomerDirectory, command.customer_id)

        assert waited
        assert row is not None
        assert command.email == row.email


def test_whoever_processes_needs_a_handler_for_each_effect() -> None:
    """It is said before anything begins, with every name that is missing."""
    with pytest.raises(Miswired, match=r"nobody does billing\.ChargeCustomer, .*shipping\.SendMail: give Application"):
        Application(shop, "memory:", workers=1)


def test_a_system_without_policies_waits_for_none() -> None:
    """Its threads rest, instead of looking for work without a pause."""
    rounds: list[int] = []

    class Counting(Application):
        def process(self) -> int:
            rounds.append(super().process())
            return rounds[-1]

    plain = attrs.evolve(shop, policies={})
    with Counting(plain, "memory:", effects=Outside().handlers, workers=1) as app:
        app.send(register())
        sleep(0.5)

    assert len(rounds) < 5


def test_what_is_beside_other_events_is_refused_before_anything_begins(tmp_path: Path) -> None:
    """A store that was removed without its desk, as by a newcomer who begins anew."""
    url = f"sqlite:{tmp_path / 'shop.db'}"
    with Application(shop, url, effects=Outside().handlers) as app:
        app.send(register())
        app.settle()
    for file in tmp_path.glob("shop.db*"):
        file.unlink()

    with pytest.raises(StoreUnfit, match=r"shop\.work\.db holds what policies have to do about other events"):
        Application(shop, url, effects=Outside().handlers, workers=1)
    with Application(shop, url) as app, pytest.raises(StoreUnfit, match=r"remove .*work"):
        app.settle()
    (tmp_path / "shop.work.db").unlink()
    with Application(shop, url, effects=Outside().handlers, workers=1) as app:
        assert app.wait(app.send(register()), 30)


@pytest.mark.parametrize("given", [{"email": "ada@example.org"}, b"{}", None, EmailTaken()], ids=repr)
def test_what_is_no_command_is_refused(given: object) -> None:
    """With what to do, where it was the KeyError of a table."""
    with (
        Application(shop, "memory:") as app,
        pytest.raises(Undecodable, match=r"this is no command of shop: \$: .* is n"),
    ):
        app.send(given)


def test_a_clock_without_a_zone_is_refused() -> None:
    """What it says would be recorded for ever, and nobody could compare it."""
    with pytest.raises(Miswired, match="clock answers times without a zone"):
        Application(shop, "memory:", clock=lambda: datetime(2026, 1, 1))


def test_a_closed_application_takes_nothing(url: str) -> None:
    """It says so."""
    app = Application(shop, url)
    app.close()

    with pytest.raises(StoreUnavailable):
        app.send(register())


def test_asyncio_answers_the_same(url: str) -> None:
    """Many tasks at once, one event for each address."""
    emails = [f"ada{number % 20}@example.org" for number in range(100)]

    async def send_all() -> tuple[int, int]:
        async with AsyncApplication(shop, url, effects=Outside().handlers, workers=1) as app:
            outcomes = await asyncio.gather(*(app.send(register(email)) for email in emails))
            await app.wait(max(one.position for one in outcomes if isinstance(one, Accepted)), 30)
            rows = await app.views.rows(CustomerDirectory)
            return len([one for one in outcomes if isinstance(one, Accepted)]), len(rows)

    assert (20, 20) == asyncio.run(send_all())


def test_a_twin_goes_on_from_states_of_its_neighbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long states are kept beside the events, and found there by asyncio, too."""
    monkeypatch.setattr("factbook.async_application.open_snapshots", partial(open_snapshots, worth=1))
    url = f"sqlite:{tmp_path / 'shop.db'}"

    async def send() -> Any:
        async with AsyncApplication(shop, url, snapshots=True) as app:
            return await app.send(CountStock("MUG-0001", 10, NOW))

    answers = [asyncio.run(send()) for _ in range(2)]
    with closing(sqlite3.connect(tmp_path / "shop.states.db")) as beside:
        kept = beside.execute("select decider, position from kept").fetchall()

    assert [1, 2] == [one.position for one in answers]
    assert [("stock.Shelf", 2)] == kept


def test_views_are_awaited(tmp_path: Path) -> None:
    """By queries of the catalogue, by key, all of them; from many tasks at once."""

    async def look() -> None:
        async with AsyncApplication(shop, f"sqlite:{tmp_path / 'shop.db'}") as app:
            await app.send(register("ada@example.org"))
            await app.settle()
            [ada] = await app.views.rows(CustomerDirectory)
            asked = [app.views.ask(customer_by_email, email=ada.email) for _ in range(20)]

            assert [[ada]] * 20 == await asyncio.gather(*asked)
            assert ada == await app.views.get(CustomerDirectory, ada.customer_id)
            assert await app.views.wait(1, 10, [CustomerDirectory])
            assert "running" == (await app.views.status())["customers.CustomerDirectory"].state

    asyncio.run(look())
