"""``tables.sqlite.sql`` and ``tables.postgresql.sql``: the tables of a system's views.

The library executes these files, so what was reviewed is what is made. They hold, for each view, a block of statements
below a comment with its name; blank lines stand only between blocks.

A column has the name of its field and stands in the order of the row's class. Types keep every value exactly: what
SQLite has no type for is kept in the form in which it travels, with decimals and times written out so that equal
values are equal texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from ..model import (
    Constraints,
    EnumType,
    Field,
    ListOf,
    MapOf,
    Named,
    RecordType,
    SimpleType,
    System,
    TypeDef,
    UnionType,
    View,
)
from . import Files, Target
from .python._names import snake

__all__ = ["DIALECTS", "SQLITE", "TARGET", "Dialect", "column_name", "kind_of", "ordered", "table", "table_name"]


class Dialect(NamedTuple):
    """How a database calls the types of columns; ``schema`` stands before the names of tables."""

    name: str
    schema: str
    types: dict[str, str]
    comments: bool


SQLITE: Final = Dialect(
    "sqlite",
    "",
    {
        "text": "TEXT",
        "int": "INTEGER",
        "decimal": "TEXT",
        "float": "REAL",
        "bool": "INTEGER",
        "uuid": "TEXT",
        "date": "TEXT",
        "datetime": "TEXT",
        "duration": "TEXT",
        "bytes": "BLOB",
        "json": "TEXT",
    },
    comments=False,
)
POSTGRESQL: Final = Dialect(
    "postgresql",
    '"views".',
    {
        "text": 'text COLLATE "C"',
        "int": "bigint",
        "decimal": "numeric",
        "float": "double precision",
        "bool": "boolean",
        "uuid": "uuid",
        "date": "date",
        "datetime": "timestamp with time zone",
        "duration": "interval",
        "bytes": "bytea",
        "json": "json",
    },
    comments=True,
)

DIALECTS: Final = (SQLITE, POSTGRESQL)
"""The databases that tables are generated for."""

_LONGEST: Final = 48
"""PostgreSQL cuts names after 63 bytes; some room is left for what is put behind them while a table is rebuilt."""

_SYSTEM_COLUMNS: Final = frozenset(["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"])
"""Columns that every table of PostgreSQL has already."""

_MOST_DIGITS: Final = 1000
"""How many digits PostgreSQL's ``numeric`` can be declared with."""


def system(whole: System) -> Files:
    """Both files of a system; none where it has no views."""
    if not any(context.views for context in whole.contexts.values()):
        return {}
    return {f"{whole.name}/tables.{dialect.name}.sql": _file(whole, dialect) for dialect in DIALECTS}


def table_name(context: str, view: str) -> str:
    """What the table of a view is called: ``ordering__order_summary``.

    No two views have the same: names of views differ in more than capitals, and there are no two underscores in what
    is made of them. SQLite keeps names that begin with ``sqlite_`` for itself.
    """
    name = f"{context}__{snake(view)}"
    return _short(f"_{name}" if name.startswith("sqlite_") else name)


def column_name(field: str) -> str:
    """What the column of a field is called: as the field, where databases allow it."""
    return f"{field}~" if field in _SYSTEM_COLUMNS else _short(field)


def _short(name: str) -> str:
    """A long name is cut, and stays different from others; no name of a catalogue has a ``~``."""
    if len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST - 13]}~{blake2b(name.encode(), digest_size=6).hexdigest()}"


def _file(whole: System, dialect: Dialect) -> str:
    place = PurePosixPath(next(iter(whole.contexts.values())).place.file).parent.as_posix()
    blocks = [
        f"-- Made by factbook from {_comment(place)}.\n"
        "-- Do not edit: change the catalogue, then run `factbook generate`."
    ]
    if dialect.schema:
        blocks.append(f"CREATE SCHEMA IF NOT EXISTS {dialect.schema.removesuffix('.')};")
    for context in whole.contexts.values():
        for view in context.views.values():
            lines = [f"-- {context.name}.{view.name}", *table(context.name, view, whole, dialect)]
            blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def ordered(view: View) -> list[Field]:
    """The fields of a view in the order of their columns, which is that of the row's class."""
    return sorted(view.fields.values(), key=lambda field: field.optional)


def table(context: str, view: View, whole: System, dialect: Dialect) -> Iterator[str]:
    """The lines that make the table of a view."""
    bare = table_name(context, view.name)
    name = f'{dialect.schema}"{bare}"'
    fields = ordered(view)
    yield f"CREATE TABLE {name} ("
    if view.summary:
        yield f"    -- {_comment(view.summary)}"
    for field in fields:
        summary = _summary(field, whole)
        yield f"    {_column(field, whole, dialect)},{f' -- {_comment(summary)}' if summary else ''}"
    yield f"    PRIMARY KEY ({_columns(view.key)})"
    yield ");" if dialect.comments else ") STRICT;"
    for number, group in enumerate(view.index, 1):
        yield f'CREATE INDEX "{bare}#{number}" ON {name} ({_columns(group)});'
    if dialect.comments:
        if view.summary:
            yield f"COMMENT ON TABLE {name} IS {_literal(_comment(view.summary))};"
        for field in fields:
            if summary := _summary(field, whole):
                yield f'COMMENT ON COLUMN {name}."{column_name(field.name)}" IS {_literal(_comment(summary))};'


def _columns(fields: tuple[str, ...]) -> str:
    return ", ".join(f'"{column_name(field)}"' for field in dict.fromkeys(fields))


def _column(field: Field, whole: System, dialect: Dialect) -> str:
    """A column without what stands behind it."""
    name = f'"{column_name(field.name)}"'
    definition = _definition(field, whole)
    kind, constraints = _kind(field, definition)
    words = [name, _sized(dialect.types[kind], constraints) if kind == "decimal" else dialect.types[kind]]
    if not field.optional:
        words.append("NOT NULL")
    if isinstance(definition, EnumType):
        words.append(f"CHECK ({name} IN ({', '.join(map(_literal, definition.values))}))")
    elif kind == "bool" and dialect is SQLITE:
        words.append(f"CHECK ({name} IN (0, 1))")
    return " ".join(words)


def kind_of(field: Field, whole: System) -> str:
    """The primitive that the column of a field holds; ``json`` for what has no column type of its own."""
    return _kind(field, _definition(field, whole))[0]


def _definition(field: Field, whole: System) -> TypeDef | None:
    return whole.type(field.type.ref) if isinstance(field.type, Named) else None


def _kind(field: Field, definition: TypeDef | None) -> tuple[str, Constraints]:
    """The primitive that a column holds, and what narrows it."""
    base, constraints = field.type, field.constraints
    match definition:
        case SimpleType():
            base, constraints = definition.base, definition.effective.narrowed(field.constraints)
        case EnumType():
            return "text", constraints
        case RecordType() | UnionType():
            return "json", constraints
        case None:
            pass
    if isinstance(base, ListOf | MapOf | Named):
        return "json", constraints
    return base.name, constraints


def _sized(name: str, constraints: Constraints) -> str:
    """``numeric(12, 2)``, where it is known."""
    digits, places = constraints.digits, constraints.places
    if name != "numeric" or digits is None or places is None or not places <= digits <= _MOST_DIGITS:
        return name
    return f"numeric({digits}, {places})"


def _summary(field: Field, whole: System) -> str:
    """What a field is for; what its type is for, if nothing is said about the field itself."""
    if field.summary or not isinstance(field.type, Named):
        return field.summary
    return whole.type(field.type.ref).summary


def _literal(text: str) -> str:
    return f"'{text.replace(chr(39), chr(39) * 2)}'"


def _comment(text: str) -> str:
    """A text on one line, without anything that could be more than text."""
    return "".join(character if character.isprintable() else "?" for character in " ".join(text.split()))


TARGET: Final = Target("tables", system=system)
"""The target that writes the tables of views."""
