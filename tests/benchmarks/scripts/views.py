"""Programs about a view kept up to date: ``python -m tests.benchmarks.scripts.views WHAT URL EVENTS``.

``prepare`` records orders, each placed, confirmed and cancelled, a hundred side by side. The others print how many
seconds they took: ``view`` keeps a view of them in a table from the first event to the last, ``rows`` writes its rows
into such a table in batches as large and in the order of the events, ready as they are, and ``fold`` reads and decodes
the events and folds them into rows that go nowhere.
"""

# pyright: reportUnknownMemberType=false
# (apsw's stubs leave out what numpy would be)

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

import apsw
import attrs

from deciders.shop import shop
from factbook.queries import Query, QueryItem
from factbook.recording import Metadata, derived_id
from factbook.stores import Store, open_store
from factbook.translation import Translation
from factbook.views import Views
from factbook.views._generated import statements
from factbook.views._place import Shape
from factbook.views._sql import table_of
from factbook.views._sqlite import CACHE, CHECKPOINT
from factbook.views._upkeep import PAGE, PAGES
from generated.shop import OrderId
from generated.shop.ordering import OrderCancelled, OrderConfirmed, OrderPlaced, OrderSummary
from tests.factbook.views.histories import told

VIEW: Final = "ordering.OrderSummary"
SYSTEM: Final = attrs.evolve(shop, views={VIEW: shop.views[VIEW]})
TRANSLATION: Final = Translation(SYSTEM)
ORDER: Final = [
    event for event in told("An order nobody pays") if isinstance(event, OrderPlaced | OrderConfirmed | OrderCancelled)
]
"""The life of an order, in three events."""


def prepare(url: str, count: int) -> None:
    """Record the events of orders that go on side by side, a hundred at a time."""
    store = open_store(url)
    for first in range(0, count // len(ORDER), 100):
        orders = [OrderId(derived_id(UUID(int=1), f"order {number}")) for number in range(first, first + 100)]
        events = [attrs.evolve(event, order_id=order) for event in ORDER for order in orders]
        store.append(list(TRANSLATION.new_events(events, derived_id(UUID(int=2), str(first)), Metadata())))
    store.close()


def view(store: Store, url: str) -> None:
    """Keep the view."""
    with Views(SYSTEM, url) as views:
        views.catch_up(store)


def fold(store: Store, _: str) -> None:
    """Fold the events of all orders into their rows."""
    evolve, rows = shop.views[VIEW].evolve, dict[Any, Any]()
    query = Query((QueryItem(tuple(TRANSLATION.name_of(type(event)) for event in ORDER)),))
    for events in _pages(store, query):
        for event in map(TRANSLATION.decode, events):
            rows[event.order_id] = evolve(rows.get(event.order_id), event)


def rows(store: Store, url: str) -> float:
    """Write the rows that the view has in the end, in the order of their first events; only the writing is measured."""
    with Views(SYSTEM, "memory:") as views:
        views.catch_up(store)
        made = {row.order_id: row for row in views.rows(OrderSummary)}
    placed = Query((QueryItem((TRANSLATION.name_of(OrderPlaced),)),))
    ids = [order.order_id for events in _pages(store, placed) for order in map(TRANSLATION.decode, events)]
    table = table_of(Shape(VIEW, OrderSummary, ("order_id",), statements(SYSTEM.package, "sqlite")[VIEW]), "sqlite")
    ready = [table.rows.values(made.pop(order)) for order in ids]
    db = apsw.Connection(f"{url.removeprefix('sqlite:')}.rows.db")
    db.execute(
        f"PRAGMA journal_mode = wal; PRAGMA synchronous = normal; PRAGMA cache_size = -{CACHE}; "
        f"PRAGMA wal_autocheckpoint = {CHECKPOINT}"
    )
    db.execute("".join(statements(SYSTEM.package, "sqlite")[VIEW]))
    db.execute("CREATE TABLE progress (position INTEGER)")
    put = f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(table.columns))})'
    batch = PAGE * PAGES // len(ORDER)
    start = time.perf_counter()
    for first in range(0, len(ready), batch):
        with db:
            db.executemany(put, ready[first : first + batch])
            db.execute("UPDATE progress SET position = ?", (first,))
    return time.perf_counter() - start


def _pages(store: Store, query: Query) -> Iterator[Any]:
    after = 0
    while page := store.read(query, after, limit=PAGE).events:
        yield page
        after = page[-1].position


def main(what: str, url: str, count: str) -> None:
    """Do one of these, and say how long it took."""
    if what == "prepare":
        prepare(url, int(count))
        return
    store = open_store(url)
    start = time.perf_counter()
    own = {"view": view, "fold": fold, "rows": rows}[what](store, url)
    print(time.perf_counter() - start if own is None else own)
    store.close()


main(*sys.argv[1:])
