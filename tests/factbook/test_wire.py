"""How values travel."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.wire import KEY_READERS, READERS, shown

ID = "6e8bc430-9c3a-41d9-9669-0800200c9a66"


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (str, "", ""),
        (bool, False, False),
        (int, -0, 0),
        (int, 1.0, 1),
        (int, 1e3, 1000),
        (float, 1, 1.0),
        (float, 1.5, 1.5),
        (Decimal, "12.50", Decimal("12.50")),
        (Decimal, "-0.0", Decimal("0")),
        (Decimal, "9" * 99, Decimal("9" * 99)),
        (UUID, ID, UUID(ID)),
        (UUID, ID.upper(), UUID(ID)),
        (date, "0001-01-01", date(1, 1, 1)),
        (date, "2024-02-29", date(2024, 2, 29)),
        (datetime, "2026-01-31T23:59:59Z", datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC)),
        (datetime, "2026-01-31T12:00:00.5Z", datetime(2026, 1, 31, 12, 0, 0, 500000, tzinfo=UTC)),
        (timedelta, "P0D", timedelta(0)),
        (timedelta, "PT48H", timedelta(hours=48)),
        (timedelta, "P1DT7200.5S", timedelta(days=1, hours=2, milliseconds=500)),
        (timedelta, "PT1H59M59.000001S", timedelta(hours=2) - timedelta(microseconds=999999)),
        (timedelta, "PT9999999999999S", timedelta(seconds=9999999999999)),
        (bytes, "", b""),
        (bytes, "+/8=", b"\xfb\xff"),
    ],
)
def test_what_is_read(kind: type[Any], raw: Any, value: Any) -> None:
    """Each spelling that the grammar allows."""
    read = READERS[kind].read(raw)

    assert (value, type(value)) == (read, type(read))


@pytest.mark.parametrize(
    ("kind", "raws"),
    [
        (str, [1, None, ["a"], True]),
        (bool, [1, 0, "true", None]),
        (int, ["1", True, 1.5, float("inf"), float("nan"), None]),
        (float, ["1.5", True, 10**400, None]),
        (
            Decimal,
            [12, 12.5, "", "+1", "01", ".5", "5.", "1E2", "1e2", "NaN", "Infinity", " 1", "1\n", "1_0", "\u0661"],
        ),
        (UUID, [ID.replace("-", ""), f"{{{ID}}}", f"urn:uuid:{ID}", ID + "\n", ID[:-1], ID[:-1] + "\u0661", 1]),
        (date, ["2026-1-31", "20260131", "2026-02-29", "0000-01-01", "2026-01-31T00:00:00Z", "2026-W05-6", 20260131]),
        (
            datetime,
            [
                "2026-01-31T12:00:00",
                "2026-01-31T12:00:00+00:00",
                "2026-01-31T12:00:00z",
                "2026-01-31t12:00:00Z",
                "2026-01-31 12:00:00Z",
                "2026-01-31T12:00Z",
                "2026-01-31T12:00:60Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T12:00:00.Z",
                "2026-01-31T12:00:00,5Z",
                "2026-01-31T12:00:00.1234567Z",
                "2026-02-30T12:00:00Z",
                "2026-01-31",
                1769860800,
            ],
        ),
        (
            timedelta,
            [
                *("P", "PT", "P1DT", "-P1D", "+P1D", "P-1D", "p1d", "P1W", "P1Y", "P1M", "PT1.5H", "PT.5S", "PT1,5S"),
                *("PT01S", "PT1S1M", "PT1H90M", "PT1H3600S", "P1DT24H", "P1DT86400S", "P1000000000D", "PT1.1234567S"),
                *("PT10000000000H", "P1D\n", "", 60, "48h"),
            ],
        ),
        (bytes, ["YQ", "YQ=", "YR==", "Y Q==", "YQ==\n", "-_==", "YQ==YQ==", "\u0661", 1]),
    ],
)
def test_what_is_refused(kind: type[Any], raws: list[Any]) -> None:
    """What others read leniently: numbers for texts, offsets for Z, spaces, signs, digits of other scripts."""
    assert [None] * len(raws) == [READERS[kind].read(raw) for raw in raws]


@pytest.mark.parametrize(
    ("kind", "raws", "read"),
    [
        (int, ["0", "-5", "9223372036854775807", "-0", "05", "+5", "5.0", 5], [0, -5, 2**63 - 1, *[None] * 5]),
        (UUID, [ID, ID.upper()], [UUID(ID), None]),
        (str, ["", "a"], ["", "a"]),
        (date, ["2026-01-31", "2026-1-31"], [date(2026, 1, 31), None]),
    ],
)
def test_no_two_keys_mean_the_same(kind: type[Any], raws: list[Any], read: list[Any]) -> None:
    """Else entries would be lost when a map is read."""
    assert read == [KEY_READERS[kind].read(raw) for raw in raws]


VALUES: dict[type[Any], st.SearchStrategy[Any]] = {
    str: st.text(st.characters(codec="utf-8")),
    bool: st.booleans(),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    UUID: st.uuids(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    timedelta: st.timedeltas(timedelta(0)),
    bytes: st.binary(),
}


@pytest.mark.parametrize("kind", VALUES)
def test_what_msgspec_writes_is_read(kind: type[Any]) -> None:
    """The encoder of what is recorded keeps to the grammar (but for some decimals, which are helped)."""

    @given(VALUES[kind])
    def check(value: Any) -> None:
        raw = msgspec.json.decode(msgspec.json.encode(value))

        assert value == READERS[kind].read(raw)

    check()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ('a"b\n', '"a\\"b\\n"'),
        ("x" * 99, f'"{"x" * 59}…"'),
        (None, "null"),
        (True, "true"),
        (1.5, "1.5"),
        pytest.param(10**5000, "a number of very many digits", id="long"),  # too long for a name of its own
        ([1, 2], "a list of 2"),
        ({}, "an object of 0"),
        (date(2026, 1, 31), "a date, which is no JSON value,"),
    ],
)
def test_values_are_shown_on_one_line(raw: Any, said: str) -> None:
    """Cut short, and no control characters."""
    assert said == shown(raw)
