"""Events in a PostgreSQL database, for asyncio: the twin of :mod:`.sync`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from typing import Any, cast
from uuid import UUID

import psycopg

from factbook.errors import FactbookError, OutcomeUnknown
from factbook.queries import Query
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Page, Recorded

from . import statements
from .asking import Asking, Rows
from .faults import closed, fault, one_of_them, unreachable
from .groups import Pending, Queue, again, repeats, settle
from .idling import sound
from .schema import fit, fitness
from .settings import settings
from .statements import Statement
from .together import PATIENCE, Asked, Together
from .waiting import ANNOUNCED_EVERY, Rhythm

__all__ = ["AsyncPostgresStore"]


class Link(psycopg.AsyncConnection[Any]):
    """A connection, and how it is asked."""

    @cached_property
    def asking(self) -> Asking:
        """By statements that may be prepared."""
        return Asking(self)


class _Waiting(Pending):
    """An append of a task, which is waited for by an event of the loop."""

    __slots__ = ("answered",)

    def __init__(self, events: Sequence[NewEvent], condition: AppendCondition | None) -> None:
        super().__init__(events, condition)
        self.answered = asyncio.Event()


class _Asked(Asked):
    """A question of a task."""

    __slots__ = ("woken",)

    def __init__(self, statement: Statement) -> None:
        super().__init__(statement)
        self.woken = asyncio.Event()


class AsyncPostgresStore:
    """A store in a database that :func:`~factbook.stores.postgres.init` prepared; for one event loop.

    One connection carries all appends, those that come at the same time together; as many as the URL says read. It
    connects when it is first used. Raises :class:`~factbook.errors.StoreUnfit` and
    :class:`~factbook.errors.StoreUnavailable`.
    """

    def __init__(self, url: str) -> None:
        self._settings = settings(url)
        self._idle: list[Link] = []
        self._slots = asyncio.Semaphore(self._settings.connections)
        self._together = Together()
        self._queue = Queue()
        self._carrier: asyncio.Task[None] | None = None
        self._writer: Link | None = None
        self._announced = 0.0
        self._head = 0
        self._grown = asyncio.Condition()
        self._waiters = 0
        self._watcher: asyncio.Task[None] | None = None
        self._fault: FactbookError | None = None
        self._closed = False

    def __repr__(self) -> str:
        return f"<AsyncPostgresStore {self._settings.place}>"

    # Reading

    async def read(
        self,
        query: Query,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Page:
        """See :meth:`factbook.stores.Store.read`."""
        statement = statements.reading(self._settings, query, after, until, limit, backwards)
        ask = self._ask_together if statements.decides(query, limit, backwards) else self._ask
        return statements.page(await ask(statement))

    async def find(self, ids: Sequence[UUID]) -> list[Recorded]:
        """See :meth:`factbook.stores.Store.find`."""
        return statements.recorded(await self._ask(statements.finding(self._settings, ids)))

    async def _ask(self, statement: Statement) -> Rows:
        async with self._link() as link:
            return await self._answer(link, statement)

    async def _ask_together(self, statement: Statement) -> Rows:
        """Ask with those who ask meanwhile; see :mod:`.together`."""
        own = _Asked(statement)
        if not self._together.enter(own):
            await self._await_answer(own)
        if own.turn:
            await self._ask_for_all(own)
        return await self._ask(statement) if own.rows is None else own.rows

    async def _await_answer(self, own: _Asked) -> None:
        try:
            try:
                async with asyncio.timeout(PATIENCE):
                    await own.woken.wait()
            except TimeoutError:
                if not self._together.withdraw(own):
                    await own.woken.wait()
        except BaseException:  # cancelled: nobody may count on this task
            self._together.withdraw(own)
            if own.turn:
                self._let_follow()
            raise

    async def _ask_for_all(self, own: _Asked) -> None:
        group = self._together.take(own)
        try:
            rows = await self._ask(statements.together(self._settings, [one.statement for one in group]))
            for one, found in zip(group, statements.apart(rows, len(group)), strict=True):
                one.rows = found
        except FactbookError:
            if len(group) == 1:
                raise
        finally:
            for one in group[1:]:
                cast("_Asked", one).woken.set()
            self._let_follow()

    def _let_follow(self) -> None:
        if (following := self._together.leave()) is not None:
            cast("_Asked", following).woken.set()

    # Appending

    async def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        """See :meth:`factbook.stores.Store.append`. What was begun goes on when the task is cancelled."""
        if not events:
            raise ValueError("nothing to append")
        if self._closed:
            raise closed()
        if repeats(events):
            return again(events, await self.find([event.id for event in events]))
        pending = _Waiting(events, condition)
        self._queue.add(pending)
        if self._carrier is None:
            self._carrier = asyncio.create_task(self._carry(), name="factbook-postgres-append")
        await pending.answered.wait()
        return pending.result()

    async def _carry(self) -> None:
        """Send groups for as long as there are any."""
        recorded = False
        try:
            while len(self._queue):
                group = self._queue.take()
                recorded = await self._send(group) or recorded
                for pending in group:
                    cast("_Waiting", pending).answered.set()
        finally:
            self._carrier = None
        if recorded:
            await self._announce()

    async def _send(self, group: Sequence[Pending]) -> bool:
        try:
            if self._writer is None or not sound(self._writer.pgconn):
                await self._drop(self._writer)
                self._writer = None
                self._writer = await self._connect()
            statement = statements.appending(self._settings, [one.prepared for one in group])
            rows = await self._answer(self._writer, statement, appending=True)
        except FactbookError as error:
            if len(group) > 1 and one_of_them(error):
                return sum([await self._send([pending]) for pending in group]) > 0
            for pending in group:
                pending.answer = error
            return False
        except BaseException as error:  # the loop ends: nobody may wait forever
            self._writer = None
            for pending in group:
                pending.answer = OutcomeUnknown(f"{self._settings.place}: interrupted by {type(error).__name__}")
                cast("_Waiting", pending).answered.set()
            raise
        return settle(group, statements.outcomes(rows, [len(one.events) for one in group]))

    # Waiting

    async def wait(self, after: int, timeout: float) -> int:
        """See :meth:`factbook.stores.Store.wait`."""
        await self._saw((await self._ask(statements.head(self._settings)))[0][0])
        if self._head > after or timeout <= 0:
            return self._head
        async with self._grown:
            self._waiters += 1
            self._fault = None
            if self._watcher is None:
                self._watcher = asyncio.create_task(self._watch(), name="factbook-postgres-watch")
            try:
                async with asyncio.timeout(timeout):
                    await self._grown.wait_for(lambda: self._head > after or self._closed or self._fault is not None)
            except TimeoutError:
                pass
            finally:
                self._waiters -= 1
            if self._fault is not None and self._head <= after:
                raise self._fault
            return self._head

    async def _watch(self) -> None:
        """Look at the head for as long as somebody waits; announcements say when it is time."""
        rhythm = Rhythm()
        try:
            async with await self._connect() as link:
                await self._answer(link, statements.listening(self._settings))
                while not self._closed and self._waiters:
                    if await self._saw((await self._answer(link, statements.head(self._settings)))[0][0]):
                        rhythm.grown()
                    async for _ in link.notifies(timeout=rhythm.pause(), stop_after=1):
                        rhythm.heard()
        except (FactbookError, psycopg.Error) as error:
            self._fault = error if isinstance(error, FactbookError) else fault(error, self._settings, False)
            async with self._grown:
                self._grown.notify_all()
        finally:
            self._watcher = None

    async def _saw(self, head: int) -> bool:
        grown = head > self._head
        if grown:
            self._head = head
            async with self._grown:
                self._grown.notify_all()
        return grown

    async def _announce(self) -> None:
        """Wake those who listen in other processes; see the twin."""
        now = time.monotonic()
        if now - self._announced < ANNOUNCED_EVERY:
            return
        self._announced = now
        try:
            await self._ask(statements.announcing(self._settings))
        except FactbookError:  # it is recorded all the same, and those who wait also look by themselves
            return

    # Connections

    async def _connect(self) -> Link:
        try:
            link = await Link.connect(**self._settings.conninfo, autocommit=True)
        except psycopg.Error as error:
            raise unreachable(error, self._settings) from None
        try:
            fit(self._settings, (await self._answer(link, fitness(self._settings)))[0])
        except FactbookError:
            await link.close()
            raise
        return link

    @asynccontextmanager
    async def _link(self) -> AsyncGenerator[Link]:
        """A connection to read with; waits while all are in use."""
        async with self._slots:
            if self._closed:
                raise closed()
            link = self._idle.pop() if self._idle else None
            if link is None or not sound(link.pgconn):
                await self._drop(link)
                link = await self._connect()
            try:
                yield link
            except BaseException:  # an answer may still be on its way
                await self._drop(link)
                raise
            self._idle.append(link)

    async def _drop(self, link: Link | None) -> None:
        if link is not None:
            await link.close()

    async def _answer(self, link: Link, statement: Statement, appending: bool = False) -> Rows:
        try:
            return await link.wait(link.asking.ask(statement))
        except psycopg.Error as error:
            raise fault(error, self._settings, appending) from None

    async def close(self) -> None:
        """See :meth:`factbook.stores.Store.close`."""
        self._closed = True
        if self._carrier is not None:
            await asyncio.wait([self._carrier])
        async with self._grown:
            self._grown.notify_all()
        if self._watcher is not None:
            await asyncio.wait([self._watcher])
        for _ in range(self._settings.connections):
            await self._slots.acquire()
        for link in (*self._idle, *filter(None, [self._writer])):
            await link.close()
        self._idle.clear()
        for _ in range(self._settings.connections):
            self._slots.release()
