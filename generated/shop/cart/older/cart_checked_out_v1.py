# Made by factbook from catalogue/shop/cart.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""How CartCheckedOut of Cart was in version 1."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from factbook.constraints import constrained, length
from factbook.messages import define

from ...customers.types import CustomerId
from ...types import (
    Money,
    OrderId,
    PaymentMethod,
    Percent,
    Price,
    Quantity,
    Sku,
)
from ..types import CartId


@constrained
@define(frozen=True, slots=True)
class OrderLine:
    """So many pieces of an item at this price."""

    sku: Sku
    quantity: Quantity
    price: Price


OrderLines = Annotated[tuple[OrderLine, ...], length(1, 20)]
"""What is bought. One line for each item."""


@constrained
@define(frozen=True, slots=True)
class CartCheckedOut:
    """Version 1: The prices of the cart are fixed for one order, which the customer may now place.

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
