"""The store in PostgreSQL keeps the contract, for threads and for asyncio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import ClassVar

import psycopg
import pytest

from factbook.recording import NewEvent
from factbook.stores import AsyncStore, Store, open_async_store, open_store
from factbook.stores.postgres import init, statements
from factbook.stores.postgres.asking import Asking
from factbook.stores.postgres.settings import settings
from factbook.stores.postgres.statements import Statement
from factbook.testing.store_contract import AsyncStoreContract, StoreContract
from factbook.testing.store_contract._appending import Appending  # pyright: ignore[reportPrivateUsage]  # a part
from factbook.testing.store_contract._asynchronous import Asynchronous  # pyright: ignore[reportPrivateUsage]  # a part
from factbook.testing.store_contract._lasting import Lasting  # pyright: ignore[reportPrivateUsage]  # a part
from factbook.testing.store_contract._waiting import Waiting  # pyright: ignore[reportPrivateUsage]  # a part
from tests.servers import PostgresServer, debian_binaries

numbers = count(1)


@pytest.fixture(scope="module")
def database(postgres_server: PostgresServer) -> Iterator[str]:
    """A database for all tests of the module, each of which has a schema of its own in it."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(scope="module")
def debian_database() -> Iterator[str]:
    """The same on the server that the system brings along."""
    binaries = debian_binaries()
    if binaries is None:
        pytest.skip("this system has no PostgreSQL of its own")
    server = PostgresServer(binaries)
    try:
        server.start()
        yield server.url()
    finally:
        server.remove()


class Prepared:
    """What the contract asks about a store in a database."""

    url: str
    database: ClassVar[str] = "database"

    @pytest.fixture(autouse=True)
    def prepared(self, request: pytest.FixtureRequest) -> None:
        self.url = f"{request.getfixturevalue(self.database)}?schema=store_{next(numbers)}"
        init(self.url)

    def slowly(self, place: Path, events: Sequence[NewEvent], seconds: float, commit: bool) -> None:
        ours = settings(self.url)
        with psycopg.connect(**ours.conninfo) as connection:
            connection.execute(
                "SELECT"
            )  # begins a transaction, in which nothing may be prepared: a failure would end it
            form, values = statements.appending(ours, [statements.prepare(events, None)])
            connection.wait(Asking(connection).ask(Statement(form._replace(name=b""), values)))
            connection.execute("SELECT pg_sleep(%s)", (seconds,))
            if not commit:
                connection.rollback()


class Elsewhere(Prepared):
    """For the tests that start processes, and kill some."""

    def elsewhere(self, place: Path) -> partial[Store]:
        return partial(open_store, self.url)


class TestPostgres(Elsewhere, StoreContract):
    def open(self, place: Path) -> Store:
        return open_store(self.url)


class TestAsyncPostgres(Prepared, Asynchronous, Appending, Waiting, Lasting):
    """What the twins do not share; everything else they share is tried with the other one, and in the long run."""

    async def open_async(self, place: Path) -> AsyncStore:
        return open_async_store(self.url)


@pytest.mark.long
class TestAsyncPostgresInFull(Elsewhere, AsyncStoreContract):
    async def open_async(self, place: Path) -> AsyncStore:
        return open_async_store(self.url)


@pytest.mark.long
class TestPostgresOfDebian(TestPostgres):
    database = "debian_database"


@pytest.mark.long
class TestPostgresForLonger(TestPostgres):
    effort = 10
