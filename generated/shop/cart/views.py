# Made by factbook from catalogue/shop/cart.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Views of Cart: Keeps the price list and the discount codes, and the carts that customers fill before they order. The
price list is the only source of prices: no command of a customer brings one into a cart.
"""

from __future__ import annotations

from collections.abc import Callable

from factbook.constraints import constrained
from factbook.contracts import ViewContract
from factbook.messages import define
from factbook.view import View
from factbook.wiring import checked, wire_view

from ..customers.types import CustomerId
from ..types import (
    Money,
    Percent,
)
from .events import (
    CartCheckedOut,
    PricesRecalculated,
)
from .types import (
    CartId,
    CartLines,
)


@constrained
@define(frozen=True, slots=True)
class CartContents:
    """What lies in each cart and what it costs. A cart that was checked out is no longer shown."""

    cart_id: CartId
    customer_id: CustomerId
    lines: CartLines
    discount_percent: Percent
    goods: Money
    discount: Money
    total: Money


CartContentsEvent = PricesRecalculated | CartCheckedOut
"""What CartContents is made from."""

CART_CONTENTS_CONTRACT = ViewContract(
    "cart.CartContents",
    CartContents,
    key=("cart_id",),
    sources={
        PricesRecalculated: ("cart_id",),
        CartCheckedOut: ("cart_id",),
    },
)


@checked(CART_CONTENTS_CONTRACT)
def CartContentsView(
    *,
    evolve: Callable[[CartContents | None, CartContentsEvent], CartContents | None],
) -> View[CartContents | None, CartContentsEvent]:
    """The table CartContents, one row for each cart_id."""
    return wire_view(CART_CONTENTS_CONTRACT, evolve)
