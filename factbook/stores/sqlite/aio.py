"""The store in a file, for asyncio: what all tasks append at the same time is one transaction, on one thread."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from uuid import UUID

from factbook.queries import Query
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Page, Recorded
from factbook.stores.threads import ThreadedStore

from . import SqliteStore
from .writing import Request

__all__ = ["AsyncSqliteStore"]

_POLL = 0.01
"""Seconds between two looks at what other processes have appended."""


class AsyncSqliteStore:
    """An :class:`~factbook.stores.AsyncStore` over a :class:`SqliteStore`."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = store
        self._threads = ThreadedStore(store, 8)
        self._waiting: set[asyncio.Future[None]] = set()
        self._leading: set[asyncio.Future[None]] = set()  # so that they are not forgotten while they run
        store.hear(self._grown)

    def __repr__(self) -> str:
        return f"AsyncSqliteStore({self.store!r})"

    async def read(
        self,
        query: Query,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Page:
        """See :meth:`factbook.stores.Store.read`."""
        return await self._threads.read(query, after, until, limit, backwards)

    async def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        """See :meth:`factbook.stores.AsyncStore.append`."""
        answered = asyncio.get_running_loop().create_future()
        request = Request.of(events, condition, partial(_tell, answered))
        if self.store.submit(request):
            leading = asyncio.ensure_future(self._threads.run(self._lead))
            self._leading.add(leading)
            leading.add_done_callback(self._leading.discard)
        await answered
        return request.result()

    async def find(self, ids: Sequence[UUID]) -> list[Recorded]:
        """See :meth:`factbook.stores.Store.find`."""
        return await self._threads.find(ids)

    async def wait(self, after: int, timeout: float) -> int:
        """See :meth:`factbook.stores.Store.wait`."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while True:
            grown = loop.create_future()
            self._waiting.add(grown)
            try:
                head = await self._threads.wait(after, 0)
                rest = deadline - loop.time()
                if head > after or rest <= 0:
                    return head
                await asyncio.wait([grown], timeout=min(rest, _POLL))
            finally:
                self._waiting.discard(grown)

    async def close(self) -> None:
        """See :meth:`factbook.stores.Store.close`."""
        await self._threads.close()

    def _lead(self) -> None:
        while self.store.lead():
            pass

    def _grown(self) -> None:
        for grown in tuple(self._waiting):
            _tell(grown)


def _tell(future: asyncio.Future[None]) -> None:
    """End what a task waits for, from another thread."""
    with suppress(RuntimeError):  # its loop has ended, and so has the task
        future.get_loop().call_soon_threadsafe(_end, future)


def _end(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
