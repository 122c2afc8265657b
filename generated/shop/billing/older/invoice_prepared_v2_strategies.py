# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of InvoicePrepared as it was in version 2."""

from __future__ import annotations

from typing import Any

from factbook.testing.strategies import SearchStrategy, message

from ...customers.strategies import customer_id
from ...strategies import (
    money,
    order_id,
    order_lines,
    payment_method,
)
from .invoice_prepared_v2 import InvoicePrepared


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
