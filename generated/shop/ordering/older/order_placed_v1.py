# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""How OrderPlaced of Ordering was in version 1."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from factbook.constraints import constrained, length
from factbook.messages import define

from ...customers.types import (
    Address,
    CustomerId,
)
from ...types import (
    Money,
    OrderId,
    PaymentMethod,
    Price,
    Quantity,
    Sku,
)


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
class OrderPlaced:
    """Version 1: The customer confirmed the order. Its prices and its address are fixed from here on.

    Attributes:
        total: What the customer has agreed to pay.
    """

    order_id: OrderId
    customer_id: CustomerId
    lines: OrderLines
    total: Money
    ship_to: Address
    payment_method: PaymentMethod
    placed_at: datetime
