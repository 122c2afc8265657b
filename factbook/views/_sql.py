"""Tables by SQL, in the words that SQLite and PostgreSQL share; what differs is in :class:`Dialect`.

Beside the tables of views there are two: ``_progress``, how far each table has come, and ``_holders``, which process
updates which view.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias
from uuid import UUID

from attrs import frozen

from factbook.asking import Question
from factbook.errors import StoreUnfit

from ._columns import Column, RowForm, columns_of
from ._generated import Statements, column_names, renamed, table_name
from ._place import Key, Progress, Shape

__all__ = ["OWN_TABLES", "Dialect", "Rows", "SqlSession", "SqlTable", "shape_of", "table_of"]

Rows: TypeAlias = list[tuple[Any, ...]]
Run: TypeAlias = Callable[[str, Sequence[Any]], Rows]
"""Carries out a statement with ``?`` for values, and answers its rows."""

Many: TypeAlias = Callable[[str, Sequence[Column], Sequence[Sequence[Any]]], Rows]
"""Carries out a statement for each of many rows of values, which are those of the columns."""

OWN_TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS {schema}"_progress" (
    "view" text NOT NULL,
    "building" integer NOT NULL, -- 1 for a table that will take the place of the live one
    "generation" bigint NOT NULL,
    "fingerprint" text NOT NULL, -- of what makes the rows
    "position" bigint NOT NULL, -- up to which all events are in the table
    "event" text, -- the last one that changed it
    "stopped" text, -- why nothing more is added
    PRIMARY KEY ("view", "building")
)""",
    """CREATE TABLE IF NOT EXISTS {schema}"_holders" (
    "view" text NOT NULL PRIMARY KEY,
    "holder" text NOT NULL,
    "until" double precision NOT NULL -- seconds since 1970
)""",
)


class SqlTable(NamedTuple):
    """A view's table in a database."""

    name: str
    columns: tuple[Column, ...]
    rows: RowForm


class Dialect(NamedTuple):
    """What differs between databases.

    ``clock`` is the time in seconds, ``lock`` stands behind a question whose rows are then changed, ``order`` writes a
    column that rows are sorted by. The last two write parts of statements that are carried out for many rows:
    ``values`` what is put in, ``chosen`` (after ``FROM`` or ``DELETE FROM``) the rows ``t`` that have the keys.
    """

    name: str
    schema: str
    clock: str
    lock: str
    order: Callable[[Column, bool], str]
    values: Callable[[Sequence[Column]], str]
    chosen: Callable[[str, str, Sequence[Column]], str]


def shape_of(generated: Statements, view: str, row: type[Any], key: tuple[str, ...]) -> Shape:
    """How a view is kept, as it was generated."""
    if view not in generated:
        raise StoreUnfit(f"nothing was generated for the table of {view}: run `factbook generate`")
    return Shape(view, row, key, generated[view])


@cache
def table_of(shape: Shape, dialect: str) -> SqlTable:
    """The table of a view; kept, because reading annotations takes long."""
    columns = tuple(columns_of(shape.row, column_names(shape.statements), dialect))
    return SqlTable(table_name(shape.statements), columns, RowForm(shape.row, columns))


@frozen
class SqlSession:
    """See :class:`factbook.views._place.Session`."""

    run: Run
    many: Many
    dialect: Dialect

    # Progress --------------------------------------------------------------------------------------------------------

    def progress(self) -> list[Progress]:
        """See :meth:`factbook.views._place.Session.progress`."""
        return [_progress(values) for values in self.run(f"SELECT {_COLUMNS} FROM {self._own('_progress')}", ())]

    def create(self, shape: Shape, progress: Progress) -> bool:
        """See :meth:`factbook.views._place.Session.create`."""
        put = f"INSERT INTO {self._own('_progress')} ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
        if not self.run(f'{put} ON CONFLICT DO NOTHING RETURNING "view"', _values(progress)):
            return False
        table = table_of(shape, self.dialect.name)
        self.run(f"DROP TABLE IF EXISTS {self._name(table, progress)}", ())
        created = shape.statements
        for statement in renamed(created, table.name, progress.generation) if progress.building else created:
            self.run(statement, ())
        return True

    def advance(self, before: Progress, after: Progress) -> bool:
        """See :meth:`factbook.views._place.Session.advance`."""
        sets = ", ".join(f'"{name}" = ?' for name in _NAMES[2:])
        found = self.run(
            f'UPDATE {self._own("_progress")} SET {sets} WHERE "view" = ? AND "building" = ? AND "generation" = ? '
            'AND "position" = ? AND coalesce("stopped", \'\') = ? RETURNING "view"',
            [*_values(after)[2:], *_values(before)[:3], before.position, before.stopped or ""],
        )
        return bool(found)

    def drop(self, shape: Shape, progress: Progress) -> None:
        """See :meth:`factbook.views._place.Session.drop`."""
        self._forget(progress)
        self.run(f"DROP TABLE IF EXISTS {self._name(table_of(shape, self.dialect.name), progress)}", ())

    def swap(self, shape: Shape, live: Progress, built: Progress) -> bool:
        """See :meth:`factbook.views._place.Session.swap`."""
        found = self.run(
            f'SELECT {_COLUMNS} FROM {self._own("_progress")} WHERE "view" = ? ORDER BY "building"{self.dialect.lock}',
            [shape.view],
        )
        if [live, built] != [_progress(values) for values in found]:
            return False
        table = table_of(shape, self.dialect.name)
        self._forget(live)
        self.run(f"DROP TABLE IF EXISTS {self._name(table, live)}", ())
        self.run(f'ALTER TABLE {self._name(table, built)} RENAME TO "{table.name}"', ())
        self.run(f'UPDATE {self._own("_progress")} SET "building" = 0 WHERE "view" = ?', [shape.view])
        return True

    def _forget(self, progress: Progress) -> None:
        self.run(f'DELETE FROM {self._own("_progress")} WHERE "view" = ? AND "building" = ?', _values(progress)[:2])

    # Rows ------------------------------------------------------------------------------------------------------------

    def load(self, shape: Shape, progress: Progress, keys: Collection[Key]) -> Iterable[Any]:
        """See :meth:`factbook.views._place.Session.load`."""
        table = table_of(shape, self.dialect.name)
        by = _key(table, shape)
        names = ", ".join(f't."{column.name}"' for column in table.columns)
        sql = f"SELECT {names} {self.dialect.chosen('FROM', self._name(table, progress), by)}"
        return map(table.rows.row, self.many(sql, by, [_turned(key, by) for key in keys]))

    def write(self, shape: Shape, progress: Progress, rows: Collection[tuple[Key, Any]]) -> None:
        """See :meth:`factbook.views._place.Session.write`."""
        table = table_of(shape, self.dialect.name)
        by, name = _key(table, shape), self._name(table, progress)
        put = [table.rows.values(row) for _, row in rows if row is not None]
        gone = [_turned(key, by) for key, row in rows if row is None]
        if gone:
            self.many(self.dialect.chosen("DELETE FROM", name, by), by, gone)
        if put:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            keys = ", ".join(f'"{column.name}"' for column in by)
            others = [column.name for column in table.columns if column not in by]
            sets = ", ".join(f'"{other}" = excluded."{other}"' for other in others)
            sql = (
                f"INSERT INTO {name} ({names}) {self.dialect.values(table.columns)} "
                f"ON CONFLICT ({keys}) DO {f'UPDATE SET {sets}' if sets else 'NOTHING'}"
            )
            self.many(sql, table.columns, put)

    def select(self, shape: Shape, question: Question[Any], values: Mapping[str, Any]) -> list[Any]:
        """See :meth:`factbook.views._place.Session.select`."""
        table = table_of(shape, self.dialect.name)
        columns = table.rows.columns
        live = f'SELECT 1 FROM {self._own("_progress")} WHERE "view" = ? AND "building" = 0'
        if not self.run(live, [shape.view]):
            return []
        terms: list[str] = []
        asked: list[Any] = []
        for field, value in values.items():
            terms.append(f'"{columns[field].name}" {"IS NULL" if value is None else "= ?"}')
            if value is not None:
                asked.append(table.rows.value(field, value))
        orders = [
            self.dialect.order(columns[name.removeprefix("-")], name.startswith("-"))
            for name in (*question.order, *shape.key)
        ]
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        where = f" WHERE {' AND '.join(terms)}" if terms else ""
        limit = "" if question.limit is None else f" LIMIT {question.limit}"
        sql = f'SELECT {names} FROM {self.dialect.schema}"{table.name}"{where} ORDER BY {", ".join(orders)}{limit}'
        return list(map(table.rows.row, self.run(sql, asked)))

    # Holders ---------------------------------------------------------------------------------------------------------

    def claim(self, views: Sequence[str], holder: str, seconds: float) -> Collection[str]:
        """See :meth:`factbook.views._place.Session.claim`."""
        holders, clock = self._own("_holders"), self.dialect.clock
        for view in sorted(views):
            self.run(
                f'INSERT INTO {holders} AS h ("view", "holder", "until") VALUES (?, ?, {clock} + ?) '
                'ON CONFLICT ("view") DO UPDATE SET "holder" = excluded."holder", "until" = excluded."until" '
                f'WHERE h."holder" = excluded."holder" OR h."until" < {clock}',
                [view, holder, seconds],
            )
        held = {view for (view,) in self.run(f'SELECT "view" FROM {holders} WHERE "holder" = ?', [holder])}
        return [view for view in views if view in held]

    def release(self, holder: str) -> None:
        """See :meth:`factbook.views._place.Session.release`."""
        self.run(f'DELETE FROM {self._own("_holders")} WHERE "holder" = ?', [holder])

    # Names -----------------------------------------------------------------------------------------------------------

    def _own(self, table: str) -> str:
        return f'{self.dialect.schema}"{table}"'

    def _name(self, table: SqlTable, progress: Progress) -> str:
        number = f"~{progress.generation}" if progress.building else ""
        return f'{self.dialect.schema}"{table.name}{number}"'


_NAMES: Final = ("view", "building", "generation", "fingerprint", "position", "event", "stopped")
_COLUMNS: Final = ", ".join(f'"{name}"' for name in _NAMES)


def _values(progress: Progress) -> list[Any]:
    event = None if progress.event is None else str(progress.event)
    return [
        progress.view,
        int(progress.building),
        progress.generation,
        progress.fingerprint,
        progress.position,
        event,
        progress.stopped,
    ]


def _progress(values: Sequence[Any]) -> Progress:
    view, building, generation, fingerprint, position, event, stopped = values
    return Progress(
        view, bool(building), generation, fingerprint, position, None if event is None else UUID(event), stopped
    )


def _key(table: SqlTable, shape: Shape) -> list[Column]:
    return [table.rows.columns[field] for field in shape.key]


def _turned(key: Key, columns: Sequence[Column]) -> list[Any]:
    return [column.to(value) if column.to else value for value, column in zip(key, columns, strict=True)]
