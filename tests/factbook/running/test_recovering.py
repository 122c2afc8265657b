"""A database that goes away and comes back: who processes goes on by itself, and tells it once."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from deciders.shop import shop
from factbook.application import Accepted, Application
from factbook.beside import open_beside
from factbook.errors import OutcomeUnknown, StoreUnavailable
from factbook.pausing import Pausing
from factbook.stores.setup import init_store
from generated.shop.customers import CustomerDirectory, CustomerId
from tests.docs.snippets import ROOT
from tests.factbook.running.shops import Outside
from tests.factbook.running.test_application import register
from tests.factbook.stores.sqlite.faulty import Disk, faulty
from tests.servers import PostgresServer, embedded_binaries


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server that may be killed."""
    server = PostgresServer(embedded_binaries())
    server.start()
    try:
        yield server
    finally:
        server.remove()


def sent(app: Application, email: str) -> tuple[Accepted, CustomerId]:
    command = register(email)
    outcome = app.send(command)
    assert isinstance(outcome, Accepted)
    return outcome, command.customer_id


def test_a_server_that_is_killed_and_starts_again(server: PostgresServer, caplog: pytest.LogCaptureFixture) -> None:
    """The same application, in its threads and for its senders; and `factbook run` in a process of its own."""
    caplog.set_level(logging.INFO, "factbook")
    url = server.url()
    init_store(url)
    command = [sys.executable, "-m", "factbook", "run", "--workers", "3", "--store", url]
    with (
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process,
        Application(shop, url, effects=Outside().handlers, workers=3) as app,
    ):
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        before, _ = sent(app, "before@example.org")
        assert app.wait(before, 30)
        server.stop(signal.SIGQUIT)
        with pytest.raises(StoreUnavailable):
            sent(app, "meanwhile@example.org")
        time.sleep(3)
        server.start()
        after, customer = sent(app, "after@example.org")
        seen, row = app.wait(after, 30), app.views.get(CustomerDirectory, customer)
        time.sleep(6)  # the longest pause, until everybody has come through
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)

    assert seen
    assert row is not None
    for lines in (caplog.messages, err.splitlines()):
        assert ["keeping views goes on", "keeping views pauses", "processing goes on", "processing pauses"] == sorted(
            line.partition(",")[0] for line in lines
        )
    assert "ending what was begun\n" == out
    assert 0 == process.returncode


def test_a_disk_that_is_full_for_a_while(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What is beside the events and the views are on it, too."""
    disk = Disk(Random(7), rate=1.0)
    with (
        faulty(disk),
        Application(shop, f"sqlite:{tmp_path / 'shop.db'}", effects=Outside().handlers, workers=2) as app,
    ):
        before, _ = sent(app, "before@example.org")
        assert app.wait(before, 30)
        disk.armed = True
        with pytest.raises((StoreUnavailable, OutcomeUnknown)):
            sent(app, "meanwhile@example.org")
        time.sleep(2)
        disk.armed = False
        after, customer = sent(app, "after@example.org")
        seen, row = app.wait(after, 30), app.views.get(CustomerDirectory, customer)
        time.sleep(2)

    assert seen
    assert row is not None
    assert [] == [text for text in caplog.messages if "pauses" not in text and "goes on" not in text]
    assert len(caplog.messages) <= 4


def test_it_is_told_once_and_waited_longer_each_time(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of another kind is told, too, with where it came from if it is none of factbook's."""
    now = 0.0
    monkeypatch.setattr("factbook.pausing.monotonic", lambda: now)
    pausing = Pausing("processing")
    pauses: list[float] = []
    for _ in range(14):
        pauses.append(pausing.after(StoreUnavailable("gone")))
        now += pauses[-1]
    pausing.after(ZeroDivisionError("never"))
    pausing.over()
    pausing.over()

    assert [
        "processing pauses, and tries again: gone",
        "processing pauses, and tries again: ZeroDivisionError: never",
        "processing goes on, after 22 s",
    ] == caplog.messages
    assert sorted(pauses) == pauses
    assert (0.1, 5.0) == (pauses[0], pauses[-1])


def test_a_disk_that_is_full_in_the_middle(tmp_path: Path) -> None:
    """SQLite ends such a transaction by itself; what is beside the events is unavailable, and then goes on."""
    disk = Disk(Random(7), rate=1.0)
    with faulty(disk):
        tables = ["create table if not exists {0}texts (text text)"]
        beside = open_beside(f"sqlite:{tmp_path / 'shop.db'}", "work", tables)
        disk.armed = True
        with pytest.raises(StoreUnavailable), beside.transaction():
            beside.run("insert into {0}texts values (?)", ("more than stays in memory" * 1_000_000,))
        disk.armed = False
        with beside.transaction():
            beside.run("insert into {0}texts values (?)", ("short",))
            found = beside.run("select text from {0}texts")
        beside.close()

    assert [("short",)] == found
