"""Events in a file of SQLite: durable, without a server, for several threads and processes of one machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Condition, Lock
from typing import Final, TypeVar
from uuid import UUID

import apsw

from factbook.errors import StoreUnavailable
from factbook.forks import generation
from factbook.queries import Query
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Page, Recorded
from factbook.stores.tagging import Retag

from . import checking, faults, reading, retagging
from .database import Database
from .files import Durability, connect, prepare
from .naming import named
from .window import Window, page
from .writing import Request, Writer

__all__ = ["Durability", "SqliteStore", "open_sqlite"]

T = TypeVar("T")

_POLL: Final = 0.01
"""Seconds between two looks at what other processes have appended."""

_CALM: Final = 32
"""So many reads in a row have seen nothing new when the file is mapped into memory for the next ones.

SQLite lets go of the mapping whenever something was written, and to make it again costs more than a few reads.
"""


class SqliteStore:
    """A store in a file, which is made if it is not there; its folder has to be.

    ``timeout`` is for how many seconds other processes may keep it from writing. Raises
    :class:`~factbook.errors.StoreUnfit` if the file, its place or the SQLite library will not do.
    """

    def __init__(
        self,
        file: Path | str,
        durability: Durability = Durability.FULL,
        timeout: float = 10.0,
    ) -> None:
        self.file = Path(file).absolute()
        self._generation = generation()
        self._closed = False
        self._grown = Condition()
        self._window = Window()
        self._hearers: list[Callable[[], object]] = []
        self._idle: tuple[list[Database], list[Database]] = [], []
        self._seen = self._calm = 0
        self._connect = partial(connect, self.file, durability, timeout)
        first = prepare(self.file, durability, timeout)
        self._writer = Writer(self.file, self._window, self._connect, self._notify, first)

    def __repr__(self) -> str:
        return f"SqliteStore({str(self.file)!r})"

    def read(
        self,
        query: Query,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Page:
        """See :meth:`factbook.stores.Store.read`."""

        def question(db: Database) -> Page:
            return page(db, self._window, query, after, until, limit, backwards)

        return self._reading(question, mapped=not query.everything and self._is_calm())

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        """See :meth:`factbook.stores.Store.append`."""
        turn = Lock()
        turn.acquire()
        request = Request.of(events, condition, turn.release)
        if not self.submit(request):
            turn.acquire()
        if request.answer is None and (following := self.lead()):
            following.done()
        return request.result()

    def submit(self, request: Request) -> bool:
        """Let an append wait for its turn; says whether the caller has to :meth:`lead`, since nobody else does."""
        self._check()
        return self._writer.submit(request)

    def lead(self) -> Request | None:
        """Answer the appends that wait, together; the one that is answered has come meanwhile and has to lead next."""
        return self._writer.lead()

    def find(self, ids: Sequence[UUID]) -> list[Recorded]:
        """See :meth:`factbook.stores.Store.find`."""
        return self._reading(lambda db: reading.at_ids(db, [one.bytes for one in ids], reading.head(db)))

    def wait(self, after: int, timeout: float) -> int:
        """See :meth:`factbook.stores.Store.wait`."""
        deadline = time.monotonic() + timeout
        while (head := self._reading(reading.head)) <= after and (rest := deadline - time.monotonic()) > 0:
            with self._grown:
                if self._window.head <= after and not self._closed:
                    self._grown.wait(min(rest, _POLL))
        return head

    def tag_note(self) -> str:
        """See :meth:`factbook.stores.tagging.Retagging.tag_note`."""
        return self._reading(retagging.note)

    def retag(self, changes: Sequence[Retag], known: str, note: str) -> bool:
        """See :meth:`factbook.stores.tagging.Retagging.retag`.

        Other processes that have opened the file before may go on to find the newest events by their old tags.
        """
        return self._reading(lambda db: retagging.retag(db, self._window, changes, known, note))

    def damage(self) -> Iterator[str]:
        """See :meth:`factbook.stores.checking.Checking.damage`."""
        yield from self._reading(lambda db: list(checking.damage(db)))

    def close(self) -> None:
        """See :meth:`factbook.stores.Store.close`."""
        self._closed = True
        self._notify()
        self._writer.close()
        for idle in self._idle:
            with suppress(IndexError):
                while True:
                    db = idle.pop()
                    with suppress(apsw.Error):  # a full disk: what is in the log stays there
                        db.close()

    def hear(self, hearer: Callable[[], object]) -> None:
        """Call this, in whatever thread, whenever this process has appended."""
        self._hearers.append(hearer)

    def _notify(self) -> None:
        with self._grown:
            self._grown.notify_all()
        for hearer in self._hearers:
            hearer()

    def _is_calm(self) -> bool:
        """Whether only reading goes on; several threads may ask, and miscount a little."""
        if self._seen != (head := self._window.head):
            self._seen, self._calm = head, 0
        self._calm += 1
        return self._calm > _CALM

    def _reading(self, question: Callable[[Database], T], mapped: bool = False) -> T:
        """What a question answers that is asked of a connection that nobody else uses meanwhile.

        Where pages are read here and there, it is faster to have the file ``mapped`` into memory. Not where all of it
        is read: all of it would count as memory of this process.
        """
        self._check()
        idle = self._idle[mapped]
        try:
            db = idle.pop()
        except IndexError:
            db = None
        try:
            db = db or self._connect(mapped)
            return question(db)
        except (apsw.Error, UnicodeDecodeError) as error:  # or a text in the file is damaged
            if db is not None:
                with suppress(apsw.Error):
                    db.close()  # the next question is asked of a new one
                db = None
            raise faults.unavailable(error, self.file) from error
        finally:
            if db is not None:
                idle.append(db)
                if self._closed:
                    self.close()

    def _check(self) -> None:
        if self._closed:
            raise StoreUnavailable(f"{self.file}: the store is closed")
        if self._generation != generation():
            raise StoreUnavailable(f"{self.file}: it was opened before this process was forked: open it again here")


def open_sqlite(place: str) -> SqliteStore:
    """The store of a URL, of which ``place`` is what follows ``sqlite:``."""
    return SqliteStore(*named(place))
