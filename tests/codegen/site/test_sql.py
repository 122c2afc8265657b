"""The SQL that pages show is the SQL that is carried out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import pytest
from attrs import evolve
from factbook_codegen.model import Field, Order, Primitive, Query, Ref, System
from factbook_codegen.reading import read
from factbook_codegen.site.book import Book, Look
from factbook_codegen.site.sql import creation, question

from deciders.shop import shop
from factbook.testing.domain import instance
from factbook.views._generated import statements
from factbook.views._postgres import POSTGRESQL
from factbook.views._sql import SqlSession, shape_of
from factbook.views._sqlite import SQLITE
from tests.codegen.diagram_models import HERE, context, system, view
from tests.codegen.site.projects import ROOT


@pytest.fixture(scope="module")
def model() -> System:
    """The shop."""
    return read(ROOT / "catalogue", ROOT).catalogue.systems["shop"]


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRESQL], ids=lambda one: one.name)
def test_queries_are_what_is_asked(model: System, dialect: Any) -> None:
    """Of each query of the shop, to the character; but for line breaks, and for the names of arguments."""
    generated = statements("generated.shop", dialect.name)
    book = Book(model, Look("Shop"))
    carried_out: dict[str, str] = {}
    shown: dict[str, str] = {}
    asked: list[str] = []

    def run(sql: str, _: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        asked.append(sql)
        return [(1,)] if "_progress" in sql else []

    def many(sql: str, _: Sequence[Any], rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        raise AssertionError(sql, rows)

    session = SqlSession(run, many, dialect)
    for own in model.contexts.values():
        for query in own.queries.values():
            contract = shop.views[str(query.view)].contract
            assert contract is not None
            shape = shape_of(generated, contract.name, contract.row, contract.key)
            data = book.message(query.view, model.view(query.view).fields)
            assert data is not None
            row = instance(f"generated.shop.{own.name}", str(query.view), data)
            name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", query.name).upper()
            meant = getattr(import_module(f"generated.shop.{own.name}.queries"), name)
            session.select(shape, meant, {field: getattr(row, field) for field in query.where})
            carried_out[query.name] = asked[-1]
            text = next(one.text for one in question(query, model) if one.dialect == dialect.name)
            shown[query.name] = re.sub(r":[a-z_]+", "?", text.replace("\n", " "))

    assert 14 == len(shown)
    assert carried_out == shown


def test_tables_are_what_is_generated(model: System) -> None:
    """Each view's part of the two files."""
    blocks = {
        dialect: (ROOT / f"generated/shop/tables.{dialect}.sql").read_text("utf-8").rstrip("\n").split("\n\n")
        for dialect in ("sqlite", "postgresql")
    }
    known = {dialect: some[-len(shop.views) :] for dialect, some in blocks.items()}
    shown: dict[str, list[str]] = {"sqlite": [], "postgresql": []}
    for own in model.contexts.values():
        for name in own.views:
            for one in creation(Ref(own.name, name), model):
                shown[one.dialect].append(f"-- {own.name}.{name}\n{one.text}")

    assert known == shown


def test_what_only_the_library_sorts_is_named() -> None:
    """SQLite has no decimals; PostgreSQL puts nothing last unless it is told otherwise."""
    fields = {
        "id": Field("id", Primitive("uuid"), HERE),
        "paid": Field("paid", Primitive("decimal"), HERE, optional=True),
    }
    sales = evolve(view("till", "Sales", []), fields=fields)
    query = Query("Top", "The best.", HERE, Ref("till", "Sales"), ("id", "paid"), (Order("paid", True),), 9)
    least = evolve(query, order=(Order("paid", False),))
    own = evolve(context("till", views=[sales]), queries={"Top": query})

    sqlite, postgresql = question(query, system(own))
    assert [
        'SELECT "id", "paid"',
        'FROM "till__sales"',
        'WHERE "id" = :id AND "paid" = :paid',
        'ORDER BY "paid" COLLATE factbook_decimal DESC, "id"',
        "LIMIT 9",
    ] == sqlite.text.split("\n")
    assert ("factbook_decimal",) == sqlite.sorted
    assert 'ORDER BY "paid" DESC NULLS LAST, "id"' == postgresql.text.split("\n")[3]
    assert 'ORDER BY "paid" NULLS FIRST, "id"' == question(least, system(own))[1].text.split("\n")[3]
    assert () == postgresql.sorted
