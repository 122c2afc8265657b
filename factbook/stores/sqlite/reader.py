"""A store in a file that is only looked at."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Final, NoReturn, TypeVar
from uuid import UUID

import apsw

from factbook.errors import FactbookError, StoreUnavailable, StoreUnfit
from factbook.forks import generation
from factbook.queries import Query
from factbook.recording import AppendCondition, NewEvent, Page, Recorded

from . import checking, faults, reading
from .database import Database
from .files import fit, fit_library, unfit
from .looking import Look, look
from .window import Window, page

__all__ = ["SqliteReader"]

T = TypeVar("T")

_POLL: Final = 0.02
"""Seconds between two looks at what others have appended."""

_TRIES: Final = 20
"""How often a question is asked, of a file that others write to and close each time."""


class SqliteReader:
    """A store in a file that is there. Nothing is ever written to it or made beside it; see :mod:`.looking`.

    Others may write to it meanwhile. Several threads take turns. Raises :class:`~factbook.errors.StoreUnfit` if there
    is no store of today: one of an older factbook is not upgraded.
    """

    def __init__(self, file: Path | str) -> None:
        self.file = Path(file).absolute()
        self._generation = generation()
        self._lock = RLock()
        self._closed = False
        self._look: Look | None = None
        self._window = Window()
        fit_library()
        self._ask(reading.head, unfit)

    def __repr__(self) -> str:
        return f"SqliteReader({str(self.file)!r})"

    def read(
        self,
        query: Query,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Page:
        """See :meth:`factbook.stores.Store.read`."""
        return self._ask(lambda db: page(db, self._window, query, after, until, limit, backwards))

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> NoReturn:
        """Raises ``StoreUnavailable``."""
        raise StoreUnavailable(f"{self.file}: it was opened to look at it")

    def find(self, ids: Sequence[UUID]) -> list[Recorded]:
        """See :meth:`factbook.stores.Store.find`."""
        return self._ask(lambda db: reading.at_ids(db, [one.bytes for one in ids], reading.head(db)))

    def wait(self, after: int, timeout: float) -> int:
        """See :meth:`factbook.stores.Store.wait`."""
        deadline = time.monotonic() + timeout
        while (head := self._ask(reading.head)) <= after and (rest := deadline - time.monotonic()) > 0:
            time.sleep(min(rest, _POLL))
        return head

    def damage(self) -> Iterator[str]:
        """See :meth:`factbook.stores.checking.Checking.damage`."""
        yield from self._ask(lambda db: list(checking.damage(db)))

    def close(self) -> None:
        """See :meth:`factbook.stores.Store.close`."""
        with self._lock:
            self._closed = True
            self._let_go()

    def _ask(
        self,
        question: Callable[[Database], T],
        told: Callable[[apsw.Error | UnicodeDecodeError, Path], FactbookError] = faults.unavailable,
    ) -> T:
        """What a question answers, if nobody has written to the file meanwhile; else it is asked anew."""
        with self._lock:
            self._check()
            for _ in range(_TRIES):
                try:
                    if self._look is None:
                        self._look = look(self.file)
                        fit(self._look.db, self.file)
                    answer = question(self._look.db)
                except (apsw.Error, UnicodeDecodeError, StoreUnfit) as error:
                    if self._look is None or self._look.holds():
                        self._let_go()
                        raise error if isinstance(error, StoreUnfit) else told(error, self.file) from None
                else:
                    if self._look.holds():
                        return answer
                self._let_go()
            raise StoreUnavailable(f"{self.file}: it is written to again and again: look at it later")

    def _check(self) -> None:
        if self._closed:
            raise StoreUnavailable(f"{self.file}: the store is closed")
        if self._generation != generation():
            raise StoreUnavailable(f"{self.file}: it was opened before this process was forked: open it again here")

    def _let_go(self) -> None:
        """Of the connection, and of all that was read."""
        if self._look is not None:
            with suppress(apsw.Error):
                self._look.db.close()
        self._look, self._window = None, Window()
