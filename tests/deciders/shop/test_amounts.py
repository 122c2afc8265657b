"""Euro and cents."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deciders.shop.amounts import CENT, Amount, amount_of, vat_in
from generated.shop import OrderLine

prices = st.integers(1, 10_000_000).map(lambda cents: cents * CENT)
lines = st.lists(st.builds(OrderLine, st.just("MUG-0001"), st.integers(1, 999), prices), max_size=20)


@pytest.mark.parametrize(
    ("price", "percent", "discount"),
    [
        ("11.90", 0, "0.00"),
        ("11.90", 10, "1.19"),
        ("11.90", 15, "1.79"),  # 1.785
        ("0.05", 10, "0.01"),  # 0.005
        ("0.04", 10, "0.00"),  # 0.004
        ("100000.00", 90, "90000.00"),
    ],
)
def test_half_a_cent_is_rounded_up(price: str, percent: int, discount: str) -> None:
    """The discount is a percentage of the goods, to the cent; the customer has the advantage."""
    goods = Decimal(price)

    expected = Amount(goods, Decimal(discount), goods - Decimal(discount))
    assert expected == amount_of([OrderLine("MUG-0001", 1, goods)], percent)


@given(lines, st.integers(0, 90))
def test_the_parts_make_up_the_whole(bought: list[OrderLine], percent: int) -> None:
    """Nothing is lost in rounding, nothing costs less than nothing, and every amount is whole cents."""
    amount = amount_of(bought, percent)

    assert amount.goods == sum((line.unit_price * line.quantity for line in bought), Decimal(0))
    assert amount.goods == amount.discount + amount.total
    assert 0 <= amount.total
    assert {-2} == {part.as_tuple().exponent for part in (amount.goods, amount.discount, amount.total)}


@pytest.mark.parametrize(("total", "vat"), [("0.00", "0.00"), ("23.80", "3.80"), ("0.03", "0.00"), ("0.04", "0.01")])
def test_a_total_contains_its_vat(total: str, vat: str) -> None:
    """19 of 119 parts, rounded half up to the cent."""
    assert Decimal(vat) == vat_in(Decimal(total))
