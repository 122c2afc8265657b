"""Programs about a view kept up to date: ``python -m tests.benchmarks.scripts.views WHAT URL EVENTS``.

``prepare`` records orders, each placed, confirmed and cancelled, a hundred side by side. The others print how many
seconds they took: ``view`` keeps a view of them in a table from the first event to the last, ``rows`` writes its rows
in the same batches, ready as they are, and ``fold`` reads and decodes the events and folds them into rows that go
nowhere.
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
from factbook.views._upkeep import PAGE
from generated.shop import OrderId
from generated.shop.ordering import OrderCancelled, OrderConfirmed, OrderPlaced
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
    for events in _pages(store):
        for event in map(TRANSLATION.decode, events):
            rows[event.order_id] = evolve(rows.get(event.order_id), event)


def rows(store: Store, url: str) -> float:
    """Write the rows that the view has after each batch; only the writing is measured."""
    with Views(SYSTEM, "memory:") as views:
        views.catch_up(store)
        made = views.rows(VIEW)
    form = [(str(row.order_id), str(row.customer_id), row.status.value, "x" * 80, str(row.total), 0) for row in made]
    db = apsw.Connection(f"{url.removeprefix('sqlite:')}.rows.db")
    db.execute("PRAGMA journal_mode = wal; PRAGMA synchronous = normal")
    db.execute(
        "CREATE TABLE rows (id TEXT PRIMARY KEY, customer TEXT, status TEXT, lines TEXT, total TEXT, failed INTEGER)"
    )
    db.execute("CREATE TABLE progress (position INTEGER)")
    put = "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET status = excluded.status"
    start = time.perf_counter()
    for first in range(0, len(form), PAGE // len(ORDER)):
        with db:
            db.executemany(put, form[first : first + PAGE // len(ORDER)])
            db.execute("UPDATE progress SET position = ?", (first,))
    return time.perf_counter() - start


def _pages(store: Store) -> Iterator[Any]:
    after = 0
    query = Query((QueryItem(tuple(TRANSLATION.name_of(type(event)) for event in ORDER)),))
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
