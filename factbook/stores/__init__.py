"""Where events are kept: the port that every store fits, and how a store is named.

``memory:``               in this process, for as long as it lives
``sqlite:shop.db``        a file on this machine, durable; the path is relative to the current folder
``postgresql://…``        a database; needs the extra ``postgres``

What a store has to keep is written as tests: :mod:`factbook.testing.store_contract`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from factbook.errors import StoreUnfit
from factbook.queries import Query
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent, Page, Recorded

if TYPE_CHECKING:
    from threading import Event

__all__ = ["AsyncStore", "Store", "follow", "open_async_store", "open_store", "unknown"]


class Store(Protocol):
    """Events in the order in which they were committed. May be used by several threads at once.

    A position is an ``int`` above 0 that grows in the order of commits; gaps are allowed, but no reader sees a position
    before everything below it is settled. Faults: :class:`~factbook.errors.StoreUnavailable`, and for ``append``
    :class:`~factbook.errors.OutcomeUnknown` and :class:`~factbook.errors.EventIdTaken`.
    """

    def read(
        self,
        query: Query,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Page:
        """The events of a query with ``after < position <= until``, in their order.

        ``backwards`` begins with the newest one. ``limit`` is how many there are at most.
        """
        ...

    def append(self, events: Sequence[NewEvent], condition: AppendCondition | None = None) -> Appended | Conflict:
        """Record events, at least one, all or none, if the condition holds; what is answered is durable.

        If all ids are there already, with the same types, data and tags, the first answer is given again, and marked as
        ``again``, whatever the condition says, and nothing is recorded. Raises ``EventIdTaken`` if they are there with
        anything else, if only some of them are there, or if one stands twice in ``events``.
        """
        ...

    def find(self, ids: Sequence[UUID]) -> list[Recorded]:
        """The events of these ids that are there, in the order of their positions."""
        ...

    def wait(self, after: int, timeout: float) -> int:
        """The head, as soon as it is beyond ``after``, or when ``timeout`` seconds have passed."""
        ...

    def close(self) -> None:
        """Let go of everything; what was begun is ended first. A closed store answers ``StoreUnavailable``."""
        ...


class AsyncStore(Protocol):
    """A :class:`Store` for asyncio; the same words with the same meaning."""

    def read(
        self,
        query: Query,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> Awaitable[Page]:
        """See :meth:`Store.read`."""
        ...

    def append(
        self, events: Sequence[NewEvent], condition: AppendCondition | None = None
    ) -> Awaitable[Appended | Conflict]:
        """See :meth:`Store.append`. A task that is cancelled meanwhile does not know whether it was recorded."""
        ...

    def find(self, ids: Sequence[UUID]) -> Awaitable[list[Recorded]]:
        """See :meth:`Store.find`."""
        ...

    def wait(self, after: int, timeout: float) -> Awaitable[int]:
        """See :meth:`Store.wait`."""
        ...

    def close(self) -> Awaitable[None]:
        """See :meth:`Store.close`."""
        ...


def open_store(url: str) -> Store:
    """The store of a URL; raises :class:`~factbook.errors.StoreUnfit` if there can be none."""
    scheme, _, place = url.partition(":")
    match scheme:
        case "memory":
            from .memory import MemoryStore

            return MemoryStore()
        case "postgresql" | "postgres":
            with _needing("postgres"):
                from .postgres import PostgresStore

            return PostgresStore(url)
        case "sqlite":
            from .sqlite import open_sqlite

            return open_sqlite(place)
        case _:
            raise unknown(url)


def unknown(url: str) -> StoreUnfit:
    """What is said of a URL that names no kind of store; what may be a password in it is left out."""
    scheme, colon, _ = url.partition(":")
    if not colon:
        return StoreUnfit(f'"{url}" is no URL of a store: for a file, write sqlite:{url}')
    return StoreUnfit(f'there is no kind of store called "{scheme}": write memory:, sqlite:FILE or postgresql://…')


def open_async_store(url: str) -> AsyncStore:
    """The store of a URL, for asyncio; raises :class:`~factbook.errors.StoreUnfit` if there can be none."""
    scheme, _, place = url.partition(":")
    match scheme:
        case "memory":
            from .threads import ThreadedStore

            return ThreadedStore(open_store(url))
        case "postgresql" | "postgres":
            with _needing("postgres"):
                from .postgres import AsyncPostgresStore

            return AsyncPostgresStore(url)
        case "sqlite":
            from .sqlite import open_sqlite
            from .sqlite.aio import AsyncSqliteStore

            return AsyncSqliteStore(open_sqlite(place))
        case _:
            raise unknown(url)


@contextmanager
def _needing(extra: str) -> Generator[None]:
    """Names the extra when a package is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise StoreUnfit(f'this kind of store needs {error.name}: pip install "factbook[{extra}]"') from error


PAGE = 1_000
"""How many events are read at a time."""


def follow(store: Store, query: Query, after: int = 0, *, stop: Event | None = None) -> Iterator[Recorded]:
    """Every event of a query beyond a position, first those that are there, then each new one as it comes.

    Nothing is skipped or reordered. It ends when ``stop`` is set, which is looked at ten times a second.
    """
    while stop is None or not stop.is_set():
        page = store.read(query, after, limit=PAGE)
        yield from page.events
        if len(page.events) == PAGE:
            after = page.events[-1].position
        else:
            after = max(after, page.head)
            store.wait(after, 0.1)
