# Made by factbook from catalogue/shop/stock.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Stock: Knows how many of each item lie on the shelf, for which orders they are reserved, and which orders wait for
more. Never promises what is not there: no item has fewer pieces on the shelf than are reserved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.lazy import lazy_exports

if TYPE_CHECKING:
    from .commands import (
        CountStock,
        ReleaseStock,
        ReserveStock,
        TakeStock,
    )
    from .deciders import (
        CountStockOutcome,
        ReleaseStockOutcome,
        ReserveStockOutcome,
        ShelfCommand,
        ShelfDecider,
        ShelfEvent,
        ShelfRejection,
        TakeStockOutcome,
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
    from .policies import (
        FollowChangePolicy,
        ReleaseWhenCancelledPolicy,
        ReserveWhenPlacedPolicy,
        TakeWhenDispatchedPolicy,
    )
    from .rejections import (
        CountBelowReserved,
        NothingHeld,
        NotReserved,
        OrderWasCancelled,
    )
    from .types import Count
    from .views import (
        StockLevel,
        StockLevelEvent,
        StockLevelView,
    )
else:
    __getattr__, __dir__ = lazy_exports(
        __name__,
        {
            "types": ("Count",),
            "events": (
                "BackOrderDropped",
                "BackOrderFilled",
                "StockBackOrdered",
                "StockCounted",
                "StockReleased",
                "StockReserved",
                "StockTaken",
            ),
            "commands": (
                "CountStock",
                "ReleaseStock",
                "ReserveStock",
                "TakeStock",
            ),
            "rejections": (
                "CountBelowReserved",
                "NothingHeld",
                "NotReserved",
                "OrderWasCancelled",
            ),
            "views": (
                "StockLevel",
                "StockLevelEvent",
                "StockLevelView",
            ),
            "deciders": (
                "CountStockOutcome",
                "ReleaseStockOutcome",
                "ReserveStockOutcome",
                "ShelfCommand",
                "ShelfDecider",
                "ShelfEvent",
                "ShelfRejection",
                "TakeStockOutcome",
            ),
            "policies": (
                "FollowChangePolicy",
                "ReleaseWhenCancelledPolicy",
                "ReserveWhenPlacedPolicy",
                "TakeWhenDispatchedPolicy",
            ),
        },
    )

__all__ = [
    "BackOrderDropped",
    "BackOrderFilled",
    "Count",
    "CountBelowReserved",
    "CountStock",
    "CountStockOutcome",
    "FollowChangePolicy",
    "NotReserved",
    "NothingHeld",
    "OrderWasCancelled",
    "ReleaseStock",
    "ReleaseStockOutcome",
    "ReleaseWhenCancelledPolicy",
    "ReserveStock",
    "ReserveStockOutcome",
    "ReserveWhenPlacedPolicy",
    "ShelfCommand",
    "ShelfDecider",
    "ShelfEvent",
    "ShelfRejection",
    "StockBackOrdered",
    "StockCounted",
    "StockLevel",
    "StockLevelEvent",
    "StockLevelView",
    "StockReleased",
    "StockReserved",
    "StockTaken",
    "TakeStock",
    "TakeStockOutcome",
    "TakeWhenDispatchedPolicy",
]
