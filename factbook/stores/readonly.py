"""Stores that are only looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn
from uuid import UUID

from attrs import frozen

from factbook.errors import StoreUnavailable
from factbook.queries import Query
from factbook.recording import AppendCondition, NewEvent, Page, Recorded

from . import Store, open_store

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

    def close(self) -> None:
        """See :meth:`factbook.stores.Store.close`."""
        self.store.close()


def open_read_only(url: str) -> ReadOnly:
    """The store of a URL, which is there already; raises :class:`~factbook.errors.StoreUnfit` if it is not.

    A file is opened in a way in which even a mistake could not write to it.
    """
    scheme, _, place = url.partition(":")
    if scheme != "sqlite":
        return ReadOnly(open_store(url))
    from .sqlite import SqliteStore
    from .sqlite.naming import named

    file, durability = named(place)
    return ReadOnly(SqliteStore(file, durability, read_only=True))
