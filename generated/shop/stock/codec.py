# Made by factbook from catalogue/shop/stock.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Codec of Stock: Knows how many of each item lie on the shelf, for which orders they are reserved, and which orders
wait for more. Never promises what is not there: no item has fewer pieces on the shelf than are reserved.
"""

from __future__ import annotations

from factbook.codec import NOW, Codec, CommandEntry, EventEntry

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
from .views import StockLevel

CODEC = Codec(
    "stock",
    events=(
        EventEntry(StockCounted, tags=(("sku", "sku"),)),
        EventEntry(StockReserved, tags=(("sku", "sku"), ("order", "order_id"))),
        EventEntry(StockBackOrdered, tags=(("sku", "sku"), ("order", "order_id"))),
        EventEntry(BackOrderFilled, tags=(("sku", "sku"), ("order", "order_id"))),
        EventEntry(BackOrderDropped, tags=(("sku", "sku"), ("order", "order_id"))),
        EventEntry(StockReleased, tags=(("sku", "sku"), ("order", "order_id"))),
        EventEntry(StockTaken, tags=(("sku", "sku"), ("order", "order_id"))),
    ),
    commands=(
        CommandEntry(CountStock, defaults={"counted_at": NOW}),
        CommandEntry(ReserveStock),
        CommandEntry(ReleaseStock),
        CommandEntry(TakeStock),
    ),
    rejections=(
        CountBelowReserved,
        OrderWasCancelled,
        NothingHeld,
        NotReserved,
    ),
    rows=(StockLevel,),
)
