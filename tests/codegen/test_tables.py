"""The SQL of tables: what it says of the shop, that databases take it, and that no text becomes SQL."""

# pyright: reportUnknownMemberType=false
# (apsw's stubs leave out what numpy would be)

from __future__ import annotations

import re
from pathlib import Path

import apsw
import psycopg
import pytest
from attrs import evolve
from factbook_codegen.model import Context, EnumType, Field, Place, Primitive, Ref, Source, System, View
from factbook_codegen.model import Named as NamedType
from factbook_codegen.targets import tables
from hypothesis import HealthCheck, given, settings

from tests.codegen.models import systems
from tests.examples import examples

ROOT = Path(__file__).parents[2]
AT = Place("catalogue/zoo/animals.yaml", 1, 1)
SOME = settings(
    max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

Layout = dict[str, list[str]]
"""The names of tables and of their columns."""


def made(system: System, dialect: str) -> str:
    assert tables.TARGET.system is not None
    return tables.TARGET.system(system).get(f"{system.name}/tables.{dialect}.sql", "")


def meant(system: System) -> Layout:
    return {
        tables.table_name(context.name, view.name): [
            tables.column_name(field.name) for field in sorted(view.fields.values(), key=lambda field: field.optional)
        ]
        for context in system.contexts.values()
        for view in context.views.values()
    }


def in_sqlite(text: str) -> Layout:
    db = apsw.Connection(":memory:")
    db.execute(text)
    names = [str(name) for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    columns = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
    return {name: [str(column) for (column,) in db.execute(columns, (name,))] for name in names}


def in_postgresql(text: str, url: str) -> Layout:
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("SET client_min_messages = warning")
        db.execute("DROP SCHEMA IF EXISTS views CASCADE")
        if text:
            db.execute(text.encode())
        found: Layout = {}
        for table, column in db.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'views' "
            "ORDER BY table_name, ordinal_position"
        ):
            found.setdefault(table, []).append(column)
        return found


def zoo(name: str, *fields: Field, view: str = "Animal", key: tuple[str, ...] = ("name",)) -> System:
    shown = View(view, "", AT, key, (Source(Ref(name, "Born"), None, AT),), {field.name: field for field in fields})
    return System("zoo", "Zoo", "", AT, contexts={name: Context(name, "zoo", "", "", AT, views={view: shown})})


@SOME
@given(systems())
def test_sqlite_makes_the_tables_that_are_meant(system: System) -> None:
    """Whatever names and descriptions there are: each view is a table with its columns, and nothing else is there."""
    assert meant(system) == in_sqlite(made(system, "sqlite"))
    names = [f"{context.name}.{view}" for context in system.contexts.values() for view in context.views]
    for dialect in ("sqlite", "postgresql"):
        blocks = made(system, dialect).split("\n\n")  # no blank line stands in a block
        found = [block.partition("\n")[0].removeprefix("-- ") for block in blocks if "\nCREATE TABLE " in block]

        assert names == found


def test_postgresql_makes_the_tables_that_are_meant(postgres: str) -> None:
    """As the test above, on a server; what keys or indexes are made of are plain values, as the reader sees to."""

    @SOME
    @given(systems())
    def holds(system: System) -> None:
        plain = {name: evolve(one, views=plainly(one)) for name, one in system.contexts.items()}
        system = evolve(system, contexts=plain)

        assert dict(sorted(meant(system).items())) == in_postgresql(made(system, "postgresql"), postgres)

    holds()


def plainly(context: Context) -> dict[str, View]:
    """The views with texts in their keys and indexes."""
    found: dict[str, View] = {}
    for name, view in context.views.items():
        searched = {*view.key, *(one for group in view.index for one in group)}
        fields = {
            key: evolve(one, type=Primitive("text")) if key in searched else one for key, one in view.fields.items()
        }
        found[name] = evolve(view, fields=fields)
    return found


def test_names_that_databases_keep_for_themselves() -> None:
    """A name is changed only where it has to be, into one that no catalogue can hold."""
    assert "ordering__order_summary" == tables.table_name("ordering", "OrderSummary")
    assert "_sqlite__stat" == tables.table_name("sqlite", "Stat")
    assert ["xmin~", "xmin_", "rowid"] == [tables.column_name(name) for name in ("xmin", "xmin_", "rowid")]


def test_long_names_stay_different() -> None:
    """PostgreSQL would cut them after 63 bytes."""
    names = [tables.table_name("a" * 60, f"View{letter}") for letter in "XY"]

    assert 2 == len(set(names))
    assert [48, 48] == [len(name) for name in names]


def test_words_and_flags_are_checked() -> None:
    """Who writes into a table by hand cannot write what no row holds."""
    kind = EnumType("Kind", "", AT, ("cat", "it's"))
    system = zoo("animals", Field("name", Primitive("text"), AT), Field("kind", NamedType(Ref("", "Kind")), AT))
    text = made(evolve(system, types={"Kind": kind}), "sqlite")

    assert """    "kind" TEXT NOT NULL CHECK ("kind" IN ('cat', 'it''s')),\n""" in text


def test_the_tables_of_the_shop_are_taken_by_both(postgres: str) -> None:
    """What is committed is executed; comments are kept for who looks at the tables."""
    folder = ROOT / "generated" / "shop"
    lite = in_sqlite((folder / "tables.sqlite.sql").read_text("utf-8"))
    post = in_postgresql((folder / "tables.postgresql.sql").read_text("utf-8"), postgres)
    with psycopg.connect(postgres) as db:
        said = db.execute("SELECT obj_description('views.ordering__order_summary'::regclass)").fetchone()

    assert dict(sorted(lite.items())) == post
    assert ("Every order and how far it has come.",) == said
    assert 8 == len(lite)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_a_description_stays_a_description(dialect: str) -> None:
    """Line breaks, quotes and semicolons end neither comments nor literals."""
    nasty = "x';\n\nDROP TABLE y; --\r\n$$ \\' \u2028 \0"
    field = Field("name", Primitive("text"), AT, summary=nasty)
    text = made(zoo("animals", field), dialect)

    assert not re.search(r"^DROP", text, re.MULTILINE)
    assert "x'; DROP TABLE y; -- $$ \\' ?" in text
