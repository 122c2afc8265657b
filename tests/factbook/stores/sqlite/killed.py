"""Appends to a store until it is killed: ``python killed.py FILE``. What is acknowledged is told, by the first id."""

from __future__ import annotations

import os
import sys
from itertools import count
from threading import Thread
from uuid import UUID

from factbook.drivers.ids import new_id
from factbook.recording import Appended, NewEvent, derived_id
from factbook.stores.sqlite import SqliteStore, fresh, segments


def batch(first: UUID) -> list[NewEvent]:
    """One to five events whose ids follow from the first one."""
    size = first.int % 5 + 1
    ids = [first, *(derived_id(first, str(number)) for number in range(1, size))]
    return [NewEvent(one, "shop.Placed", 1, b"{}", (f"batch:{first}", f"size:{size}")) for one in ids]


def write(store: SqliteStore) -> None:
    for _ in count():
        first = new_id()
        assert isinstance(store.append(batch(first)), Appended)
        os.write(1, first.bytes)


if __name__ == "__main__":
    fresh.MANY, segments.CHUNK = 20, 10
    opened = SqliteStore(sys.argv[1])
    for _ in range(3):
        Thread(target=write, args=(opened,)).start()
