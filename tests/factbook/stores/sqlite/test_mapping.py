"""The file is mapped into memory only while nothing is written to it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from factbook.queries import ALL, Query, QueryItem
from factbook.recording import NewEvent
from factbook.stores.sqlite import SqliteStore
from factbook.stores.sqlite.files import connect


def test_the_file_is_mapped_for_many_reads_in_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mapping it again after each append would cost more than it saves."""
    opened = list[bool]()

    def noted(file: Path, durability: Any, timeout: float, mapped: bool = False) -> Any:
        opened.append(mapped)
        return connect(file, durability, timeout, mapped)

    monkeypatch.setattr("factbook.stores.sqlite.connect", noted)
    query = Query((QueryItem(("A",)),))
    with closing(SqliteStore(tmp_path / "events.db")) as store:

        def often(append: bool, read: Callable[[], object]) -> list[bool]:
            for _ in range(40):
                if append:
                    store.append([NewEvent(uuid4(), "A", 1, b"{}")])
                read()
            return opened

        assert [False] == often(True, lambda: store.read(query))
        assert [False] == often(False, lambda: store.read(ALL))
        assert [False, True] == often(False, lambda: store.read(query))
        assert 40 == len(store.read(query).events)
