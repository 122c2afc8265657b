"""A database beside the events in a file of SQLite, or in memory."""

# pyright: reportUnknownMemberType=false
# (apsw's stubs leave out what numpy would be)

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any, Final, NoReturn

import apsw

from factbook.errors import StoreUnavailable, StoreUnfit
from factbook.stores.sqlite.faults import PASSING
from factbook.stores.sqlite.looking import looking

__all__ = ["SqliteBeside", "SqliteSight"]

BUSY: Final = 10_000
"""How many milliseconds a transaction waits for another process."""


class SqliteBeside:
    """One connection for all threads: what is done is short. It is durable: WAL, synchronous FULL."""

    def __init__(self, path: str, tables: Sequence[str]) -> None:
        self._lock = RLock()
        self.name = path
        try:
            self._db = apsw.Connection(path)
            self._db.set_busy_timeout(BUSY)
            # Without it SQLite plans prepared statements anew whenever values are bound that its statistics may know.
            self._db.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
            self._db.execute("pragma journal_mode = wal; pragma synchronous = full")
            with self.transaction():
                for table in tables:
                    self.run(table)
        except (apsw.Error, StoreUnavailable) as error:
            raise StoreUnfit(f"{path} cannot be used: {error}") from error

    @contextmanager
    def transaction(self) -> Generator[None]:
        """See :meth:`factbook.beside.Beside.transaction`."""
        with self._lock:
            try:
                self._db.execute("begin immediate")
                try:
                    yield
                    self._db.execute("commit")
                except BaseException:
                    if self._db.in_transaction:  # a full disk ends it by itself
                        self._db.execute("rollback")
                    raise
            except PASSING as error:
                raise StoreUnavailable(f"what is beside the events cannot be used now: {error}") from error
            except (apsw.Error, UnicodeDecodeError) as error:
                raise StoreUnfit(
                    f"{self.name} is damaged ({error}); remove it: it is made anew, and what it lacks then follows from"
                    " the events again"
                ) from error

    def run(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """See :meth:`factbook.beside.Beside.run`."""
        return list(self._db.execute(sql.replace("{0}", ""), tuple(values)))  # pyright: ignore[reportArgumentType]  # they are SQLite's

    def run_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """See :meth:`factbook.beside.Beside.run_many`."""
        self._db.executemany(sql.replace("{0}", ""), [tuple(row) for row in values])  # pyright: ignore[reportArgumentType]  # they are SQLite's

    def close(self) -> None:
        """See :meth:`factbook.beside.Beside.close`."""
        with self._lock, suppress(apsw.Error):  # a full disk: what is in the log stays there
            self._db.close()


class SqliteSight:
    """A file that is only looked at; each transaction has a connection of its own."""

    def __init__(self, path: str) -> None:
        self._file = Path(path)
        self._lock = RLock()
        self.name = path
        self._db: apsw.Connection | None = None

    @contextmanager
    def transaction(self) -> Generator[None]:
        """See :meth:`factbook.beside.Beside.transaction`."""
        with self._lock:
            try:
                with looking(self._file) as self._db:
                    yield
            except PASSING as error:
                raise StoreUnavailable(f"what is beside the events cannot be looked at now: {error}") from error
            except (apsw.Error, UnicodeDecodeError) as error:  # or a text in the file is damaged
                raise StoreUnfit(f"{self._file} cannot be read: {error}") from error

    def run(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """See :meth:`factbook.beside.Beside.run`."""
        assert self._db is not None
        return list(self._db.execute(sql.replace("{0}", ""), tuple(values)))  # pyright: ignore[reportArgumentType]  # they are SQLite's

    def run_many(self, sql: str, values: Iterable[Sequence[object]]) -> NoReturn:
        """Raises ``StoreUnavailable``."""
        raise StoreUnavailable(f"{self._file}: it was opened to look at it")

    def close(self) -> None:
        """See :meth:`factbook.beside.Beside.close`. There is nothing to let go of."""
