# Made by factbook from catalogue/shop/stock.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Views of Stock: Knows how many of each item lie on the shelf, for which orders they are reserved, and which orders
wait for more. Never promises what is not there: no item has fewer pieces on the shelf than are reserved.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from factbook.constraints import between, constrained
from factbook.contracts import ViewContract
from factbook.messages import define
from factbook.view import View
from factbook.wiring import checked, wire_view

from ..types import Sku
from .events import (
    BackOrderDropped,
    BackOrderFilled,
    StockBackOrdered,
    StockCounted,
    StockReleased,
    StockReserved,
    StockTaken,
)


@constrained
@define(frozen=True, slots=True)
class StockLevel:
    """How many pieces of each item there are, are promised, are free and are waited for.

    Attributes:
        on_hand: Pieces on the shelf, the reserved ones among them.
        reserved: Pieces promised to orders.
        free: On hand minus reserved.
        waiting: Pieces that orders wait for.
        counted_at: When somebody last counted. Missing if nobody ever did.
    """

    sku: Sku
    on_hand: Annotated[int, between(0, None)]
    reserved: Annotated[int, between(0, None)]
    free: Annotated[int, between(0, None)]
    waiting: Annotated[int, between(0, None)]
    counted_at: datetime | None = None


StockLevelEvent = (
    StockCounted | StockReserved | StockBackOrdered | BackOrderFilled | BackOrderDropped | StockReleased | StockTaken
)
"""What StockLevel is made from."""

STOCK_LEVEL_CONTRACT = ViewContract(
    "stock.StockLevel",
    StockLevel,
    key=("sku",),
    sources={
        StockCounted: ("sku",),
        StockReserved: ("sku",),
        StockBackOrdered: ("sku",),
        BackOrderFilled: ("sku",),
        BackOrderDropped: ("sku",),
        StockReleased: ("sku",),
        StockTaken: ("sku",),
    },
)


@checked(STOCK_LEVEL_CONTRACT)
def StockLevelView(
    *,
    evolve: Callable[[StockLevel | None, StockLevelEvent], StockLevel | None],
) -> View[StockLevel | None, StockLevelEvent]:
    """The table StockLevel, one row for each sku."""
    return wire_view(STOCK_LEVEL_CONTRACT, evolve)
