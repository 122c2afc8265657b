"""The SQL of views and queries, as the library carries it out: what makes a table, and what asks it."""

from __future__ import annotations

from attrs import frozen

from ..model import Field, Query, Ref, System
from ..targets.tables import DIALECTS, SQLITE, Dialect, column_name, kind_of, ordered, table, table_name

__all__ = ["Statements", "creation", "question"]

_COLLATIONS = {"decimal": " COLLATE factbook_decimal", "duration": " COLLATE factbook_duration"}
"""How the library sorts what SQLite has no type for."""

_TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@frozen
class Statements:
    """Statements for one database; ``sorted`` names collations that only connections of the library know."""

    dialect: str
    title: str
    text: str
    sorted: tuple[str, ...] = ()


def creation(view: Ref, system: System) -> list[Statements]:
    """What makes the table of a view: its part of ``tables.sqlite.sql`` and ``tables.postgresql.sql``."""
    return [
        Statements(one.name, _TITLES[one.name], "\n".join(table(view.context, system.view(view), system, one)))
        for one in DIALECTS
    ]


def question(query: Query, system: System) -> list[Statements]:
    """What a query asks; arguments are named, ``:customer_id``."""
    return [_question(query, system, one) for one in DIALECTS]


def _question(query: Query, system: System, dialect: Dialect) -> Statements:
    view = system.view(query.view)
    names = [f'"{column_name(field.name)}"' for field in ordered(view)]
    lines = [
        f"SELECT {', '.join(names)}",
        f'FROM {dialect.schema}"{table_name(query.view.context, view.name)}"',
    ]
    if query.where:
        lines.append("WHERE " + " AND ".join(f'"{column_name(name)}" = :{name}' for name in query.where))
    by = [(one.field, one.descending) for one in query.order] + [(name, False) for name in view.key]
    if by:
        orders = [_order(view.fields[name], descending, system, dialect) for name, descending in by]
        lines.append(f"ORDER BY {', '.join(orders)}")
    if query.limit is not None:
        lines.append(f"LIMIT {query.limit}")
    text = "\n".join(lines)
    brought = tuple(name.split()[-1] for name in _COLLATIONS.values() if name in text)
    return Statements(dialect.name, _TITLES[dialect.name], text, brought)


def _order(field: Field, descending: bool, system: System, dialect: Dialect) -> str:
    """Nothing is less than something."""
    name = f'"{column_name(field.name)}"'
    if dialect is SQLITE:
        return f"{name}{_COLLATIONS.get(kind_of(field, system), '')}{' DESC' if descending else ''}"
    if not field.optional:
        return f"{name}{' DESC' if descending else ''}"
    return f"{name} {'DESC NULLS LAST' if descending else 'NULLS FIRST'}"
