"""Stores that are only looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NoReturn
from uuid import UUID

from attrs import frozen

from factbook.errors import StoreUnavailable
from factbook.queries import Query
from factbook.recording import AppendCondition, NewEvent, Page, Recorded

from . import Store, open_store
from .checking import Checking

__all__ = ["ReadOnly", "open_read_only"]


@frozen
class ReadOnly:
    """A store to which nothing can be appended."""

    store: Store

    def read(
        self,
        query: Query,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Page:
        """See :meth:`factbook.stores.Store.read`."""
        return self.store.read(query, after, until, limit, backwards)

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> NoReturn:
        """Raises ``StoreUnavailable``."""
        raise StoreUnavailable("the store was opened for reading only")

    def find(self, ids: Sequence[UUID]) -> list[Recorded]:
        """See :meth:`factbook.stores.Store.find`."""
        return self.store.find(ids)

    def wait(self, after: int, timeout: float) -> int:
        """See :meth:`factbook.stores.Store.wait`."""
        return self.store.wait(after, timeout)

    def damage(self) -> Iterator[str]:
        """See :meth:`factbook.stores.checking.Checking.damage`; nothing, if the store cannot look at itself."""
        if isinstance(self.store, Checking):
            yield from self.store.damage()

    def close(self) -> None:
        """See :meth:`factbook.stores.Store.close`."""
        self.store.close()


def open_read_only(url: str) -> Store:
    """The store of a URL, which is there already; raises :class:`~factbook.errors.StoreUnfit` if it is not.

    Nothing is changed by opening it, nor by a mistake afterwards: a file is opened so that SQLite cannot write, and in
    PostgreSQL only what is STABLE is asked for. So a backup that nobody may write to, a role that may only SELECT, or a
    session that is read-only will do.
    """
    scheme, _, place = url.partition(":")
    if scheme != "sqlite":
        return ReadOnly(open_store(url))
    from .sqlite.naming import named
    from .sqlite.reader import SqliteReader

    return SqliteReader(named(place)[0])
