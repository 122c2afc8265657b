"""Questions have the same answers wherever rows are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deciders.shop import shop
from factbook.asking import Question
from factbook.stores.memory import MemoryStore
from factbook.views import Views
from generated.shop.ordering import OrderSummary
from generated.shop.ordering.queries import orders_by_status, orders_of_customer
from tests.factbook.views.histories import STORIES, record, told

PLAIN = {
    "ordering.OrderSummary": ("order_id", "customer_id", "status", "total", "notice_failed", "placed_at", "source"),
    "stock.StockLevel": ("sku", "on_hand", "free", "counted_at"),
    "billing.DailySales": ("day", "payments", "received"),
    "customers.CustomerDirectory": ("email", "blocked", "entry_id"),
}
"""Fields of every type that can be asked for."""

ROWS = {view.contract.name: view.contract.row for view in shop.views.values() if view.contract}


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory, views_database: str) -> Iterator[list[Views]]:
    """The views of all stories in memory, in SQLite and in PostgreSQL: each story happened to other customers."""
    folder: Path = tmp_path_factory.mktemp("views")
    with psycopg.connect(views_database, autocommit=True) as db:
        db.execute("SET client_min_messages = warning")
        db.execute("DROP SCHEMA IF EXISTS views CASCADE")
    store = MemoryStore()
    start = 0
    for title in STORIES:
        events = [event for event in told(title) if not type(event).__module__.endswith(".stock.events")]
        record(store, events, start)
        start += len(events)
    found = [Views(shop, url) for url in ("memory:", f"sqlite:{folder / 'shop.db'}", views_database)]
    for views in found:
        views.catch_up(store)
    yield found
    for views in found:
        views.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_question_has_one_answer(data: st.DataObject, everywhere: list[Views]) -> None:
    """Whatever is asked for, in whatever order, with whatever limit."""
    view = data.draw(st.sampled_from(sorted(PLAIN)))
    where = data.draw(st.lists(st.sampled_from(PLAIN[view]), unique=True, max_size=2))
    order = [
        data.draw(st.sampled_from(["", "-"])) + name
        for name in data.draw(st.lists(st.sampled_from(PLAIN[view]), unique=True, max_size=3))
    ]
    question = Question[Any](ROWS[view], tuple(where), tuple(order), data.draw(st.sampled_from([None, 1, 3])))
    known = everywhere[0].rows(view)
    values = {name: getattr(data.draw(st.sampled_from(known)), name) for name in where} if known else {}
    first, *others = [views.answer(question, values) for views in everywhere]

    assert [first, first] == others


def test_generated_functions_ask_them(everywhere: list[Views]) -> None:
    """By keyword, each with the type that the catalogue gives the field."""
    for views in everywhere:
        every = views.rows(OrderSummary)
        one = every[0]

        theirs = [row for row in every if row.customer_id == one.customer_id]

        assert sorted(theirs, key=lambda row: row.placed_at, reverse=True) == orders_of_customer(
            views, customer_id=one.customer_id
        )
        assert {row.order_id for row in every if row.status == one.status} == {
            row.order_id for row in orders_by_status(views, status=one.status)
        }


def test_every_row_is_the_same_everywhere(everywhere: list[Views]) -> None:
    """Its class, and the class of every value in it: nothing has become a text or lost its zone."""
    memory, *databases = everywhere
    for views in databases:
        for name in shop.views:
            first = [attrs.astuple(row, recurse=False) for row in memory.rows(name)]
            other = [attrs.astuple(row, recurse=False) for row in views.rows(name)]

            assert [[type(value) for value in row] for row in first] == [
                [type(value) for value in row] for row in other
            ]
            assert first == other
