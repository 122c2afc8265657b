"""The view of the shelf: how many pieces of each item there are, and how many of them are promised."""

from __future__ import annotations

from typing import assert_never

from generated.shop.stock import (
    BackOrderDropped,
    BackOrderFilled,
    StockBackOrdered,
    StockCounted,
    StockLevel,
    StockLevelEvent,
    StockLevelView,
    StockReleased,
    StockReserved,
    StockTaken,
)


def evolve_stock_level(row: StockLevel | None, event: StockLevelEvent) -> StockLevel | None:
    """An item after one more event; it may be waited for before anybody has counted it."""
    level = row or StockLevel(sku=event.sku, on_hand=0, reserved=0, free=0, waiting=0)
    on_hand, reserved, waiting, counted_at = level.on_hand, level.reserved, level.waiting, level.counted_at
    match event:
        case StockCounted():
            on_hand, counted_at = event.counted, event.counted_at
        case StockReserved(quantity=quantity):
            reserved += quantity
        case StockBackOrdered(quantity=quantity):
            waiting += quantity
        case BackOrderFilled(quantity=quantity):
            waiting -= quantity
            reserved += quantity
        case BackOrderDropped(quantity=quantity):
            waiting -= quantity
        case StockReleased(quantity=quantity):
            reserved -= quantity
        case StockTaken(quantity=quantity):
            reserved -= quantity
            on_hand -= quantity
        case _:
            assert_never(event)
    return StockLevel(event.sku, on_hand, reserved, on_hand - reserved, waiting, counted_at)


stock_level = StockLevelView(evolve=evolve_stock_level)
