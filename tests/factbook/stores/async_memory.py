"""The store in memory, for asyncio: tasks take turns while they wait, and at no other time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

from attrs import define, field

from factbook.queries import Query
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Page, Recorded
from factbook.stores.memory import MemoryStore


@define
class AsyncMemory:
    """What the contract for asyncio, and the driver for asyncio, are tried on."""

    store: MemoryStore = field(factory=MemoryStore)

    async def read(
        self,
        query: Query,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Page:
        await asyncio.sleep(0)
        return self.store.read(query, after, until, limit, backwards)

    async def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        await asyncio.sleep(0)
        answer = self.store.append(events, condition)
        await asyncio.sleep(0)
        return answer

    async def find(self, ids: Sequence[UUID]) -> list[Recorded]:
        await asyncio.sleep(0)
        return self.store.find(ids)

    async def wait(self, after: int, timeout: float) -> int:
        until = asyncio.get_running_loop().time() + timeout
        while (head := self.store.wait(after, 0)) <= after and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.001)
        return head

    async def close(self) -> None:
        self.store.close()
