# Made by factbook from catalogue/shop/system.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of the types that the contexts of The shop share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from factbook.testing.strategies import SearchStrategy, decimal, identity, integer, many, message, one_of, text, word

from .types import (
    Card,
    DirectDebit,
    MailTrouble,
    Money,
    OrderId,
    OrderLine,
    OrderLines,
    PaymentMethod,
    Percent,
    Price,
    Quantity,
    Sku,
)


def order_id() -> SearchStrategy[OrderId]:
    """Any valid ``OrderId``."""
    return identity(OrderId)


def sku() -> SearchStrategy[Sku]:
    """Any valid ``Sku``."""
    return identity(str, "MUG-0001", "MUG-0002", "MUG-0003", "MUG-0004")


def quantity() -> SearchStrategy[Quantity]:
    """Any valid ``Quantity``."""
    return integer(1, 999)


def money() -> SearchStrategy[Money]:
    """Any valid ``Money``."""
    return decimal(Decimal(0), digits=12, places=2)


def price() -> SearchStrategy[Price]:
    """Any valid ``Price``."""
    return decimal(Decimal("0.01"), Decimal("100000.00"), digits=12, places=2)


def percent() -> SearchStrategy[Percent]:
    """Any valid ``Percent``."""
    return integer(0, 90)


def order_line(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderLine]:
    """Any valid ``OrderLine``; name a field to say how it is drawn."""
    return message(OrderLine, fields, sku=sku(), quantity=quantity(), unit_price=price())


def order_lines() -> SearchStrategy[OrderLines]:
    """Any valid ``OrderLines``."""
    return many(order_line(), 1, 20)


def card(**fields: SearchStrategy[Any]) -> SearchStrategy[Card]:
    """Any valid ``Card``; name a field to say how it is drawn."""
    return message(Card, fields, token=text(pattern=r"tok-[a-z0-9\-]{1,60}", often=("tok-a", "tok-1")))


def direct_debit(**fields: SearchStrategy[Any]) -> SearchStrategy[DirectDebit]:
    """Any valid ``DirectDebit``; name a field to say how it is drawn."""
    return message(DirectDebit, fields, mandate=text(pattern=r"[A-Z0-9\-]{1,35}", often=("A", "1")))


def payment_method() -> SearchStrategy[PaymentMethod]:
    """Any valid ``PaymentMethod``."""
    return one_of(card(), direct_debit())


def mail_trouble() -> SearchStrategy[MailTrouble]:
    """Any valid ``MailTrouble``."""
    return word(MailTrouble)
