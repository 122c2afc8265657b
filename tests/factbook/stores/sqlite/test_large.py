"""An event that is larger than SQLite keeps is refused by name, and disturbs nobody who is recorded with it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Lock
from uuid import uuid4

import apsw
import pytest

from factbook.errors import EventTooLarge
from factbook.queries import ALL
from factbook.recording import Appended, NewEvent
from factbook.stores.sqlite import SqliteStore, files
from factbook.stores.sqlite.writing import Request


def event(kind: str, size: int) -> NewEvent:
    return NewEvent(uuid4(), kind, 1, b"x" * size, ("all",))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SqliteStore:
    """A file in which a row may have 100,000 bytes."""
    whole = files.connect

    def limited(*given: object, **named: object) -> object:
        db = whole(*given, **named)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        db.limit(apsw.SQLITE_LIMIT_LENGTH, 100_000)  # type: ignore[attr-defined]  # pyright: ignore
        return db

    monkeypatch.setattr(files, "connect", limited)
    return SqliteStore(tmp_path / "shop.db")


def test_it_is_told_by_name_and_size(store: SqliteStore) -> None:
    """Nothing of the append is recorded; the next one is."""
    with pytest.raises(EventTooLarge, match=r"nothing was recorded: Large has 200,0\d\d bytes, more than SQLite keeps"):
        store.append([event("Small", 10), event("Large", 200_000)])
    answer = store.append([event("Small", 10)])

    assert Appended(1) == answer
    store.close()


def test_others_of_the_same_transaction_are_recorded(store: SqliteStore) -> None:
    """Each request has its own answer."""
    turn = partial(Lock().acquire, blocking=False)
    requests = [Request.of([event(kind, size)], None, turn) for kind, size in (("A", 9), ("B", 200_000), ("C", 9))]
    leads = [store.submit(request) for request in requests]
    store.lead()
    answers = [request.answer for request in requests]

    assert [True, False, False] == leads
    assert [Appended(1), Appended(2)] == answers[::2]
    assert isinstance(answers[1], EventTooLarge)
    assert ["A", "C"] == [one.type for one in store.read(ALL).events]
    store.close()
