"""A desk in a schema of PostgreSQL, beside the store's own."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any, Final

import psycopg

from factbook.errors import StoreUnavailable

from ._sql import TABLES, SqlDesk

__all__ = ["PostgresDesk"]

_LOCK: Final = 0x66616374
"""The advisory lock under which everything at the desk is done: one at a time, as in a file."""


class PostgresDesk(SqlDesk):
    """One connection for all threads; a lost one is replaced at the next call."""

    schema = "work."

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = RLock()
        self._db: psycopg.Connection[tuple[Any, ...]] | None = None
        with self._transaction():
            self._run("create schema if not exists work")
            for table in TABLES:
                self._run(table)

    @contextmanager
    def _transaction(self) -> Generator[None]:
        with self._lock:
            try:
                if self._db is None or self._db.closed:
                    self._db = psycopg.connect(self._url, autocommit=True, prepare_threshold=None)
                with self._db.transaction():
                    self._db.execute("select pg_advisory_xact_lock(%s)", (_LOCK,))
                    yield
            except psycopg.OperationalError as error:
                self.close()
                raise StoreUnavailable(f"the desk cannot be used now: {type(error).__name__}") from None

    def _run(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        assert self._db is not None
        done = self._db.execute(self._text(sql), values)  # pyright: ignore[reportArgumentType, reportCallIssue]  # our own text
        return done.fetchall() if done.description else []

    def _run_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        assert self._db is not None
        with self._db.cursor() as cursor:
            cursor.executemany(self._text(sql), values)  # pyright: ignore[reportArgumentType]  # our own text

    def _text(self, sql: str) -> Any:
        return sql.replace("{0}", self.schema).replace("?", "%s")

    def close(self) -> None:
        """See :meth:`factbook.desk.Desk.close`."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None
