"""Generated classes hold themselves to their catalogue."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, Optional
from uuid import UUID

import attrs
import msgspec
import pytest
from attrs import define
from factbook_codegen import formats
from hypothesis import given
from hypothesis import strategies as st

from factbook import _formats
from factbook._checks import fitting, violations
from factbook._shapes import shape_of
from factbook.constraints import between, constrained, digits, length, pattern, text_format
from factbook.errors import ConstraintViolated, FactbookError
from tests.factbook.messages import Card, Currency, Debit, Everything, Money, OrderId, OrderLine, OrderPaid, OrderPlaced

ID = OrderId(UUID("6e8bc430-9c3a-41d9-9669-0800200c9a66"))
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
FIVE = Money(Decimal("5.00"))
LINE = OrderLine("MUG-0001", 2, FIVE)
PLACED = OrderPlaced(ID, (LINE,), FIVE, NOON)
five: Any = 5  # what type checkers would refuse below
money: Any = FIVE
nothing: Any = None
listed: Any = [LINE]

FITTING: dict[str, Any] = {
    "text": "text",
    "whole": 1,
    "number": 1.0,
    "decimal": Decimal("1.0"),
    "yes": True,
    "identity": ID,
    "day": date(2026, 1, 31),
    "moment": NOON,
    "lasting": timedelta(hours=1),
    "raw": b"abc",
    "anything": {"a": [1, None, "b", True, 1.5]},
    "email": "person@example.com",
    "prices": {Currency.EUR: FIVE},
    "by_day": {date(2026, 1, 31): 1},
    "by_id": {ID: 1},
    "by_number": {1: 1},
}


class Text(str):
    """A text of a class of its own."""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "\U0001f600" * 5),
        ("text", Text("a")),
        ("text", Currency.EUR),
        ("whole", -(2**63)),
        ("whole", 2**63 - 1),
        ("number", 1),
        ("number", -1.5),
        ("decimal", Decimal("1E+5")),
        ("decimal", Decimal("-0")),
        ("moment", datetime(2026, 1, 31, tzinfo=timezone(timedelta(0)))),
        ("lasting", timedelta(hours=48)),
        ("raw", b""),
        ("anything", None),
        ("prices", MappingProxyType[Currency, Money]({})),
        ("by_number", {999: 0}),
    ],
)
def test_what_fits_is_taken(name: str, value: Any) -> None:
    """The values at the edge of what is allowed."""
    made = Everything(**(FITTING | {name: value}))

    assert value == getattr(made, name)


@pytest.mark.parametrize(
    ("name", "value", "path", "rule"),
    [
        ("text", 1, "text", "is no text"),
        ("text", None, "text", "is no text"),
        ("text", "", "text", "is shorter than 1"),
        ("text", "123456", "text", "is longer than 5"),
        ("text", "\ud800", "text", "has half of a surrogate pair, which no encoding can write"),
        ("whole", True, "whole", "is no whole number"),
        ("whole", 1.0, "whole", "is no whole number"),
        ("whole", 2**63, "whole", "does not fit into 64 bits"),
        ("number", True, "number", "is no number that a float holds"),
        ("number", 2**53 + 1, "number", "is no number that a float holds"),
        ("number", 10**400, "number", "is no number that a float holds"),
        ("number", float("nan"), "number", "is not finite"),
        ("number", float("inf"), "number", "is not finite"),
        ("number", 1.6, "number", "is more than 1.5"),
        ("decimal", 1, "decimal", "is no decimal"),
        ("decimal", 1.5, "decimal", "is no decimal"),
        ("decimal", Decimal("NaN"), "decimal", "is not finite"),
        ("decimal", Decimal("sNaN"), "decimal", "is not finite"),
        ("decimal", Decimal("-Infinity"), "decimal", "is not finite"),
        ("yes", 1, "yes", "is neither true nor false"),
        ("identity", str(ID), "identity", "is no uuid"),
        ("day", NOON, "day", "is no date"),
        ("day", date(2025, 12, 31), "day", "is less than 2026-01-01"),
        ("moment", datetime(2026, 1, 31), "moment", "is not in UTC"),
        ("moment", datetime(2026, 1, 31, tzinfo=timezone(timedelta(hours=1))), "moment", "is not in UTC"),
        ("moment", date(2026, 1, 31), "moment", "is no time"),
        ("lasting", timedelta(hours=48, microseconds=1), "lasting", "is more than 2 days, 0:00:00"),
        ("lasting", timedelta(microseconds=-1), "lasting", "is negative"),
        ("raw", b"abcd", "raw", "is longer than 3"),
        ("raw", bytearray(b"a"), "raw", "is no bytes"),
        ("anything", {1: 2}, "anything", "is no plain JSON value"),
        ("anything", {"a": [NOON]}, "anything", "is no plain JSON value"),
        ("anything", [float("nan")], "anything", "is no plain JSON value"),
        ("anything", "\udfff", "anything", "is no plain JSON value"),
        ("anything", (1,), "anything", "is no plain JSON value"),
        ("email", "person@example", "email", "is no email"),
        ("email", "person@example.com\n", "email", "is no email"),
        ("prices", [], "prices", "is no mapping"),
        ("prices", {"EUR": FIVE}, "prices['EUR']", "is no Currency"),
        ("prices", {Currency.EUR: 5}, "prices[<Currency.EUR: 'EUR'>]", "is no Money"),
        ("by_day", {NOON: 1}, None, "is no date"),
        ("by_id", {ID: "1"}, None, "is no whole number"),
        ("by_number", {1000: 1}, "by_number[1000]", "is more than 999"),
    ],
)
def test_what_does_not_fit_is_refused(name: str, value: Any, path: str | None, rule: str) -> None:
    """The error says which class, where, and what rule."""
    with pytest.raises(ConstraintViolated) as caught:
        Everything(**(FITTING | {name: value}))

    assert ("Everything", rule) == (caught.value.subject, caught.value.rule)
    assert path is None or path == caught.value.path
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, FactbookError)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: OrderLine("mug-0001", 1, FIVE), "OrderLine.sku: 'mug-0001' does not match [A-Z]{3}-[0-9]{4}"),
        (lambda: OrderLine("MUG-0001", 0, FIVE), "OrderLine.quantity: 0 is less than 1"),
        (lambda: Money(Decimal("-0.01")), "Money.amount: Decimal('-0.01') is less than 0"),
        (lambda: Money(Decimal("0.001")), "Money.amount: Decimal('0.001') has more than 2 places"),
        (
            lambda: Money(Decimal(10**10)),
            "Money.amount: Decimal('10000000000') has more than 10 digits before the point",
        ),
        (lambda: OrderPlaced(ID, (), FIVE, NOON), "OrderPlaced.lines: a tuple of 0 is shorter than 1"),
        (
            lambda: OrderPlaced(ID, listed, FIVE, NOON),
            "OrderPlaced.lines: a list of 1 is no tuple",
        ),
        (lambda: OrderPlaced(ID, (LINE, five), FIVE, NOON), "OrderPlaced.lines[1]: 5 is no OrderLine"),
        (lambda: OrderPaid(ID, money), "OrderPaid.method: Money(…) is none of Card, Debit"),
        (lambda: OrderPaid(ID, Debit("a"), (Card("a"), nothing)), "OrderPaid.others[1]: None is none of Card, Debit"),
        (lambda: attrs.evolve(PLACED, note=five), "OrderPlaced.note: 5 is no text"),
        (lambda: Debit("x" * 999 + "\ud800"), None),
    ],
)
def test_errors_lead_to_the_value(make: Callable[[], object], said: str | None) -> None:
    """Class, path, value cut short, rule."""
    with pytest.raises(ConstraintViolated) as caught:
        make()

    assert said is None or said == str(caught.value)
    assert len(str(caught.value)) < 200


def test_zeros_that_change_nothing_are_no_places() -> None:
    """A price times a rate has more places written than it needs."""
    assert Money(Decimal("19.90") * Decimal("0.10")).amount == Decimal("1.99")


def test_an_instance_is_what_attrs_makes() -> None:
    """Equality, hash, representation, pickle, copy and evolve are those of attrs."""
    same = OrderPlaced(order_id=ID, lines=(LINE,), total=FIVE, placed_at=NOON)

    assert PLACED == same == pickle.loads(pickle.dumps(PLACED)) == copy.copy(PLACED) == copy.deepcopy(PLACED)
    assert hash(PLACED) == hash(same)
    assert attrs.evolve(PLACED, note="b").note == "b"
    assert repr(FIVE) == "Money(amount=Decimal('5.00'), currency=<Currency.EUR: 'EUR'>)"


def test_arguments_are_those_of_attrs() -> None:
    """The signature is the same before and after the first call, and what is missing is a TypeError."""

    def made() -> type[Any]:
        return constrained(define(frozen=True)(type("Pair", (), {"__annotations__": {"left": int, "right": int}})))

    plain = define(frozen=True)(type("Pair", (), {"__annotations__": {"left": int, "right": int}}))
    pair = made()
    before = inspect.signature(pair)
    pair(1, right=2)

    assert inspect.signature(plain) == before == inspect.signature(pair)
    for cls in (made(), pair):
        with pytest.raises(TypeError, match="right"):
            cls(1)


def test_a_field_may_bear_any_name() -> None:
    """Nothing that the compiled check needs is hidden by a parameter."""
    names = ["type", "isinstance", "int", "str", "len", "parts", "v", "k", "a", "value", "values", "plain", "refuse"]
    cls = constrained(
        define(frozen=True)(type("Names", (), {"__annotations__": dict.fromkeys(names, tuple[int, ...])}))
    )
    made = cls(**dict.fromkeys(names, (1,)))

    assert [(1,)] * len(names) == [getattr(made, name) for name in names]
    with pytest.raises(ConstraintViolated, match=r"Names.parts\[0\]"):
        cls(**dict.fromkeys(names, (1,)) | {"parts": ("x",)})


def test_msgspec_knows_the_words_it_can_check() -> None:
    """Reading what was recorded keeps to these in C, and passes over the others."""
    assert isinstance(between(1, 2), msgspec.Meta)
    assert isinstance(length(1, 2), msgspec.Meta)
    assert not isinstance(pattern("a"), msgspec.Meta)
    assert not isinstance(text_format("uri"), msgspec.Meta)
    assert not isinstance(between(0, 2**70), msgspec.Meta)
    assert not isinstance(between(Decimal(0), None), msgspec.Meta)
    assert not isinstance(digits(1, 1), msgspec.Meta)
    with pytest.raises(msgspec.ValidationError, match="quantity"):
        msgspec.json.decode(b'{"sku": "MUG-0001", "quantity": 0, "price": {"amount": "1"}}', type=OrderLine)


def test_formats_are_those_of_the_generator() -> None:
    """The two packages do not import each other, and hold the same patterns."""
    assert formats.FORMATS == _formats.FORMATS


def test_only_what_a_catalogue_can_say_is_understood() -> None:
    """A set or a callable is no field of a generated class."""
    for hint in (set[int], list[int], tuple[int, str], int | str, Callable[[], None], complex):
        with pytest.raises(TypeError):
            shape_of(hint)


# The compiled check and the explanation ------------------------------------------------------------------------------

hints: list[Any] = [
    Annotated[str, length(1, 5)],
    Optional[Annotated[int, between(1, 9)]],  # noqa: UP045  # pyright knows no | of such a value
    Annotated[Decimal, between(Decimal(0), Decimal(5)), digits(3, None)],
    Annotated[tuple[Annotated[float, between(0.0, 1.0)], ...], length(None, 2)],
    bool,
    Any,
    Card | Debit | None,
    Currency,
]
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 12),
    st.floats(),
    st.text(max_size=7),
    st.decimals(-1, 6, places=1),
    st.sampled_from([Card("a"), Debit("b"), Currency.EUR]),
    st.lists(st.floats(-0.5, 1.5) | st.integers(0, 1), max_size=3).map(tuple),
    st.lists(st.none() | st.dates(), max_size=2),
)


@pytest.mark.parametrize("hint", hints)
@given(value=values)
def test_the_fast_check_and_the_explanation_agree(hint: Any, value: Any) -> None:
    """Nothing is refused without a reason, and nothing is taken for which there is one."""
    shape = shape_of(hint)

    assert fitting(shape)(value) == (not list(violations(shape, value, "value")))
