"""Views in PostgreSQL, in the schema ``views`` (``old_views``, where the URL says ``schema=old``).

They can be built again, so a commit does not wait for the disk (``synchronous_commit`` off): after a crash of the
server a view may be a little behind what it was, never half of it. Nothing outlives a transaction but the connection,
so a proxy may stand between that pools transactions.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from queue import Empty, SimpleQueue
from typing import Any, Final, LiteralString
from uuid import UUID

import psycopg
from psycopg.types.string import TextLoader

from factbook.errors import StoreUnavailable, StoreUnfit
from factbook.stores.postgres.settings import settings

from ._columns import Column
from ._generated import statements
from ._place import Shape, TableFailed
from ._sql import OWN_TABLES, Dialect, Rows, SqlSession, shape_of

__all__ = ["PostgresPlace"]

GENERATED: Final = '"views".'
"""Where the generated SQL makes its tables."""

LOCK: Final = 0x766965777321
"""What is locked while the schema is made."""

_UTC: Final = "SET LOCAL timezone = 'UTC'; SET LOCAL intervalstyle = 'postgres'"
_WRITE: Final = (
    f"BEGIN ISOLATION LEVEL READ COMMITTED; {_UTC}; SET LOCAL synchronous_commit = off; SET LOCAL lock_timeout = '10s'"
)
_READ: Final = f"BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY; {_UTC}"
"""Each statement has a snapshot of its own: one from before a swap would not see the rows of the table after it."""


class PostgresPlace:
    """As many connections as there are threads that use it at once. With ``read_only`` nothing is made or changed."""

    at_once = 500

    def __init__(self, url: str, package: str, *, read_only: bool = False) -> None:
        self._settings = settings(url)
        schema = self._schema = self._settings.beside("views")
        self._dialect = POSTGRESQL._replace(schema=f'"{schema}".')
        self._generated = {
            view: tuple(one.replace(GENERATED, self._dialect.schema, 1) for one in made)
            for view, made in statements(package, "postgresql").items()
        }
        self._idle: SimpleQueue[psycopg.Connection[tuple[Any, ...]]] = SimpleQueue()
        self._closed = False
        if read_only:
            return
        try:
            with self.writing() as session:
                _set_up(session, schema)
        except TableFailed as error:
            raise StoreUnfit(f"the schema {schema} of {self._settings.place} cannot be used: {error}") from None

    def is_there(self) -> bool:
        """Whether anything was ever kept there."""
        with self.reading() as session:
            return session.run("SELECT to_regclass(?)", [f"{self._schema}._holders"]) != [(None,)]

    def shape(self, view: str, row: type[Any], key: tuple[str, ...]) -> Shape:
        """See :meth:`factbook.views._place.Place.shape`."""
        return shape_of(self._generated, view, row, key)

    @contextmanager
    def writing(self) -> Generator[SqlSession]:
        """See :meth:`factbook.views._place.Place.writing`."""
        with self._begun(_WRITE) as db:
            yield _session(db, self._dialect)

    @contextmanager
    def reading(self) -> Generator[SqlSession]:
        """See :meth:`factbook.views._place.Place.reading`."""
        with self._begun(_READ) as db:
            yield _session(db, self._dialect)

    loading = reading

    @contextmanager
    def _begun(self, begin: LiteralString) -> Generator[psycopg.Connection[tuple[Any, ...]]]:
        """A connection in a transaction; kept for others unless it broke."""
        if self._closed:
            raise StoreUnavailable("the views are closed")
        db = self._connection(begin)
        try:
            try:
                yield db
            except BaseException:
                with suppress(psycopg.Error):
                    db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise StoreUnavailable(f"the views cannot be used now: {self._said(error)}") from None
        except psycopg.Error as error:
            raise TableFailed(f"{type(error).__name__}: {self._said(error)}") from None
        finally:
            if db.closed or self._closed:
                db.close()
            else:
                self._idle.put(db)

    def _connection(self, begin: LiteralString) -> psycopg.Connection[tuple[Any, ...]]:
        """One that was idle, if the server still knows it, or a new one; a transaction has begun on it."""
        with suppress(Empty):
            while True:
                db = self._idle.get_nowait()
                try:
                    db.execute(begin)
                except psycopg.Error:
                    db.close()
                else:
                    return db
        try:
            db = psycopg.connect(**self._settings.conninfo, autocommit=True, prepare_threshold=None)
            db.adapters.register_loader("json", TextLoader)
            db.execute(begin)
        except psycopg.Error as error:
            raise StoreUnavailable(f"the views cannot be reached: {self._said(error)}") from None
        return db

    def _said(self, error: psycopg.Error) -> str:
        text = error.diag.message_primary or str(error).strip() or type(error).__name__
        return self._settings.clean(text)

    def close(self) -> None:
        """See :meth:`factbook.views._place.Place.close`."""
        self._closed = True
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()


def _set_up(session: SqlSession, schema: str) -> None:
    """Make the schema and what every view needs, unless it is there: then nobody has to be allowed to."""
    session.run("SELECT pg_advisory_xact_lock(?)", [LOCK])
    if session.run("SELECT to_regnamespace(?)", [schema]) == [(None,)]:
        session.run(f'CREATE SCHEMA "{schema}"', ())
    if session.run("SELECT to_regclass(?)", [f"{schema}._holders"]) == [(None,)]:
        for table in OWN_TABLES:
            session.run(table.replace("{schema}", session.dialect.schema), ())


# The dialect ---------------------------------------------------------------------------------------------------------


def _session(db: psycopg.Connection[tuple[Any, ...]], dialect: Dialect) -> SqlSession:
    def run(sql: str, values: Sequence[Any]) -> Rows:
        statement: Any = sql.replace("?", "%s") if values else sql
        found = db.execute(statement, values or None)
        return found.fetchall() if found.description is not None else []

    def many(sql: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> Rows:
        """One statement for all rows, each column an array."""
        return run(sql, [list(values) for values in zip(*rows, strict=True)]) if rows else []

    return SqlSession(run, many, dialect)


_TYPES: Final[dict[type[Any] | None, str]] = {
    str: "text",
    int: "bigint",
    float: "double precision",
    bool: "boolean",
    Decimal: "numeric",
    UUID: "uuid",
    date: "date",
    datetime: "timestamptz",
    timedelta: "interval",
    bytes: "bytea",
    None: "json",
}


def _arrays(columns: Sequence[Column]) -> str:
    return f"unnest({', '.join(f'?::{_TYPES[column.kind]}[]' for column in columns)})"


def _values(columns: Sequence[Column]) -> str:
    return f"SELECT * FROM {_arrays(columns)}"


def _chosen(verb: str, table: str, key: Sequence[Column]) -> str:
    names = ", ".join(f"k{number}" for number, _ in enumerate(key))
    equal = " AND ".join(f't."{column.name}" = k.k{number}' for number, column in enumerate(key))
    joined = "CROSS JOIN" if verb == "FROM" else "USING"
    return f"{verb} {table} AS t {joined} {_arrays(key)} AS k({names}) WHERE {equal}"


def _order(column: Column, descending: bool) -> str:
    """Nothing is less than something."""
    if not column.optional:
        return f'"{column.name}"{" DESC" if descending else ""}'
    return f'"{column.name}" {"DESC NULLS LAST" if descending else "NULLS FIRST"}'


POSTGRESQL: Final = Dialect(
    "postgresql",
    schema=GENERATED,
    clock="extract(epoch FROM clock_timestamp())::double precision",
    lock=" FOR UPDATE",
    order=_order,
    values=_values,
    chosen=_chosen,
)
