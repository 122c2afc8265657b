# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of OrderPlaced as it was in version 1."""

from __future__ import annotations

from typing import Any

from factbook.testing.strategies import SearchStrategy, many, message, moment

from ...customers.strategies import (
    address,
    customer_id,
)
from ...strategies import (
    money,
    order_id,
    payment_method,
    price,
    quantity,
    sku,
)
from .order_placed_v1 import (
    OrderLine,
    OrderLines,
    OrderPlaced,
)


def order_line(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderLine]:
    """Any valid ``OrderLine``; name a field to say how it is drawn."""
    return message(OrderLine, fields, sku=sku(), quantity=quantity(), price=price())


def order_lines() -> SearchStrategy[OrderLines]:
    """Any valid ``OrderLines``."""
    return many(order_line(), 1, 20)


def order_placed(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderPlaced]:
    """Any valid ``OrderPlaced``; name a field to say how it is drawn."""
    return message(
        OrderPlaced,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        lines=order_lines(),
        total=money(),
        ship_to=address(),
        payment_method=payment_method(),
        placed_at=moment(),
    )
