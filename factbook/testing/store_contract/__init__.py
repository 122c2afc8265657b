"""What every store has to keep, as tests that an adapter runs on itself by giving one factory:

    class TestSqlite(StoreContract):
        def open(self, place: Path) -> Store:
            return SqliteStore(place / "events.db")

The tests are the words of :class:`factbook.stores.Store`, taken one by one; then the same beside a plain definition,
under Hypothesis; then races of threads, of openings and of processes, some of which are killed. What a store cannot do
is said by overriding an attribute of :class:`StoreContract`. A store for asyncio is held to the same tests by
:class:`AsyncStoreContract`. Needs the extra ``test``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.lazy import lazy_exports

if TYPE_CHECKING:
    from ._whole import AsyncStoreContract, StoreContract
else:  # the processes that race and are killed need neither pytest nor Hypothesis, which take longer than their races
    __getattr__, __dir__ = lazy_exports(__name__, {"_whole": ("AsyncStoreContract", "StoreContract")})

__all__ = ["AsyncStoreContract", "StoreContract"]
