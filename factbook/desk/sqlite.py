"""A desk in a file of SQLite, or in memory."""

# pyright: reportUnknownMemberType=false
# (apsw's stubs leave out what numpy would be)

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any

import apsw

from factbook.errors import StoreUnavailable, StoreUnfit

from ._sql import TABLES, SqlDesk

__all__ = ["SqliteDesk"]

BUSY: int = 10_000
"""How many milliseconds a transaction waits for another process."""


class SqliteDesk(SqlDesk):
    """One connection for all threads: what is done at a desk is short. It is durable: WAL, synchronous FULL."""

    def __init__(self, path: str) -> None:
        self._lock = RLock()
        try:
            self._db = apsw.Connection(path)
            self._db.set_busy_timeout(BUSY)
            self._db.execute("pragma journal_mode = wal; pragma synchronous = full")
            with self._transaction():
                for table in TABLES:
                    self._run(table)
        except apsw.Error as error:
            raise StoreUnfit(f"{path} cannot be used as a desk: {error}") from error

    @contextmanager
    def _transaction(self) -> Generator[None]:
        with self._lock:
            try:
                self._db.execute("begin immediate")
                try:
                    yield
                except BaseException:
                    self._db.execute("rollback")
                    raise
                self._db.execute("commit")
            except (apsw.BusyError, apsw.FullError, apsw.IOError, apsw.ConnectionClosedError) as error:
                raise StoreUnavailable(f"the desk cannot be used now: {error}") from error

    def _run(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return list(self._db.execute(sql.replace("{0}", ""), tuple(values)))  # pyright: ignore[reportArgumentType]  # they are SQLite's

    def _run_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        self._db.executemany(sql.replace("{0}", ""), [tuple(row) for row in values])  # pyright: ignore[reportArgumentType]  # they are SQLite's

    def close(self) -> None:
        """See :meth:`factbook.desk.Desk.close`."""
        with self._lock:
            self._db.close()
