# Made by factbook from catalogue/shop/cart.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Commands of Cart: Keeps the price list and the discount codes, and the carts that customers fill before they order.
The price list is the only source of prices: no command of a customer brings one into a cart.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from factbook.constraints import between, constrained
from factbook.messages import define

from ..customers.types import CustomerId
from ..types import (
    OrderId,
    PaymentMethod,
    Price,
    Quantity,
    Sku,
)
from .types import (
    CartId,
    DiscountCode,
)


@constrained
@define(frozen=True, slots=True)
class SetPrice:
    """Puts an item on the price list, or changes its price."""

    sku: Sku
    unit_price: Price


@constrained
@define(frozen=True, slots=True)
class IssueDiscountCode:
    """Makes a discount code known."""

    code: DiscountCode
    percent: Annotated[int, between(1, 90)]
    last_day: date


@constrained
@define(frozen=True, slots=True)
class WithdrawDiscountCode:
    """Ends a discount code before its last day."""

    code: DiscountCode


@constrained
@define(frozen=True, slots=True)
class AddItem:
    """Puts pieces of an item into a cart. The first one opens the cart."""

    cart_id: CartId
    customer_id: CustomerId
    sku: Sku
    quantity: Quantity


@constrained
@define(frozen=True, slots=True)
class RemoveItem:
    """Takes all pieces of an item out of a cart."""

    cart_id: CartId
    sku: Sku


@constrained
@define(frozen=True, slots=True)
class ApplyDiscountCode:
    """Makes the whole cart cheaper by a discount code. A cart has at most one."""

    cart_id: CartId
    code: DiscountCode
    applied_on: date


@constrained
@define(frozen=True, slots=True)
class RecalculatePrices:
    """Gives an item in a cart the price that the price list says now. Changes nothing when the price is the same, when
    the item is gone, or when the cart was checked out.
    """

    cart_id: CartId
    sku: Sku


@constrained
@define(frozen=True, slots=True)
class CheckOut:
    """Fixes what the cart costs and says how it will be paid. The order that follows has this number."""

    cart_id: CartId
    order_id: OrderId
    payment_method: PaymentMethod
    checked_out_at: datetime
