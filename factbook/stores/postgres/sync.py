"""Events in a PostgreSQL database, for threads."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from threading import Condition, Lock, Semaphore, Thread
from typing import Any, cast
from uuid import UUID

import psycopg

from factbook.errors import FactbookError, OutcomeUnknown
from factbook.queries import Query
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Page, Recorded
from factbook.stores.tagging import Retag

from . import checking, statements
from .asking import Asking, Rows
from .faults import closed, fault, one_of_them, unreachable
from .groups import Pending, Queue, again, repeats, settle
from .idling import sound
from .schema import fit, fitness
from .settings import settings
from .statements import Statement
from .together import PATIENCE, Asked, Together
from .waiting import ANNOUNCED_EVERY, Rhythm

__all__ = ["PostgresStore"]


class Link(psycopg.Connection[Any]):
    """A connection, and how it is asked."""

    @cached_property
    def asking(self) -> Asking:
        """By statements that may be prepared."""
        return Asking(self)


class _Waiting(Pending):
    """An append of a thread, which is woken when it is answered, or when it is its turn to carry the next group."""

    __slots__ = ("gone", "turn", "woken")

    def __init__(self, events: Sequence[NewEvent], condition: AppendCondition | None) -> None:
        super().__init__(events, condition)
        self.gone = self.turn = False
        self.woken = Lock()
        self.woken.acquire()


class _Asked(Asked):
    """A question of a thread."""

    __slots__ = ("woken",)

    def __init__(self, statement: Statement) -> None:
        super().__init__(statement)
        self.woken = Lock()
        self.woken.acquire()


class PostgresStore:
    """A store in a database that :func:`~factbook.stores.postgres.init` prepared.

    One connection carries all appends, those that come at the same time together; as many as the URL says read.
    Raises :class:`~factbook.errors.StoreUnfit` and :class:`~factbook.errors.StoreUnavailable`.
    """

    def __init__(self, url: str) -> None:
        self._settings = settings(url)
        self._idle: list[Link] = []
        self._slots = Semaphore(self._settings.connections)
        self._together = Together()
        self._meeting = Lock()
        self._queue = Queue()
        self._mutex = Lock()
        self._carrying = False
        self._idle_again = Condition(self._mutex)
        self._writer: Link | None = None
        self._announced = 0.0
        self._head = 0
        self._grown = Condition()
        self._waiters = 0
        self._watcher: Thread | None = None
        self._fault: FactbookError | None = None
        self._closed = False
        self._idle.append(self._connect())

    def __repr__(self) -> str:
        return f"<PostgresStore {self._settings.place}>"

    # Reading

    def read(
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
        return statements.page(ask(statement))

    def find(self, ids: Sequence[UUID]) -> list[Recorded]:
        """See :meth:`factbook.stores.Store.find`."""
        return statements.recorded(self._ask(statements.finding(self._settings, ids)))

    def _ask(self, statement: Statement) -> Rows:
        with self._link() as link:
            return self._answer(link, statement)

    def _ask_together(self, statement: Statement) -> Rows:
        """Ask with those who ask meanwhile; see :mod:`.together`."""
        own = _Asked(statement)
        with self._meeting:
            at_once = self._together.enter(own)
        if not at_once:
            self._await_answer(own)
        if own.turn:
            self._ask_for_all(own)
        return self._ask(statement) if own.rows is None else own.rows

    def _await_answer(self, own: _Asked) -> None:
        try:
            if own.woken.acquire(timeout=PATIENCE):
                return
            with self._meeting:
                gone = self._together.withdraw(own)
            if not gone:
                own.woken.acquire()
        except BaseException:  # interrupted: nobody may count on this thread
            with self._meeting:
                self._together.withdraw(own)
                if own.turn:
                    self._let_follow()
            raise

    def _ask_for_all(self, own: _Asked) -> None:
        with self._meeting:
            group = self._together.take(own)
        try:
            rows = self._ask(statements.together(self._settings, [one.statement for one in group]))
            for one, found in zip(group, statements.apart(rows, len(group)), strict=True):
                one.rows = found
        except FactbookError:
            if len(group) == 1:
                raise
        finally:
            for one in group[1:]:
                cast("_Asked", one).woken.release()
            with self._meeting:
                self._let_follow()

    def _let_follow(self) -> None:
        if (following := self._together.leave()) is not None:
            cast("_Asked", following).woken.release()

    # Tagging anew

    def tag_note(self) -> str:
        """See :meth:`factbook.stores.tagging.Retagging.tag_note`."""
        return cast("str", self._ask(statements.tag_note(self._settings))[0][0])

    def retag(self, changes: Sequence[Retag], known: str, note: str) -> bool:
        """See :meth:`factbook.stores.tagging.Retagging.retag`."""
        if not changes:
            return bool(self._ask(statements.noting(self._settings, known, note)))
        return cast("bool", self._ask(statements.retagging(self._settings, changes, known, note))[0][0])

    def damage(self) -> Iterator[str]:
        """See :meth:`factbook.stores.checking.Checking.damage`."""
        return checking.damage(self._ask, self._settings)

    # Appending

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        """See :meth:`factbook.stores.Store.append`."""
        if not events:
            raise ValueError("nothing to append")
        if repeats(events):
            return again(events, self.find([event.id for event in events]))
        pending = _Waiting(events, condition)
        with self._mutex:
            if self._closed:
                raise closed()
            self._queue.add(pending)
            first, self._carrying = not self._carrying, True
        if not first:
            self._await(pending)
        if pending.answer is None:
            self._carry(pending)
        return pending.result()

    def _await(self, pending: _Waiting) -> None:
        try:
            pending.woken.acquire()
        except BaseException:  # interrupted: nobody may count on this thread
            with self._mutex:
                pending.gone = True
                if pending.turn:
                    self._hand_over()
            raise

    def _carry(self, own: _Waiting) -> None:
        """Send groups until the own append is answered; then let the next one go on with those that came meanwhile."""
        recorded = False
        try:
            while own.answer is None:
                with self._mutex:
                    group = self._queue.take()
                try:
                    recorded = self._send(group) or recorded
                finally:
                    for pending in group:
                        if pending is not own:
                            cast("_Waiting", pending).woken.release()
        finally:
            with self._mutex:
                own.gone = True
                last = self._hand_over()
        if recorded and last:
            self._announce()

    def _hand_over(self) -> bool:
        """Whose thread is still there carries on; whether there is nobody."""
        for pending in self._queue:
            next_one = cast("_Waiting", pending)
            if not next_one.gone:
                next_one.turn = True
                next_one.woken.release()
                return False
        self._queue.clear()
        self._carrying = False
        self._idle_again.notify_all()
        return True

    def _send(self, group: Sequence[Pending]) -> bool:
        try:
            if self._writer is None or not sound(self._writer.pgconn):
                self._drop(self._writer)
                self._writer = None
                self._writer = self._connect()
            statement = statements.appending(self._settings, [one.prepared for one in group])
            rows = self._answer(self._writer, statement, appending=True)
        except FactbookError as error:
            if len(group) > 1 and one_of_them(error):
                return sum(self._send([pending]) for pending in group) > 0
            for pending in group:
                pending.answer = error
            return False
        except BaseException as error:  # interrupted: nobody may wait forever
            self._drop(self._writer)
            self._writer = None
            for pending in group:
                pending.answer = OutcomeUnknown(f"{self._settings.place}: interrupted by {type(error).__name__}")
            raise
        return settle(group, statements.outcomes(rows, [len(one.events) for one in group]))

    # Waiting

    def wait(self, after: int, timeout: float) -> int:
        """See :meth:`factbook.stores.Store.wait`."""
        self._saw(self._ask(statements.head(self._settings))[0][0])
        if self._head > after or timeout <= 0:
            return self._head
        with self._grown:
            self._waiters += 1
            self._fault = None
            if self._watcher is None:
                self._watcher = Thread(target=self._watch, name="factbook-postgres-watch", daemon=True)
                self._watcher.start()
            self._grown.wait_for(lambda: self._head > after or self._closed or self._fault is not None, timeout)
            self._waiters -= 1
            if self._fault is not None and self._head <= after:
                raise self._fault
            return self._head

    def _watch(self) -> None:
        """Look at the head for as long as somebody waits; announcements say when it is time."""
        rhythm = Rhythm()
        try:
            with self._connect() as link:
                self._answer(link, statements.listening(self._settings))
                while True:
                    if self._saw(self._answer(link, statements.head(self._settings))[0][0]):
                        rhythm.grown()
                    with self._grown:
                        if self._closed or not self._waiters:
                            self._watcher = None
                            return
                    if any(True for _ in link.notifies(timeout=rhythm.pause(), stop_after=1)):
                        rhythm.heard()
        except (FactbookError, psycopg.Error) as error:
            with self._grown:
                self._watcher = None
                self._fault = error if isinstance(error, FactbookError) else fault(error, self._settings, False)
                self._grown.notify_all()

    def _saw(self, head: int) -> bool:
        with self._grown:
            grown = head > self._head
            if grown:
                self._head = head
                self._grown.notify_all()
        return grown

    def _announce(self) -> None:
        """Wake those who listen in other processes; in a transaction of its own, since an announcement in that of an
        append makes all commits of the server wait for each other."""
        now = time.monotonic()
        if now - self._announced < ANNOUNCED_EVERY:
            return
        self._announced = now
        try:
            self._ask(statements.announcing(self._settings))
        except FactbookError:  # it is recorded all the same, and those who wait also look by themselves
            return

    # Connections

    def _connect(self) -> Link:
        try:
            link = Link.connect(**self._settings.conninfo, autocommit=True)
        except psycopg.Error as error:
            raise unreachable(error, self._settings) from None
        try:
            fit(self._settings, self._answer(link, fitness(self._settings))[0])
        except FactbookError:
            link.close()
            raise
        return link

    @contextmanager
    def _link(self) -> Generator[Link]:
        """A connection to read with; waits while all are in use."""
        with self._slots:
            if self._closed:
                raise closed()
            link = self._idle.pop() if self._idle else None
            if link is None or not sound(link.pgconn):
                self._drop(link)
                link = self._connect()
            try:
                yield link
            except BaseException:  # an answer may still be on its way
                self._drop(link)
                raise
            self._idle.append(link)

    def _drop(self, link: Link | None) -> None:
        if link is not None:
            link.close()

    def _answer(self, link: Link, statement: Statement, appending: bool = False) -> Rows:
        try:
            return link.wait(link.asking.ask(statement))
        except psycopg.Error as error:
            raise fault(error, self._settings, appending) from None

    def close(self) -> None:
        """See :meth:`factbook.stores.Store.close`."""
        with self._mutex:
            self._closed = True
            self._idle_again.wait_for(lambda: not self._carrying)
        with self._grown:
            self._grown.notify_all()
        for _ in range(self._settings.connections):
            self._slots.acquire()
        for link in (*self._idle, *filter(None, [self._writer])):
            link.close()
        self._idle.clear()
        self._slots.release(self._settings.connections)
