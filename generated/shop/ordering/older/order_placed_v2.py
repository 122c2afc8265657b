# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""How OrderPlaced of Ordering was in version 2."""

from __future__ import annotations

from datetime import datetime

from factbook.constraints import constrained
from factbook.messages import define

from ...customers.types import (
    Address,
    CustomerId,
)
from ...types import (
    Money,
    OrderId,
    OrderLines,
    PaymentMethod,
)


@constrained
@define(frozen=True, slots=True)
class OrderPlaced:
    """Version 2: The customer confirmed the order. Its prices and its address are fixed from here on.

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
