"""What goods cost: the arithmetic of euro and cents, for all who need it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

import attrs

from generated.shop import Money, OrderLine, Percent

CENT = Decimal("0.01")


@attrs.frozen
class Amount:
    """What goods cost before the discount, what the discount takes off, and what is left to pay; in euro."""

    goods: Money
    discount: Money
    total: Money


def amount_of(lines: Iterable[OrderLine], discount_percent: Percent) -> Amount:
    """What these lines cost."""
    goods = rounded(sum((line.unit_price * line.quantity for line in lines), Decimal(0)))
    discount = rounded(goods * discount_percent / 100)
    return Amount(goods, discount, goods - discount)


def vat_in(total: Money) -> Money:
    """The VAT, 19 %, that a total contains."""
    return rounded(total * 19 / 119)


def rounded(amount: Decimal) -> Decimal:
    """Rounded half up to the cent."""
    return amount.quantize(CENT, ROUND_HALF_UP)
