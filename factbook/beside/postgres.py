"""A database beside the events in a schema of PostgreSQL."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any
from zlib import crc32

import psycopg

from factbook.errors import StoreUnavailable, StoreUnfit
from factbook.stores.postgres.settings import settings

__all__ = ["PostgresBeside"]


class PostgresBeside:
    """One connection for all threads; a lost one is replaced at the next call.

    All that is done in a schema is done under one advisory lock, one at a time, as in a file. With ``read_only``
    nothing is made or changed, and nobody waited for.
    """

    def __init__(self, url: str, name: str, tables: Sequence[str], *, read_only: bool = False) -> None:
        self._settings = settings(url)
        self._schema = self._settings.beside(name)
        self._key = crc32(f"factbook {self._settings.schema} {name}".encode())
        self._lock = RLock()
        self._db: psycopg.Connection[tuple[Any, ...]] | None = None
        self._read_only = read_only
        if read_only:
            return
        try:
            with self.transaction():
                if self.run("select to_regnamespace(?)", (self._schema,)) == [(None,)]:  # else one needs no right to
                    self.run(f"create schema {self._schema}")
                for table in tables:
                    self.run(table)
        except psycopg.Error as error:
            self.close()
            raise StoreUnfit(f"{self.name} cannot be used: {self._settings.clean(str(error))}") from None

    @property
    def name(self) -> str:
        """See :attr:`factbook.beside.Beside.name`."""
        return f"the schema {self._schema} of {self._settings.place}"

    def is_there(self) -> bool:
        """Whether anything was ever kept there."""
        with self.transaction():
            return self.run("select to_regnamespace(?)", (self._schema,)) != [(None,)]

    @contextmanager
    def transaction(self) -> Generator[None]:
        """See :meth:`factbook.beside.Beside.transaction`."""
        with self._lock:
            try:
                if self._db is None or self._db.closed:
                    self._db = psycopg.connect(**self._settings.conninfo, autocommit=True, prepare_threshold=None)
                    self._db.read_only = self._read_only
                with self._db.transaction():
                    if not self._read_only:
                        self._db.execute("select pg_advisory_xact_lock(%s)", (self._key,))
                    yield
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                self.close()
                text = self._settings.clean(str(error))
                raise StoreUnavailable(f"what is beside the events cannot be used now: {text}") from None
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction) as error:
                text = self._settings.clean(str(error))
                raise StoreUnfit(f"{self.name} cannot be used: {text}") from None

    def run(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """See :meth:`factbook.beside.Beside.run`."""
        assert self._db is not None
        done = self._db.execute(self._text(sql), values)
        return done.fetchall() if done.description else []

    def run_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """See :meth:`factbook.beside.Beside.run_many`."""
        assert self._db is not None
        with self._db.cursor() as cursor:
            cursor.executemany(self._text(sql), values)

    def _text(self, sql: str) -> Any:
        return sql.replace("{0}", f"{self._schema}.").replace("?", "%s")

    def close(self) -> None:
        """See :meth:`factbook.beside.Beside.close`."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None
