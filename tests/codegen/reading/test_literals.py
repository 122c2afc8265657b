"""Scalars as people write them: what they mean, how they travel, and what is offered where they mean nothing."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from factbook_codegen.reading import literals
from factbook_codegen.reading.mending import mended
from factbook_codegen.reading.nodes import Node
from hypothesis import given
from hypothesis import strategies as st

from factbook.wire import READERS


def plain(text: str) -> Node:
    """A scalar without quotes."""
    return Node(text, 1, 1, 1, True)


def quoted(text: str) -> Node:
    """A scalar in quotes."""
    return Node(text, 1, 1, 1, False)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("48h", 172_800),
        ("30m", 1_800),
        ("7d", 604_800),
        ("90s", 90),
        ("2w", 1_209_600),
        ("1d12h", 129_600),
        ("1w1d1h1m1s", 694_861),
        ("0s", 0),
        ("PT48H", 172_800),
        ("P2DT1H", 176_400),
        ("PT0.5S", 0.5),
        ("PT0S", 0),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    """Durations are written with units, the largest first, or in ISO 8601."""
    assert timedelta(seconds=seconds) == literals.duration(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "48",
        "h",
        "1h1d",
        "1 h",
        "-1h",
        "1.5h",
        "1H",
        "P",
        "PT",
        "P1DT",
        "P1Y",
        "1y",
        "٣h",
        "1000000w",
        "P999999999DT24H",
    ],
)
def test_no_durations(text: str) -> None:
    """What could be read in two ways, or is longer than Python's longest, is no duration."""
    assert literals.duration(text) is None


@given(st.timedeltas(min_value=timedelta()))
def test_durations_travel(value: timedelta) -> None:
    """A duration reads as itself from the text in which it travels, and from what a person would write."""
    assert literals.duration(literals.duration_text(value)) == value
    assert literals.duration(literals.written(value)) == value


VALUES = {
    "int": st.integers(-(2**63), 2**63 - 1),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "decimal": st.decimals(allow_nan=False, allow_infinity=False, places=6),
    "bool": st.booleans(),
    "uuid": st.uuids(),
    "date": st.dates(),
    "datetime": st.datetimes(timezones=st.just(UTC)),
    "duration": st.timedeltas(min_value=timedelta()),
    "bytes": st.binary(max_size=20),
    "text": st.text(max_size=20),
}


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_values_travel(kind: str, data: st.DataObject) -> None:
    """Every value of a primitive, in the form in which it travels, reads as the same value again."""
    value = data.draw(VALUES[kind])
    travelling = literals.travelling(value)
    text = travelling if isinstance(travelling, str) else repr(travelling).lower()
    if kind == "float" and "e" not in text:
        assert literals.VALUES[kind](plain(text)) == value
    else:
        read = literals.VALUES[kind](quoted(text) if isinstance(travelling, str) else plain(text))
        assert read == value
        assert kind == "float" or literals.travelling(read) == travelling


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_the_wire_takes_them(kind: str, data: st.DataObject) -> None:
    """What travels from examples is what the library reads at run time, as the same value."""
    value = data.draw(VALUES[kind])

    assert READERS[type(value)].read(literals.travelling(value)) == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("int", "9223372036854775807", 2**63 - 1),
        ("int", "9223372036854775808", None),
        ("int", "-9223372036854775809", None),
        ("int", "12", 12),
        ("int", "-0", 0),
        ("int", "012", None),
        ("int", "1.0", None),
        ("int", "1e3", None),
        ("int", "true", None),
        ("float", "1", 1.0),
        ("float", "1e3", 1000.0),
        ("float", ".5", None),
        ("float", "1e999", None),
        ("decimal", "12.50", Decimal("12.50")),
        ("decimal", "-0.5", Decimal("-0.5")),
        ("decimal", "1e3", None),
        ("decimal", "+1", None),
        ("decimal", "01", None),
        ("decimal", "1.", None),
        ("decimal", "NaN", None),
        ("bool", "true", True),
        ("bool", "yes", None),
        ("bool", "True", None),
        ("uuid", "6F9619FF-8B86-D011-B42D-00CF4FC964FF", UUID("6f9619ff-8b86-d011-b42d-00cf4fc964ff")),
        ("uuid", "6f9619ff8b86d011b42d00cf4fc964ff", None),
        ("uuid", "{6f9619ff-8b86-d011-b42d-00cf4fc964ff}", None),
        ("date", "2026-02-28", date(2026, 2, 28)),
        ("date", "2026-02-29", None),
        ("date", "20260228", None),
        ("date", "2026-W01-1", None),
        ("datetime", "2026-01-31T12:00:00Z", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("datetime", "2026-01-31T12:00:00.5Z", datetime(2026, 1, 31, 12, 0, 0, 500_000, tzinfo=UTC)),
        ("datetime", "2026-01-31T12:00:00+00:00", None),
        ("datetime", "2026-01-31T12:00:00", None),
        ("datetime", "2026-01-31 12:00:00Z", None),
        ("datetime", "2026-01-31T24:00:00Z", None),
        ("datetime", "2026-01-31T12:00:60Z", None),
        ("datetime", "2026-01-31T12:00Z", None),
        ("bytes", "aGVsbG8=", b"hello"),
        ("bytes", "aGVsbG8", None),
        ("bytes", "not base64", None),
        ("bytes", "", b""),
    ],
)
def test_plain_scalars(kind: str, text: str, value: Any) -> None:
    """Each primitive takes one way of writing its values, and no other."""
    assert value == literals.VALUES[kind](plain(text))


def test_bytes_are_canonical() -> None:
    """Bytes travel in the one base64 text that stands for them."""
    assert base64.b64encode(b"\xff\xee").decode() == literals.travelling(b"\xff\xee")


def test_words_stand_for_uuids() -> None:
    """A word stands for one uuid within a scope, and for another one elsewhere."""
    assert literals.word_uuid("a story", "o1") == literals.word_uuid("a story", "o1")
    assert literals.word_uuid("a story", "o1") != literals.word_uuid("a story", "o2")
    assert literals.word_uuid("a story", "o1") != literals.word_uuid("another", "o1")


def test_bounds() -> None:
    """A bound is a value with an order; lists and mappings are none."""
    assert literals.bound("int", plain("3")) == 3
    assert literals.bound("duration", plain("2d")) == timedelta(days=2)
    assert literals.bound("int", plain("three")) is None
    assert literals.bound("int", Node([], 1, 1, 1, False)) is None


def test_only_values_travel() -> None:
    """What is no value of a primitive has no form to travel in."""
    with pytest.raises(TypeError, match="no value of a primitive"):
        literals.travelling(object())


@pytest.mark.parametrize(
    ("kind", "node", "help_"),
    [
        ("bool", plain("yes"), "write true"),
        ("bool", plain("No"), "write false"),
        ("bool", plain("maybe"), ""),
        ("bool", quoted("true"), "remove the quotes"),
        ("int", quoted("12"), "remove the quotes"),
        ("int", plain("1_000"), "write it in decimal digits without signs, separators or leading zeros"),
        ("int", plain("twelve"), ""),
        ("int", plain("9223372036854775808"), "an int has 64 bits; write it as a decimal, or as a text"),
        ("decimal", plain("1,50"), "write 1.50"),
        ("decimal", plain("1,000.50"), "write 1000.50"),
        ("decimal", plain("+1"), "write 1"),
        ("decimal", plain(".5"), "write 0.5"),
        ("decimal", plain("1e3"), "write 1000"),
        ("decimal", plain("free"), ""),
        ("decimal", plain("Infinity"), ""),
        ("decimal", plain("1e999999"), ""),
        ("date", plain("20260131"), "write 2026-01-31"),
        ("date", plain("2026-01-31T12:00:00Z"), "write 2026-01-31"),
        ("date", plain("31.1.2026"), ""),
        ("datetime", plain("2026-01-31"), "write 2026-01-31T00:00:00Z"),
        ("datetime", plain("2026-01-31 12:00"), "write 2026-01-31T12:00:00Z"),
        ("datetime", plain("2026-01-31T12:00:00+02:00"), "write 2026-01-31T10:00:00Z"),
        ("datetime", plain("0001-01-01T00:00:00+02:00"), ""),
        ("duration", plain("48 hours"), "write 48h"),
        ("duration", plain("3 Weeks"), "write 3w"),
        ("duration", plain("soon"), ""),
        ("uuid", plain("Order 1"), "write order_1"),
        ("uuid", plain("1"), ""),
        ("text", plain("x"), ""),
    ],
)
def test_what_was_meant(kind: str, node: Node, help_: str) -> None:
    """Where it can be told what a person meant, that is offered; else nothing is."""
    assert help_ == mended(kind, node)


@given(kind=st.sampled_from(sorted(VALUES)), text=st.text(max_size=12), is_plain=st.booleans())
def test_any_text(kind: str, text: str, is_plain: bool) -> None:
    """No text makes reading or mending a value raise, and what is offered instead is a value."""
    node = Node(text, 1, 1, 1, is_plain)
    literals.VALUES[kind](node)
    help_ = mended(kind, node)

    if help_.startswith("write ") and kind != "int":
        assert literals.VALUES[kind](plain(help_[6:])) is not None or kind == "uuid"
