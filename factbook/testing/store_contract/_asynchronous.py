"""Stores for asyncio: the same tests, by a loop in a thread; and what only tasks do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine, Iterator, Sequence
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar
from uuid import UUID

import pytest
from attrs import define, field

from factbook.errors import OutcomeUnknown, StoreUnavailable
from factbook.queries import ALL, Query
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Page, Recorded
from factbook.stores import AsyncStore, Store

from ._contract import Contract
from ._events import PATIENCE, by_tag, kept, new, written
from ._promises import broken, promised

__all__ = ["Asynchronous"]

T = TypeVar("T")


@define
class Loop:
    """An event loop in a thread of its own, for whoever has none."""

    loop: asyncio.AbstractEventLoop = field(factory=asyncio.new_event_loop)
    thread: Thread = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.thread = Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def run(self, work: Awaitable[T]) -> T:
        """What this is when it is done."""

        async def done() -> T:
            return await work

        return asyncio.run_coroutine_threadsafe(done(), self.loop).result(4 * PATIENCE)

    def end(self) -> None:
        """Let go of the thread."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(PATIENCE)
        self.loop.close()


@define
class Bridged:
    """A store for asyncio as a store for threads."""

    store: AsyncStore
    loop: Loop

    def read(
        self,
        query: Query,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Page:
        """See :meth:`factbook.stores.Store.read`."""
        return self.loop.run(self.store.read(query, after, until, limit, backwards))

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        """See :meth:`factbook.stores.Store.append`."""
        return self.loop.run(self.store.append(events, condition))

    def find(self, ids: Sequence[UUID]) -> list[Recorded]:
        """See :meth:`factbook.stores.Store.find`."""
        return self.loop.run(self.store.find(ids))

    def wait(self, after: int, timeout: float) -> int:
        """See :meth:`factbook.stores.Store.wait`."""
        return self.loop.run(self.store.wait(after, timeout))

    def close(self) -> None:
        """See :meth:`factbook.stores.Store.close`."""
        self.loop.run(self.store.close())


class Asynchronous(Contract):
    """What tasks do that threads do not: they are thousands, and they are cancelled."""

    @pytest.fixture(autouse=True)
    def _loop(self) -> Iterator[None]:
        self.loop = Loop()
        yield
        self.loop.end()

    async def open_async(self, place: Path) -> AsyncStore:
        """The store that is kept at a place: a folder that is new for each test, to use or to take a name from."""
        raise NotImplementedError("say how the store is opened: async def open_async(self, place: Path) -> AsyncStore")

    def open(self, place: Path) -> Store:
        """The same store, for threads."""
        return Bridged(self.loop.run(self.open_async(place)), self.loop)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What a coroutine answers."""
        return self.loop.run(work)

    def test_hundreds_of_tasks_may_ask_at_once(self, store: Bridged) -> None:
        """Each gets its own answer, and of those who decide on the same state one is recorded."""
        one = store.store

        async def decide(number: int) -> Appended | Conflict:
            query = by_tag(f"order:{number % 10}")
            page = await one.read(query)
            batch = promised(query, page.head, new("Placed", f"order:{number % 10}"))
            return await one.append(batch, AppendCondition(query, page.head))

        async def all_at_once() -> list[Appended | Conflict]:
            return await asyncio.gather(*map(decide, range(300)))

        answers = self.run(all_at_once())
        log = store.read(ALL).events

        assert [] == broken(log)
        assert sorted(one.position for one in answers if isinstance(one, Appended)) == [one.position for one in log]
        assert {f"order:{number}" for number in range(10)} == {event.tags[0] for event in log}

    def test_a_cancelled_append_is_whole_or_absent(self, store: Bridged) -> None:
        """Whoever is cancelled does not know what became of it; sending it again settles that, and others go on."""
        one = store.store
        batches = [[new("Placed", f"order:{number}"), new("Paid", f"order:{number}")] for number in range(40)]

        async def cancelled(batch: list[NewEvent], turns: int) -> None:
            task = asyncio.ensure_future(one.append(batch))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        async def all_at_once() -> list[Appended | Conflict]:
            await asyncio.gather(*(cancelled(batch, turns % 8) for turns, batch in enumerate(batches)))
            return [await one.append(batch) for batch in batches]

        answers = self.run(all_at_once())
        found = [store.read(by_tag(f"order:{number}")).events for number in range(len(batches))]

        assert [written(batch) for batch in batches] == [kept(events) for events in found]
        assert [Appended(events[-1].position) for events in found] == answers

    def test_a_cancelled_wait_lets_go(self, store: Bridged) -> None:
        """Waiting does not keep anything that others need, and can be given up."""
        one = store.store

        async def given_up() -> object:
            waiting = [asyncio.ensure_future(one.wait(10**9, 2 * PATIENCE)) for _ in range(50)]
            await asyncio.sleep(0.01)
            answer = await one.append([new()])
            for task in waiting:
                task.cancel()
            ended = await asyncio.gather(*waiting, return_exceptions=True)
            return type(answer), {type(end) for end in ended}

        assert (Appended, {asyncio.CancelledError}) == self.run(given_up())

    def test_closing_ends_what_tasks_wait_for(self, store: Bridged) -> None:
        """Nobody is left waiting for a store that is closed."""
        one = store.store

        async def closed() -> set[type[object]]:
            asked: list[Awaitable[object]] = [one.wait(10**9, 2 * PATIENCE) for _ in range(5)]
            asked += [one.append([new()]) for _ in range(5)]
            tasks = [asyncio.ensure_future(one) for one in asked]
            await asyncio.sleep(0.01)
            await one.close()
            ended: list[object] = await asyncio.gather(*tasks, return_exceptions=True)
            return {type(end) for end in ended}

        assert set() == self.run(closed()) - {int, Appended, StoreUnavailable, OutcomeUnknown}
