"""The store in a file keeps the contract for asyncio, and so does any store on threads."""

from __future__ import annotations

from pathlib import Path

import pytest

from factbook.stores import AsyncStore, open_async_store
from factbook.stores.sqlite import SqliteStore
from factbook.stores.threads import ThreadedStore
from factbook.testing.store_contract import AsyncStoreContract


class TestAsyncSqlite(AsyncStoreContract):
    async def open_async(self, place: Path) -> AsyncStore:
        return open_async_store(f"sqlite:{place}/events.db")


class TestThreads(AsyncStoreContract):
    lasting = False

    async def open_async(self, place: Path) -> AsyncStore:
        return open_async_store("memory:")


@pytest.mark.long
class TestSqliteOnThreads(AsyncStoreContract):
    async def open_async(self, place: Path) -> AsyncStore:
        return ThreadedStore(SqliteStore(place / "events.db"))
