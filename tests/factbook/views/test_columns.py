"""What is put into a column comes out of it, and equal values are equal there."""

# pyright: reportUnknownMemberType=false
# (apsw's stubs leave out what numpy would be)

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import apsw
import attrs
import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from psycopg.types.string import TextLoader

from factbook.constraints import digits, one_of
from factbook.views._columns import RowForm, columns_of


class Kind(StrEnum):
    """A word."""

    CAT = "cat"
    DOG = "dog"


@attrs.frozen
class Card:
    """One of a union."""

    number: str
    amount: Decimal


@attrs.frozen
class Cash:
    """The other one."""

    coins: Mapping[int, int]


@attrs.frozen
class Everything:
    """A row with a value of every type."""

    text: str
    number: int
    share: float
    price: Annotated[Decimal, digits(12, 2)]
    weight: Decimal
    flag: bool
    id: UUID
    day: date
    at: datetime
    long: timedelta
    raw: bytes
    any: Any
    kind: Kind
    card: Card
    alone: Annotated[Card, one_of]
    paid: Card | Cash
    lines: tuple[Card, ...]
    counts: Mapping[date, Decimal]
    maybe: Decimal | None = None
    word: Kind | None = None
    payment: Card | Cash | None = None


NAMES = [one.name for one in attrs.fields(Everything)]
SQLITE_TYPES = (
    "TEXT INTEGER REAL TEXT TEXT INTEGER TEXT TEXT TEXT TEXT BLOB TEXT TEXT TEXT TEXT TEXT TEXT TEXT TEXT TEXT TEXT"
)
POSTGRESQL_TYPES = (
    "text bigint float8 numeric(12,2) numeric boolean uuid date timestamptz interval bytea json text json json json "
    "json json numeric text json"
)

texts = st.text(st.characters(codec="utf-8"), max_size=10) | st.sampled_from(["\0", "\ufdd0", "\ufdd00", "\ufdd01\0"])
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
cards = st.builds(Card, texts, decimals)
cashes = st.builds(Cash, st.dictionaries(st.integers(-9, 9), st.integers(-9, 9), max_size=2))
rows = st.builds(
    Everything,
    text=texts,
    number=st.integers(-(2**63), 2**63 - 1),
    share=st.floats(allow_nan=False, allow_infinity=False),
    price=st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9),
    weight=decimals | st.sampled_from([Decimal("-0.0"), Decimal("1E+20"), Decimal("1E-20"), Decimal("1.500")]),
    flag=st.booleans(),
    id=st.uuids(),
    day=st.dates(),
    at=st.datetimes(timezones=st.just(UTC)),
    long=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=999_999_999)),
    raw=st.binary(max_size=10),
    any=st.recursive(
        st.none() | st.booleans() | st.integers(-99, 99) | texts, lambda inner: st.lists(inner, max_size=2)
    ),
    kind=st.sampled_from(Kind),
    card=cards,
    alone=cards,
    paid=cards | cashes,
    lines=st.lists(cards, max_size=2).map(tuple),
    counts=st.dictionaries(st.dates(), decimals, max_size=2),
    maybe=st.none() | decimals,
    word=st.none() | st.sampled_from(Kind),
    payment=st.none() | cards | cashes,
)
ONCE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
EXTREME = Everything(
    text="",
    number=-(2**63),
    share=1.7976931348623157e308,
    price=Decimal("9999999999.99"),
    weight=Decimal("0.1") ** 30,
    flag=True,
    id=UUID(int=2**128 - 1),
    day=date.min,
    at=datetime.max.replace(tzinfo=UTC),
    long=timedelta(days=999_999_999, microseconds=86_399_999_999),
    raw=b"\0\xff",
    any={"a": [None, 1.5]},
    kind=Kind.DOG,
    card=Card("", Decimal(0)),
    alone=Card("\0", Decimal(0)),
    paid=Cash({}),
    lines=(),
    counts={date.max: Decimal("-0.1")},
)


def types_of(value: Any) -> list[type[Any]]:
    return [type(part) for part in attrs.astuple(value, recurse=False)]


def test_sqlite_keeps_every_value() -> None:
    """In a strict table."""
    form = RowForm(Everything, list(columns_of(Everything, NAMES, "sqlite")))
    db = apsw.Connection(":memory:")
    columns = ", ".join(f'"{name}" {kind}' for name, kind in zip(NAMES, SQLITE_TYPES.split(), strict=True))
    db.execute(f"CREATE TABLE t ({columns}) STRICT")
    put = f"INSERT INTO t VALUES ({', '.join('?' * len(NAMES))}) RETURNING *"

    @ONCE
    @given(rows)
    @example(EXTREME)
    def holds(row: Everything) -> None:
        (values,) = db.execute(put, form.values(row))
        back = form.row(values)

        assert row == back
        assert types_of(row) == types_of(back)

    holds()


def test_postgresql_keeps_every_value(views_database: str) -> None:
    """In columns of its own types."""
    form = RowForm(Everything, list(columns_of(Everything, NAMES, "postgresql")))
    columns = ", ".join(f'"{name}" {kind}' for name, kind in zip(NAMES, POSTGRESQL_TYPES.split(), strict=True))
    put = f"INSERT INTO t VALUES ({', '.join(['%s'] * len(NAMES))}) RETURNING *"
    with psycopg.connect(views_database, autocommit=True) as db:
        db.adapters.register_loader("json", TextLoader)
        db.execute("SET timezone = 'UTC'")
        db.execute(f"CREATE TEMPORARY TABLE t ({columns})".encode())

        @ONCE
        @given(rows)
        @example(EXTREME)
        def holds(row: Everything) -> None:
            values = db.execute(put.encode(), form.values(row)).fetchone()
            assert values is not None
            back = form.row(values)

            assert row == back
            assert types_of(row) == types_of(back)

        holds()


@pytest.mark.parametrize(
    ("field", "left", "right"),
    [("price", "1.5", "1.50"), ("price", "0", "-0.00"), ("weight", "100", "1E+2"), ("weight", "0.10", "0.1")],
)
def test_equal_decimals_are_equal_texts(field: str, left: str, right: str) -> None:
    """So SQLite finds them, and a key has one row."""
    form = RowForm(Everything, list(columns_of(Everything, NAMES, "sqlite")))

    assert form.value(field, Decimal(left)) == form.value(field, Decimal(right))
