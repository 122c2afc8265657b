# Made by factbook from catalogue/shop/stock.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Events of Stock: Knows how many of each item lie on the shelf, for which orders they are reserved, and which orders
wait for more. Never promises what is not there: no item has fewer pieces on the shelf than are reserved.
"""

from __future__ import annotations

from datetime import datetime

from factbook.constraints import constrained
from factbook.messages import define

from ..types import (
    OrderId,
    Quantity,
    Sku,
)
from .types import Count


@constrained
@define(frozen=True, slots=True)
class StockCounted:
    """Somebody went to the shelf and counted. Pieces that are reserved but not yet sent count as well."""

    sku: Sku
    counted: Count
    counted_at: datetime


@constrained
@define(frozen=True, slots=True)
class StockReserved:
    """Free pieces are reserved for an order, all that its line asks for."""

    sku: Sku
    order_id: OrderId
    quantity: Quantity


@constrained
@define(frozen=True, slots=True)
class StockBackOrdered:
    """There were not enough free pieces for the line of an order, so the whole line waits."""

    sku: Sku
    order_id: OrderId
    quantity: Quantity


@constrained
@define(frozen=True, slots=True)
class BackOrderFilled:
    """A line that waited got its pieces. They are reserved now."""

    sku: Sku
    order_id: OrderId
    quantity: Quantity


@constrained
@define(frozen=True, slots=True)
class BackOrderDropped:
    """A line waits no longer, because its order was cancelled or changed."""

    sku: Sku
    order_id: OrderId
    quantity: Quantity


@constrained
@define(frozen=True, slots=True)
class StockReleased:
    """Reserved pieces are free again, because their order was cancelled or changed."""

    sku: Sku
    order_id: OrderId
    quantity: Quantity


@constrained
@define(frozen=True, slots=True)
class StockTaken:
    """Reserved pieces left the shelf with the parcel of their order."""

    sku: Sku
    order_id: OrderId
    quantity: Quantity
