# Made by factbook from catalogue/shop/stock.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Deciders of Stock: Knows how many of each item lie on the shelf, for which orders they are reserved, and which orders
wait for more. Never promises what is not there: no item has fewer pieces on the shelf than are reserved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from factbook.contracts import CommandContract, DeciderContract
from factbook.decider import Decider, Evolve
from factbook.queries import Boundary, Read
from factbook.wiring import checked, wire_decider

from ..ordering.events import OrderCancelled
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

S = TypeVar("S")

ShelfEvent = (
    StockCounted
    | BackOrderFilled
    | StockReserved
    | StockBackOrdered
    | StockReleased
    | BackOrderDropped
    | StockTaken
    | OrderCancelled
)
"""What Shelf evolves from."""

ShelfCommand = CountStock | ReserveStock | ReleaseStock | TakeStock
"""What Shelf decides on."""

ShelfRejection = CountBelowReserved | OrderWasCancelled | NothingHeld | NotReserved
"""How Shelf refuses."""

CountStockOutcome = Sequence[StockCounted | BackOrderFilled] | CountBelowReserved
"""What may come of CountStock."""

ReserveStockOutcome = Sequence[StockReserved | StockBackOrdered] | OrderWasCancelled
"""What may come of ReserveStock."""

ReleaseStockOutcome = Sequence[StockReleased | BackOrderDropped | BackOrderFilled] | NothingHeld
"""What may come of ReleaseStock."""

TakeStockOutcome = Sequence[StockTaken] | NotReserved
"""What may come of TakeStock."""

SHELF_READS = (
    Read(
        (
            "stock.StockCounted",
            "stock.BackOrderFilled",
            "stock.StockReserved",
            "stock.StockBackOrdered",
            "stock.StockReleased",
            "stock.BackOrderDropped",
            "stock.StockTaken",
        ),
        (("sku", "sku"),),
    ),
)
"""What every command of Shelf reads."""

SHELF_CONTRACT = DeciderContract(
    "stock.Shelf",
    evolves=(
        StockCounted,
        BackOrderFilled,
        StockReserved,
        StockBackOrdered,
        StockReleased,
        BackOrderDropped,
        StockTaken,
        OrderCancelled,
    ),
    commands={
        "count_stock": CommandContract(
            "stock.CountStock",
            CountStock,
            reads=Boundary(*SHELF_READS),
            records=(StockCounted, BackOrderFilled),
            rejects=(CountBelowReserved,),
        ),
        "reserve_stock": CommandContract(
            "stock.ReserveStock",
            ReserveStock,
            reads=Boundary(
                *SHELF_READS,
                Read(("ordering.OrderCancelled",), (("order", "order_id"),)),
            ),
            records=(StockReserved, StockBackOrdered),
            rejects=(OrderWasCancelled,),
        ),
        "release_stock": CommandContract(
            "stock.ReleaseStock",
            ReleaseStock,
            reads=Boundary(*SHELF_READS),
            records=(StockReleased, BackOrderDropped, BackOrderFilled),
            rejects=(NothingHeld,),
        ),
        "take_stock": CommandContract(
            "stock.TakeStock",
            TakeStock,
            reads=Boundary(*SHELF_READS),
            records=(StockTaken,),
            rejects=(NotReserved,),
        ),
    },
)


@checked(SHELF_CONTRACT)
def ShelfDecider(
    *,
    initial: S,
    evolve: Evolve[S, ShelfEvent],
    count_stock: Callable[[CountStock, S], CountStockOutcome],
    reserve_stock: Callable[[ReserveStock, S], ReserveStockOutcome],
    release_stock: Callable[[ReleaseStock, S], ReleaseStockOutcome],
    take_stock: Callable[[TakeStock, S], TakeStockOutcome],
) -> Decider[ShelfCommand, S, ShelfEvent, ShelfRejection]:
    """Decides on one item. Free pieces are those counted minus those taken since and those reserved. Whenever pieces
    become free, the lines that wait are served in the order in which they began to wait; a line that does not fit is
    passed over, and nothing is split.
    """
    return wire_decider(
        SHELF_CONTRACT,
        initial,
        evolve,
        count_stock=count_stock,
        reserve_stock=reserve_stock,
        release_stock=release_stock,
        take_stock=take_stock,
    )
