# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""How InvoicePrepared of Billing was in version 1."""

from __future__ import annotations

from typing import Annotated

from factbook.constraints import constrained, length
from factbook.messages import define

from ...customers.types import CustomerId
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
class InvoicePrepared:
    """Version 1: The invoice is written, and its payment is due within 48 hours. Its number is that of the order."""

    order_id: OrderId
    customer_id: CustomerId
    lines: OrderLines
    total: Money
    payment_method: PaymentMethod
