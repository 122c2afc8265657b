"""What is opened as a store in a file, and what is said where there can be none."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import apsw
import pytest

from factbook.drivers.ids import new_id
from factbook.errors import StoreUnavailable, StoreUnfit
from factbook.queries import ALL
from factbook.recording import NewEvent
from factbook.stores import open_async_store, open_store
from factbook.stores.sqlite import Durability, SqliteStore, files, mounts
from factbook.stores.sqlite.database import Database
from factbook.views.places import open_place


def told(url: str) -> str:
    """What is said about a URL that names no store."""
    with pytest.raises(StoreUnfit) as told:
        open_store(url).close()
    return str(told.value)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("sqlite:", "sqlite:: name a file, as in sqlite:shop.db; without a file: memory:"),
        ("sqlite::memory:", "sqlite::memory:: name a file, as in sqlite:shop.db; without a file: memory:"),
        (
            "sqlite:///a.db",
            "sqlite:///a.db: write sqlite:a.db for a file in the current folder, sqlite:/a.db from the root on",
        ),
        (
            "sqlite:shop.db?durabilty=normal",
            'sqlite:shop.db: there is no option "durabilty"; did you mean "durability"?',
        ),
        ("sqlite:shop.db?mode=ro", 'sqlite:shop.db: there is no option "mode"'),
        (
            "sqlite:shop.db?durability=nromal",
            'sqlite:shop.db: there is no durability "nromal"; did you mean "normal"?: full or normal',
        ),
    ],
)
def test_urls_that_are_not_understood(url: str, text: str) -> None:
    """The URL, what is wrong with it, and what is meant."""
    assert text == told(url)


@pytest.mark.parametrize(("url", "kept"), [("sqlite:a%20b.db", 2), ("sqlite:a%20b.db?durability=normal", 1)])
def test_a_url_says_file_and_durability(url: str, kept: int, tmp_path: Path) -> None:
    """Everything is written at once unless less is asked for by name, and the log is a write-ahead log."""
    store = open_store(url)
    assert isinstance(store, SqliteStore)
    db = store._connect()  # pyright: ignore[reportPrivateUsage]  # every connection of a store is opened like this
    settings = db.pragma("synchronous"), db.pragma("journal_mode")
    db.close()
    store.close()

    assert (kept, "wal") == settings
    assert ["a b.db"] == [path.name for path in tmp_path.iterdir()]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert f"{tmp_path}/no/shop.db: there is no folder {tmp_path}/no: create it, or name another one" == told(
        "sqlite:no/shop.db"
    )


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    assert f"{tmp_path}: this is a folder: name a file in it" == told(f"sqlite:{tmp_path}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_nobody_may_write_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    assert "this process may not write there" in told("sqlite:shop.db")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """It is left as it is."""
    (tmp_path / "shop.db").write_text("events, events, events\n" * 100)

    assert f"{tmp_path}/shop.db: this is not a database: name another file" == told("sqlite:shop.db")
    assert (tmp_path / "shop.db").read_text().startswith("events, events")


@pytest.mark.parametrize("made", ["CREATE TABLE note (text)", "PRAGMA application_id = 7", "PRAGMA user_version = 3"])
def test_a_database_of_somebody_else(made: str, tmp_path: Path) -> None:
    """It is left as it is, its journal mode, too."""
    with sqlite3.connect("shop.db") as db:
        db.execute(made)
    db.close()
    before = (tmp_path / "shop.db").read_bytes()

    assert f"{tmp_path}/shop.db: this is another program's database: name another file" == told("sqlite:shop.db")
    assert before == (tmp_path / "shop.db").read_bytes()


def test_a_store_of_a_newer_factbook(tmp_path: Path) -> None:
    SqliteStore("shop.db").close()
    with sqlite3.connect("shop.db") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()

    assert (
        f"{tmp_path}/shop.db: a newer factbook made this store (schema 99; this one knows 2): upgrade factbook"
        == told("sqlite:shop.db")
    )


def test_a_store_of_an_older_factbook(monkeypatch: pytest.MonkeyPatch) -> None:
    """What its schema lacks is added, once, and its events stay."""
    store = SqliteStore("shop.db")
    store.append([NewEvent(new_id(), "shop.Opened", 1, b"{}")])
    store.close()
    monkeypatch.setattr(files, "_STEPS", (*files._STEPS, "CREATE TABLE more (text)"))  # pyright: ignore
    for _ in range(2):
        store = SqliteStore("shop.db")
        kept = [event.type for event in store.read(ALL).events]
        store.close()

        assert ["shop.Opened"] == kept
    with sqlite3.connect("shop.db") as db:
        assert (3,) == db.execute("PRAGMA user_version").fetchone()
    db.close()


def test_sqlite_that_loses_what_was_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """An affected library is refused before it touches anything."""
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.51.2")

    assert (
        "SQLite 3.51.2 may lose what was recorded (the WAL-reset bug, mended in 3.51.3): upgrade the package apsw"
        == told("sqlite:shop.db")
    )
    assert not Path("shop.db").exists()


def test_a_network_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest mount counts; its name may have blanks in it."""
    table = tmp_path / "mountinfo"
    (tmp_path / "far away").mkdir()
    table.write_text(
        "22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/root rw\n"
        f"23 22 0:21 / {tmp_path}/far\\040away rw - nfs4 server:/export rw\n"
    )
    monkeypatch.setattr(files, "network", lambda folder: mounts.network(folder, table))  # pyright: ignore

    assert told("sqlite:far away/shop.db").endswith(
        "is on a network file system (nfs4), on which SQLite loses data: use a local disk, or postgresql://… for"
        " several machines"
    )
    assert mounts.network(tmp_path, table) is None
    assert mounts.network(tmp_path, tmp_path / "nothing") is None


def test_many_open_a_new_file_at_once() -> None:
    """One makes it, and all use it."""
    with ThreadPoolExecutor(8) as threads:
        stores = list(threads.map(SqliteStore, ["shop.db"] * 8))
    for store in stores:
        store.append([NewEvent(new_id(), "shop.Opened", 1, b"{}")])

    assert [8] * 8 == [len(store.read(ALL).events) for store in stores]
    for store in stores:
        store.close()


def test_a_store_does_not_cross_a_fork() -> None:
    """The child is told, instead of harming the file."""
    store = SqliteStore("shop.db")
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            store.read(ALL)
        except StoreUnavailable as told:
            os.write(writing, str(told).encode())
        finally:
            os._exit(0)
    os.close(writing)
    text = os.read(reading, 1000).decode()
    os.close(reading)
    os.wait()
    store.close()

    assert text.endswith("it was opened before this process was forked: open it again here")


def test_somebody_keeps_the_file_locked() -> None:
    """Who cannot write within the time it has is told, records nothing, and may try again."""
    store = SqliteStore("shop.db", timeout=0.05)
    other: Database = files.connect(Path("shop.db"), Durability.FULL, 1)
    other.execute("BEGIN IMMEDIATE")
    event = NewEvent(new_id(), "shop.Opened", 1, b"{}")
    with pytest.raises(StoreUnavailable, match="another process has locked it for too long"):
        store.append([event])
    other.execute("ROLLBACK")
    other.close()

    assert 1 == store.append([event]).position
    store.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("shop.db", '"shop.db" is no URL of a store: for a file, write sqlite:shop.db'),
        ("sqlit:shop.db", 'there is no kind of store called "sqlit": write memory:, sqlite:FILE or postgresql://…'),
        ("ada:s3cret@db/shop", 'there is no kind of store called "ada": write memory:, sqlite:FILE or postgresql://…'),
    ],
)
def test_what_is_no_url_is_told_with_what_would_be(url: str, said: str) -> None:
    """A file is what people mean most."""
    openings: tuple[Callable[[str], object], ...]
    openings = (open_store, open_async_store, partial(open_place, package="generated.shop"))
    for opening in openings:
        with pytest.raises(StoreUnfit) as fault:
            opening(url)

        assert said == str(fault.value)


@pytest.mark.parametrize("mapped", [False, True])
def test_no_statement_is_planned_anew_for_other_values(mapped: bool) -> None:
    """SQLite would do so each time, in builds that keep statistics; a small read then takes four times as long."""
    store = SqliteStore("events.db")
    db: Any = files.connect(store.file, Durability.FULL, 1, mapped)

    assert db.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, -1) == 1
    db.close()
    store.close()
