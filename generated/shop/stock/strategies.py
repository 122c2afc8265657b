# Made by factbook from catalogue/shop/stock.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of Stock: every type and message, valid by construction."""

from __future__ import annotations

from typing import Any

from factbook.testing.strategies import SearchStrategy, integer, message, moment

from ..strategies import (
    order_id,
    quantity,
    sku,
)
from .commands import (
    CountStock,
    ReleaseStock,
    ReserveStock,
    TakeStock,
)
from .events import (
    BackOrderDropped,
    BackOrderFilled,
    StockBackOrdered,
    StockCounted,
    StockReleased,
    StockReserved,
    StockTaken,
)
from .rejections import (
    CountBelowReserved,
    NothingHeld,
    NotReserved,
    OrderWasCancelled,
)
from .types import Count


def count() -> SearchStrategy[Count]:
    """Any valid ``Count``."""
    return integer(0, 100000)


def stock_counted(**fields: SearchStrategy[Any]) -> SearchStrategy[StockCounted]:
    """Any valid ``StockCounted``; name a field to say how it is drawn."""
    return message(StockCounted, fields, sku=sku(), counted=count(), counted_at=moment())


def stock_reserved(**fields: SearchStrategy[Any]) -> SearchStrategy[StockReserved]:
    """Any valid ``StockReserved``; name a field to say how it is drawn."""
    return message(StockReserved, fields, sku=sku(), order_id=order_id(), quantity=quantity())


def stock_back_ordered(**fields: SearchStrategy[Any]) -> SearchStrategy[StockBackOrdered]:
    """Any valid ``StockBackOrdered``; name a field to say how it is drawn."""
    return message(StockBackOrdered, fields, sku=sku(), order_id=order_id(), quantity=quantity())


def back_order_filled(**fields: SearchStrategy[Any]) -> SearchStrategy[BackOrderFilled]:
    """Any valid ``BackOrderFilled``; name a field to say how it is drawn."""
    return message(BackOrderFilled, fields, sku=sku(), order_id=order_id(), quantity=quantity())


def back_order_dropped(**fields: SearchStrategy[Any]) -> SearchStrategy[BackOrderDropped]:
    """Any valid ``BackOrderDropped``; name a field to say how it is drawn."""
    return message(BackOrderDropped, fields, sku=sku(), order_id=order_id(), quantity=quantity())


def stock_released(**fields: SearchStrategy[Any]) -> SearchStrategy[StockReleased]:
    """Any valid ``StockReleased``; name a field to say how it is drawn."""
    return message(StockReleased, fields, sku=sku(), order_id=order_id(), quantity=quantity())


def stock_taken(**fields: SearchStrategy[Any]) -> SearchStrategy[StockTaken]:
    """Any valid ``StockTaken``; name a field to say how it is drawn."""
    return message(StockTaken, fields, sku=sku(), order_id=order_id(), quantity=quantity())


def count_stock(**fields: SearchStrategy[Any]) -> SearchStrategy[CountStock]:
    """Any valid ``CountStock``; name a field to say how it is drawn."""
    return message(CountStock, fields, sku=sku(), counted=count(), counted_at=moment())


def reserve_stock(**fields: SearchStrategy[Any]) -> SearchStrategy[ReserveStock]:
    """Any valid ``ReserveStock``; name a field to say how it is drawn."""
    return message(ReserveStock, fields, sku=sku(), order_id=order_id(), quantity=quantity())


def release_stock(**fields: SearchStrategy[Any]) -> SearchStrategy[ReleaseStock]:
    """Any valid ``ReleaseStock``; name a field to say how it is drawn."""
    return message(ReleaseStock, fields, sku=sku(), order_id=order_id())


def take_stock(**fields: SearchStrategy[Any]) -> SearchStrategy[TakeStock]:
    """Any valid ``TakeStock``; name a field to say how it is drawn."""
    return message(TakeStock, fields, sku=sku(), order_id=order_id())


def count_below_reserved(**fields: SearchStrategy[Any]) -> SearchStrategy[CountBelowReserved]:
    """Any valid ``CountBelowReserved``; name a field to say how it is drawn."""
    return message(CountBelowReserved, fields, reserved=integer(1))


def order_was_cancelled(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderWasCancelled]:
    """Any valid ``OrderWasCancelled``; name a field to say how it is drawn."""
    return message(OrderWasCancelled, fields)


def nothing_held(**fields: SearchStrategy[Any]) -> SearchStrategy[NothingHeld]:
    """Any valid ``NothingHeld``; name a field to say how it is drawn."""
    return message(NothingHeld, fields)


def not_reserved(**fields: SearchStrategy[Any]) -> SearchStrategy[NotReserved]:
    """Any valid ``NotReserved``; name a field to say how it is drawn."""
    return message(NotReserved, fields)
