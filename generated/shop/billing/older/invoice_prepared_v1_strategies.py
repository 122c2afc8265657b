# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of InvoicePrepared as it was in version 1."""

from __future__ import annotations

from typing import Any

from factbook.testing.strategies import SearchStrategy, many, message

from ...customers.strategies import customer_id
from ...strategies import (
    money,
    order_id,
    payment_method,
    price,
    quantity,
    sku,
)
from .invoice_prepared_v1 import (
    InvoicePrepared,
    OrderLine,
    OrderLines,
)


def order_line(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderLine]:
    """Any valid ``OrderLine``; name a field to say how it is drawn."""
    return message(OrderLine, fields, sku=sku(), quantity=quantity(), price=price())


def order_lines() -> SearchStrategy[OrderLines]:
    """Any valid ``OrderLines``."""
    return many(order_line(), 1, 20)


def invoice_prepared(**fields: SearchStrategy[Any]) -> SearchStrategy[InvoicePrepared]:
    """Any valid ``InvoicePrepared``; name a field to say how it is drawn."""
    return message(
        InvoicePrepared,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        lines=order_lines(),
        total=money(),
        payment_method=payment_method(),
    )
