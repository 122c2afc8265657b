# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of OrderCancelled as it was in version 1."""

from __future__ import annotations

from typing import Any

from factbook.testing.strategies import SearchStrategy, message

from ...customers.strategies import customer_id
from ...strategies import (
    order_id,
    order_lines,
)
from ..strategies import cancel_reason
from .order_cancelled_v1 import OrderCancelled


def order_cancelled(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderCancelled]:
    """Any valid ``OrderCancelled``; name a field to say how it is drawn."""
    return message(
        OrderCancelled,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        why=cancel_reason(),
        lines=order_lines(),
    )
