"""The store in PostgreSQL behind a real proxy that gives every transaction another connection."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from urllib.parse import urlsplit

import psycopg
import pytest

from factbook.drivers.ids import new_id
from factbook.queries import ALL
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent
from factbook.stores import Store, open_store
from factbook.stores.postgres import init, statements
from factbook.stores.postgres.asking import Asking
from factbook.stores.postgres.settings import settings
from factbook.testing.store_contract import StoreContract
from tests.factbook.stores.test_postgres import Elsewhere
from tests.servers import PostgresServer, free_port

PATIENCE = 120.0

CONFIGURATION = """\
[databases]
* = host=127.0.0.1 port={server} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
server_reset_query =
logfile = {folder}/log
"""


@pytest.fixture(scope="module")
def pgbouncer() -> str:
    """The program; installed if this is a Debian where we may."""
    installed = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if installed is None and os.geteuid() == 0 and shutil.which("apt-get"):
        command = ("apt-get", "install", "--yes", "--no-install-recommends", "pgbouncer")
        subprocess.run(
            command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, capture_output=True, check=False
        )
        installed = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if installed is None:
        pytest.skip("there is no pgbouncer, and it cannot be installed (on Debian: apt install pgbouncer)")
    return installed


@pytest.fixture(scope="module")
def pooled(pgbouncer: str, postgres_server: PostgresServer) -> Iterator[str]:
    """A database, seen through the proxy."""
    port = free_port()
    user = "nobody" if os.geteuid() == 0 else None
    with postgres_server.database() as url, TemporaryDirectory(prefix="factbook-pgbouncer-") as folder:
        if user:
            shutil.chown(folder, user)
        file = Path(folder) / "pgbouncer.ini"
        file.write_text(CONFIGURATION.format(server=postgres_server.port, port=port, folder=folder), "utf-8")
        process = subprocess.Popen((pgbouncer, "-q", file), user=user, cwd=folder)
        through = f"postgresql://postgres@127.0.0.1:{port}{urlsplit(url).path}"
        try:
            for _ in range(2_000):
                try:
                    psycopg.connect(through).close()
                    break
                except psycopg.OperationalError:
                    time.sleep(0.05)
            yield through
        finally:
            process.kill()
            process.wait()


@pytest.mark.long  # it may have to be installed
class TestPostgresBehindProxy(Elsewhere, StoreContract):
    database = "pooled"

    def open(self, place: Path) -> Store:
        return open_store(self.url)


@pytest.mark.long
def test_announcements_and_locks_need_no_connection_of_their_own(pooled: str) -> None:
    """More stores than the proxy has connections; those who wait are woken, though nobody can listen there."""
    url = f"{pooled}?schema=shared"
    init(url)
    stores = [open_store(url) for _ in range(6)]
    heads: list[int] = []

    def wait(store: Store) -> None:
        heads.append(store.wait(0, PATIENCE))

    waiters = [Thread(target=wait, args=(store,), daemon=True) for store in stores]
    for waiter in waiters:
        waiter.start()
    answers = [
        store.append([NewEvent(new_id(), "A", 1, b"{}")], AppendCondition(ALL, number))
        for number, store in enumerate(stores)
    ]
    for waiter in waiters:
        waiter.join(PATIENCE)

    assert [Appended(number) for number in range(1, 7)] == answers
    assert 6 == len([head for head in heads if head > 0])
    assert Conflict(1) == stores[0].append([NewEvent(new_id(), "A", 1, b"{}")], AppendCondition(ALL, 0))
    for store in stores:
        store.close()


def test_what_was_prepared_may_be_gone_or_there_already(postgres: str) -> None:
    """As on another connection that a proxy gives: the server refuses before it does anything, and is asked again."""
    init(postgres)
    ours = settings(postgres)
    append = statements.appending(ours, [statements.prepare([NewEvent(new_id(), "Noted", 1, b"{}")], None)])
    with psycopg.connect(postgres, autocommit=True) as connection:
        one, other = Asking(connection), Asking(connection)
        assert [(0, "head", 0)] == connection.wait(one.ask(append))
        assert [(0, "head", 1), (1, "again", 1)] == connection.wait(other.ask(append))
        connection.execute("DEALLOCATE ALL")

        assert [(0, "head", 1), (1, "again", 1)] == connection.wait(one.ask(append))
