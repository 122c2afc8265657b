"""The store in a file keeps the contract of stores."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from factbook.recording import NewEvent
from factbook.stores import Store
from factbook.stores.sqlite import Durability, SqliteStore, fresh, reading, segments
from factbook.stores.sqlite.files import connect
from factbook.stores.sqlite.writing import Request, insert
from factbook.testing.store_contract import StoreContract


class TestSqlite(StoreContract):
    def open(self, place: Path) -> Store:
        return SqliteStore(place / "events.db")

    def elsewhere(self, place: Path) -> Callable[[], Store]:
        return partial(SqliteStore, place / "events.db")

    def slowly(self, place: Path, events: Sequence[NewEvent], seconds: float, commit: bool) -> None:
        db = connect(place / "events.db", Durability.FULL, 10)
        db.execute("BEGIN IMMEDIATE")
        after = reading.head(db)
        rows = Request.of(events, None, lambda: None).rows
        insert(db, [reading.recorded((after + number, *row)) for number, row in enumerate(rows, 1)])
        time.sleep(seconds)
        db.execute("COMMIT" if commit else "ROLLBACK")
        db.close()


@pytest.mark.long
class TestSqliteInSmallSegments(TestSqlite):
    """Few events stay in memory, and the index on disk is merged in small steps."""

    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fresh, "MANY", 3)
        monkeypatch.setattr(segments, "CHUNK", 5)


@pytest.mark.long
class TestSqliteForLonger(TestSqlite):
    effort = 10
