"""How a statement is asked over a connection: for both twins, each of which waits in its own way.

A cursor of psycopg adapts each parameter and describes each result anew, and has the server plan each statement anew;
together that takes longer than the answer. So values travel as they are here, and what is asked often is prepared.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any, Final, TypeAlias

import psycopg
from psycopg.abc import PQGen
from psycopg.adapt import Transformer
from psycopg.errors import DuplicatePreparedStatement, InvalidSqlStatementName, error_from_result
from psycopg.generators import execute
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from .statements import Form, Statement

__all__ = ["Asking", "Rows"]

Rows: TypeAlias = Sequence[tuple[Any, ...]]

_BINARY: Final = 1


class Asking:
    """What one connection is asked. The generators yield what they wait for, as psycopg has it.

    A proxy may give each transaction another connection to the server, where nothing was prepared, or somebody else
    prepared the same. Then the server refuses before it does anything, and from there on nothing is prepared.
    """

    def __init__(self, connection: psycopg.Connection[Any] | psycopg.AsyncConnection[Any]) -> None:
        self._connection = connection.pgconn
        self._reader = Transformer(connection)
        self._known: set[bytes] = set()
        self._prepares = True

    def ask(self, statement: Statement) -> PQGen[Rows]:
        """The rows of the answer. Raises :class:`psycopg.Error`."""
        result = yield from self._asked(statement)
        self._reader.set_pgresult(result)
        rows: Rows = self._reader.load_rows(0, result.ntuples, tuple)
        self._reader.set_pgresult(None)
        return rows

    def _asked(self, statement: Statement) -> PQGen[PGresult]:
        form, values = statement
        formats = [_BINARY] * len(values)
        if form.name and self._prepares:
            try:
                if form.name not in self._known:
                    yield from self._prepare(form)
                self._connection.send_query_prepared(form.name, values, formats, _BINARY)
                return (yield from self._answer())
            except (InvalidSqlStatementName, DuplicatePreparedStatement):
                self._prepares = False
        self._connection.send_query_params(form.text, values, form.types, formats, _BINARY)
        return (yield from self._answer())

    def _prepare(self, form: Form) -> Generator[Any, Any, None]:
        self._connection.send_prepare(form.name, form.text, form.types)
        yield from self._answer()
        self._known.add(form.name)

    def _answer(self) -> PQGen[PGresult]:
        result: PGresult
        *_, result = yield from execute(self._connection)
        if result.status == ExecStatus.FATAL_ERROR:
            raise error_from_result(result)
        return result
