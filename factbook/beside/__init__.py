"""Small databases beside the events, for what is no truth about what happened: reactions that wait, kept states.

=====================  ==============================================================================================
events in              beside, for ``work``
=====================  ==============================================================================================
``memory:``            this process
``sqlite:shop.db``     the file ``shop.work.db`` (:mod:`factbook.stores.sqlite.sides`)
``postgresql://…``     the same database, in the schema ``work``; with ``?schema=old`` in ``old_work``
=====================  ==============================================================================================

SQL is written once: ``?`` stands for a value, ``{0}`` for the schema with a dot, or for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from factbook.errors import StoreUnfit

__all__ = ["Beside", "open_beside"]


class Beside(Protocol):
    """A database that does one transaction at a time; threads and processes wait for each other.

    What is committed is durable. Faults: :class:`~factbook.errors.StoreUnavailable`.
    """

    @property
    def name(self) -> str:
        """What to call it, for people: its file, or its schema and where that is."""
        ...

    def transaction(self) -> AbstractContextManager[object]:
        """A transaction that no other one overlaps."""
        ...

    def run(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement, inside of a transaction."""
        ...

    def run_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """A statement for each of several rows of values, inside of a transaction."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def open_beside(store_url: str, name: str, tables: Sequence[str], *, read_only: bool = False) -> Beside:
    """The database called ``name`` beside the store of a URL, with these tables, which are made if they are not there.

    With ``read_only`` nothing is made or changed: where there is nothing, the tables are empty. Raises
    :class:`~factbook.errors.StoreUnfit`.
    """
    scheme, _, rest = store_url.partition(":")
    from .sqlite import SqliteBeside, SqliteSight

    match scheme:
        case "memory":
            return SqliteBeside(":memory:", tables)
        case "sqlite":
            from factbook.stores.sqlite.naming import named
            from factbook.stores.sqlite.sides import side

            file = side(named(rest)[0], name)
            if not read_only:
                return SqliteBeside(str(file), tables)
            return SqliteSight(str(file)) if file.exists() else SqliteBeside(":memory:", tables)
        case "postgresql" | "postgres":
            from .postgres import PostgresBeside

            beside = PostgresBeside(store_url, name, tables, read_only=read_only)
            if not read_only or beside.is_there():
                return beside
            beside.close()
            return SqliteBeside(":memory:", tables)
        case _:
            raise StoreUnfit(f'there can be nothing beside a store of the kind "{scheme}"')
