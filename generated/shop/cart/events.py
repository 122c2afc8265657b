# Made by factbook from catalogue/shop/cart.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Events of Cart: Keeps the price list and the discount codes, and the carts that customers fill before they order. The
price list is the only source of prices: no command of a customer brings one into a cart.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from factbook.constraints import between, constrained
from factbook.messages import define

from ..customers.types import CustomerId
from ..types import (
    Money,
    OrderId,
    OrderLines,
    PaymentMethod,
    Percent,
    Price,
    Quantity,
    Sku,
)
from .types import (
    CartId,
    CartLines,
    DiscountCode,
)


@constrained
@define(frozen=True, slots=True)
class PriceSet:
    """An item costs this much from here on. Without a price an item is not for sale."""

    sku: Sku
    unit_price: Price


@constrained
@define(frozen=True, slots=True)
class DiscountCodeIssued:
    """Whoever types this code in pays that much less, until its last day is over."""

    code: DiscountCode
    percent: Annotated[int, between(1, 90)]
    last_day: date


@constrained
@define(frozen=True, slots=True)
class DiscountCodeWithdrawn:
    """The code is worth nothing from here on. Carts that have it keep it."""

    code: DiscountCode


@constrained
@define(frozen=True, slots=True)
class ItemAdded:
    """The customer put pieces of an item into the cart. All pieces of it now have the price of that moment."""

    cart_id: CartId
    customer_id: CustomerId
    sku: Sku
    quantity: Quantity
    unit_price: Price


@constrained
@define(frozen=True, slots=True)
class ItemRemoved:
    """The customer took all pieces of an item out of the cart."""

    cart_id: CartId
    sku: Sku


@constrained
@define(frozen=True, slots=True)
class DiscountCodeApplied:
    """The cart costs less by this code, which replaces any code before it."""

    cart_id: CartId
    code: DiscountCode
    percent: Annotated[int, between(1, 90)]


@constrained
@define(frozen=True, slots=True)
class PricesRecalculated:
    """What the cart holds and costs now. Follows every change of its items, its discount or their prices.

    Attributes:
        goods: What all lines cost before the discount.
        discount: That percentage of the goods, rounded half up to the cent.
        total: Goods minus discount.
    """

    cart_id: CartId
    customer_id: CustomerId
    lines: CartLines
    discount_percent: Percent
    goods: Money
    discount: Money
    total: Money


@constrained
@define(frozen=True, slots=True)
class CartCheckedOut:
    """The prices of the cart are fixed for one order, which the customer may now place.

    Attributes:
        order_id: The number that the order will have.
    """

    cart_id: CartId
    order_id: OrderId
    customer_id: CustomerId
    lines: OrderLines
    discount_percent: Percent
    goods: Money
    discount: Money
    total: Money
    payment_method: PaymentMethod
    checked_out_at: datetime
