# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""How InvoicePrepared of Billing was in version 2."""

from __future__ import annotations

from factbook.constraints import constrained
from factbook.messages import define

from ...customers.types import CustomerId
from ...types import (
    Money,
    OrderId,
    OrderLines,
    PaymentMethod,
)


@constrained
@define(frozen=True, slots=True)
class InvoicePrepared:
    """Version 2: The invoice is written, and its payment is due within 48 hours. Its number is that of the order."""

    order_id: OrderId
    customer_id: CustomerId
    lines: OrderLines
    total: Money
    payment_method: PaymentMethod
