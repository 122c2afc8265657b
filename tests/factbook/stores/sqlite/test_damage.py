"""A file that something else has changed is not taken for a whole one."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import apsw
import pytest

from factbook.errors import StoreUnavailable
from factbook.queries import ALL
from factbook.recording import NewEvent
from factbook.stores.sqlite import SqliteStore, fresh
from factbook.stores.sqlite.database import Database
from factbook.verifying import damage


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of ten events, of which the index on disk knows some."""
    monkeypatch.setattr(fresh, "MANY", 4)
    file = tmp_path / "shop.db"
    store = SqliteStore(file)
    for number in range(10):
        store.append([NewEvent(uuid4(), "Counted", 1, b"{}", (f"sku:{number}", "all"))])
    store.close()
    return file


def opened(file: Path) -> Database:
    return apsw.Connection(str(file))


def changed(file: Path, sql: str) -> list[str]:
    """What is found to be wrong after a change."""
    db = opened(file)
    db.execute(sql)
    db.close()
    store = SqliteStore(file)
    found = list(damage(store))
    store.close()
    return found


def test_a_whole_file_has_none(file: Path) -> None:
    """Whatever is in the index, and whatever not yet."""
    assert [] == changed(file, "SELECT 1")


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("DELETE FROM event WHERE position = 2", "there is no event just before position 3"),
        (
            "DELETE FROM tagged WHERE position = 2 AND tag = 'all'",
            "the event at position 2 is not found by its tag all",
        ),
        (
            "UPDATE event SET tags = CAST('[\"all\"]' AS BLOB) WHERE position = 2",
            "the index has the tag sku:1 at position 2, and no such event carries it",
        ),
    ],
    ids=["event", "entry", "tag"],
)
def test_what_is_gone_is_told(sql: str, told: str, file: Path) -> None:
    """With its position."""
    assert told in changed(file, sql)


def test_a_page_that_was_overwritten_is_told(file: Path) -> None:
    """Also where nothing reads it otherwise."""
    pages = bytearray(file.read_bytes())
    pages[-4096:] = b"\x05" * 4096
    file.write_bytes(pages)
    store = SqliteStore(file)

    try:
        found = list(damage(store))
    except StoreUnavailable as fault:
        found = [str(fault)]
    store.close()
    assert found


def test_a_new_event_that_is_gone_is_a_fault(file: Path) -> None:
    """Each time one asks."""
    changed(file, "DELETE FROM event WHERE position = 9")
    store = SqliteStore(file)

    for _ in range(2):
        with pytest.raises(StoreUnavailable) as fault:
            store.read(ALL)
        assert "it is damaged (there is no event at position 9)" in str(fault.value)
    store.close()
