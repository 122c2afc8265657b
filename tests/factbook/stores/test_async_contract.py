"""The contract for asyncio holds where the contract for threads does, and asks more."""

from __future__ import annotations

from pathlib import Path

from factbook.stores import AsyncStore
from factbook.testing.store_contract import AsyncStoreContract
from tests.factbook.stores.async_memory import AsyncMemory


class TestAsyncMemory(AsyncStoreContract):
    lasting = False

    async def open_async(self, place: Path) -> AsyncStore:
        return AsyncMemory()
