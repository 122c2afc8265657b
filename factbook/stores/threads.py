"""Serves any store to asyncio, on threads of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar
from uuid import UUID

from factbook.errors import StoreUnavailable
from factbook.queries import Query
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Page, Recorded

from . import Store

__all__ = ["ThreadedStore"]

T = TypeVar("T")

_TURN = 0.02
"""Seconds for which a thread waits for new events before it asks whether something else has to be done."""


class ThreadedStore:
    """An :class:`~factbook.stores.AsyncStore` over any store; at most ``threads`` questions are asked at once.

    What many tasks append at the same time comes from many threads, so a store that commits it together still does.
    """

    def __init__(self, store: Store, threads: int = 32) -> None:
        self.store = store
        self._closed = False
        self._threads = ThreadPoolExecutor(threads, "store")
        self._waiting = ThreadPoolExecutor(8, "store-wait")  # those who wait keep nobody else waiting

    async def read(
        self,
        query: Query,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Page:
        """See :meth:`factbook.stores.Store.read`."""
        return await self.run(partial(self.store.read, query, after, until, limit, backwards))

    async def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        """See :meth:`factbook.stores.AsyncStore.append`."""
        return await self.run(partial(self.store.append, events, condition))

    async def find(self, ids: Sequence[UUID]) -> list[Recorded]:
        """See :meth:`factbook.stores.Store.find`."""
        return await self.run(partial(self.store.find, ids))

    async def wait(self, after: int, timeout: float) -> int:
        """See :meth:`factbook.stores.Store.wait`."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while True:
            turn = max(0, min(deadline - loop.time(), _TURN))
            head = await self._run(self._waiting, partial(self.store.wait, after, turn))
            if head > after or loop.time() >= deadline:
                return head

    async def close(self) -> None:
        """See :meth:`factbook.stores.Store.close`."""
        if not self._closed:
            await self.run(self.store.close)
            self._closed = True
            self._threads.shutdown(wait=False)
            self._waiting.shutdown(wait=False)

    async def run(self, question: Callable[[], T]) -> T:
        """Ask the store something, on a thread."""
        return await self._run(self._threads, question)

    async def _run(self, threads: ThreadPoolExecutor, question: Callable[[], T]) -> T:
        if self._closed:
            raise StoreUnavailable("the store is closed")
        return await asyncio.get_running_loop().run_in_executor(threads, question)
