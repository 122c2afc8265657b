# Made by factbook from catalogue/shop/cart.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of CartCheckedOut as it was in version 1."""

from __future__ import annotations

from typing import Any

from factbook.testing.strategies import SearchStrategy, many, message, moment

from ...customers.strategies import customer_id
from ...strategies import (
    money,
    order_id,
    payment_method,
    percent,
    price,
    quantity,
    sku,
)
from ..strategies import cart_id
from .cart_checked_out_v1 import (
    CartCheckedOut,
    OrderLine,
    OrderLines,
)


def order_line(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderLine]:
    """Any valid ``OrderLine``; name a field to say how it is drawn."""
    return message(OrderLine, fields, sku=sku(), quantity=quantity(), price=price())


def order_lines() -> SearchStrategy[OrderLines]:
    """Any valid ``OrderLines``."""
    return many(order_line(), 1, 20)


def cart_checked_out(**fields: SearchStrategy[Any]) -> SearchStrategy[CartCheckedOut]:
    """Any valid ``CartCheckedOut``; name a field to say how it is drawn."""
    return message(
        CartCheckedOut,
        fields,
        cart_id=cart_id(),
        order_id=order_id(),
        customer_id=customer_id(),
        lines=order_lines(),
        discount_percent=percent(),
        goods=money(),
        discount=money(),
        total=money(),
        payment_method=payment_method(),
        checked_out_at=moment(),
    )
