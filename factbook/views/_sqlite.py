"""Views in a file of SQLite.

They can be built again, so a commit does not wait for the disk (WAL, synchronous NORMAL): after a power failure a view
may be a little behind what it was, never half of it.
"""

# pyright: reportUnknownMemberType=false
# (apsw's stubs leave out what numpy would be)

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import RLock
from typing import Any, Final, NoReturn

import apsw
import msgspec

from factbook.errors import StoreUnavailable, StoreUnfit
from factbook.stores.sqlite.faults import PASSING
from factbook.stores.sqlite.looking import looking

from ._columns import Column
from ._generated import statements
from ._place import Shape, TableFailed
from ._sql import OWN_TABLES, Dialect, Rows, SqlSession, shape_of

__all__ = ["SqlitePlace", "SqliteSight"]

BUSY: Final = 10_000
"""How many milliseconds a transaction waits for another process."""

CACHE: Final = 16_384
"""How many KiB of pages the connection that writes keeps: keys come in no order, so rows go to pages all over."""

CHECKPOINT: Final = 4_000
"""After how many pages (of 4 KiB) the log is written into the file: what changed often is written there once."""

_AS_THEY_ARE: Final = "where it may not be written, `factbook views --stale` shows them as they are"


class SqlitePlace:
    """A connection that writes, and as many that read as there are threads that do."""

    at_once = 100

    def __init__(self, path: str, package: str) -> None:
        self._path = path
        self._generated = statements(package, "sqlite")
        self._lock = RLock()
        self._readers: SimpleQueue[apsw.Connection] = SimpleQueue()
        self._closed = False
        try:
            self._writer = _connect(path)
            self._writer.execute(
                f"PRAGMA journal_mode = wal; PRAGMA cache_size = -{CACHE}; PRAGMA wal_autocheckpoint = {CHECKPOINT}"
            )
            with self.writing() as session:
                for table in OWN_TABLES:
                    session.run(table.replace("{schema}", ""), ())
        except (apsw.Error, StoreUnavailable, TableFailed) as error:
            raise StoreUnfit(f"{path} cannot hold views: {error}; {_AS_THEY_ARE}") from error

    def shape(self, view: str, row: type[Any], key: tuple[str, ...]) -> Shape:
        """See :meth:`factbook.views._place.Place.shape`."""
        return shape_of(self._generated, view, row, key)

    @contextmanager
    def writing(self) -> Generator[SqlSession]:
        """See :meth:`factbook.views._place.Place.writing`."""
        with self._lock, _faults():
            self._require_open()
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield _session(self._writer)
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Generator[SqlSession]:
        """See :meth:`factbook.views._place.Place.reading`."""
        with _faults():
            reader = self._reader()
            try:
                reader.execute("BEGIN")
                try:
                    yield _session(reader)
                finally:
                    reader.execute("ROLLBACK")
            finally:
                self._readers.put(reader)

    @contextmanager
    def loading(self) -> Generator[SqlSession]:
        """See :meth:`factbook.views._place.Place.loading`.

        The connection that writes still has the pages of its table in memory; others lose theirs by each commit.
        """
        with self._lock, _faults():
            self._require_open()
            self._writer.execute("BEGIN")
            try:
                yield _session(self._writer)
            finally:
                self._writer.execute("ROLLBACK")

    def _reader(self) -> apsw.Connection:
        self._require_open()
        try:
            return self._readers.get_nowait()
        except Empty:
            reader = _connect(self._path)
            reader.execute("PRAGMA query_only = 1")
            return reader

    def _require_open(self) -> None:
        if self._closed:
            raise StoreUnavailable("the views are closed")

    def close(self) -> None:
        """See :meth:`factbook.views._place.Place.close`."""
        with self._lock:
            self._closed = True
            with suppress(apsw.Error):  # a full disk: what is in the log stays there
                while not self._readers.empty():
                    self._readers.get().close()
                self._writer.close()


class SqliteSight:
    """Tables that are only looked at: nothing is changed, and each question is asked over a connection of its own."""

    at_once = 100

    def __init__(self, path: str, package: str) -> None:
        self._file = Path(path)
        self._generated = statements(package, "sqlite")

    def shape(self, view: str, row: type[Any], key: tuple[str, ...]) -> Shape:
        """See :meth:`factbook.views._place.Place.shape`."""
        return shape_of(self._generated, view, row, key)

    def writing(self) -> NoReturn:
        """Raises ``StoreUnavailable``."""
        raise StoreUnavailable("the views were opened to look at them")

    @contextmanager
    def reading(self) -> Generator[SqlSession]:
        """See :meth:`factbook.views._place.Place.reading`."""
        with _faults(), looking(self._file) as db:
            _collate(db)
            db.execute("BEGIN")
            yield _session(db)

    loading = reading

    def close(self) -> None:
        """See :meth:`factbook.views._place.Place.close`. There is nothing to let go of."""


@contextmanager
def _faults() -> Generator[None]:
    try:
        yield
    except PASSING as error:
        raise StoreUnavailable(f"the views cannot be used now: {error}") from error
    except (apsw.Error, UnicodeDecodeError) as error:  # or a text in the file is damaged
        raise TableFailed(f"{type(error).__name__}: {error}") from error


def _connect(path: str) -> apsw.Connection:
    db = apsw.Connection(path)
    db.set_busy_timeout(BUSY)
    # Without it SQLite plans a prepared statement anew whenever values are bound that its statistics might know.
    db.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
    # A report's own view may name a table while that is replaced.
    db.execute("PRAGMA synchronous = normal; PRAGMA legacy_alter_table = 1")
    _collate(db)
    return db


def _collate(db: apsw.Connection) -> None:
    db.create_collation("factbook_decimal", _by(Decimal))
    db.create_collation("factbook_duration", _by(_duration))


def _duration(text: str) -> timedelta:
    return msgspec.convert(text, timedelta)


def _by(read: Callable[[str], Decimal | timedelta]) -> Callable[[str, str], int]:
    """An order of texts by what they mean."""

    def compare(left: str, right: str) -> int:
        first: Any = read(left)
        second: Any = read(right)
        return int(first > second) - int(first < second)

    return compare


# The dialect ---------------------------------------------------------------------------------------------------------


def _session(db: apsw.Connection) -> SqlSession:
    def run(sql: str, values: Sequence[Any]) -> Rows:
        return list(db.execute(sql, tuple(values)))

    def many(sql: str, _: Sequence[Column], rows: Sequence[Sequence[Any]]) -> Rows:
        return list(db.executemany(sql, rows))

    return SqlSession(run, many, SQLITE)


def _values(columns: Sequence[Column]) -> str:
    return f"VALUES ({', '.join('?' * len(columns))})"


def _chosen(verb: str, table: str, key: Sequence[Column]) -> str:
    equal = " AND ".join(f't."{column.name}" = ?' for column in key)
    return f"{verb} {table} AS t WHERE {equal}"


_COLLATIONS: Final[dict[type[Any] | None, str]] = {
    Decimal: " COLLATE factbook_decimal",
    timedelta: " COLLATE factbook_duration",
}


def _order(column: Column, descending: bool) -> str:
    return f'"{column.name}"{_COLLATIONS.get(column.kind, "")}{" DESC" if descending else ""}'


SQLITE: Final = Dialect(
    "sqlite",
    schema="",
    clock="unixepoch('subsec')",
    lock="",
    order=_order,
    values=_values,
    chosen=_chosen,
)
