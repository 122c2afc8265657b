# Made by factbook from catalogue/shop/stock.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Commands of Stock: Knows how many of each item lie on the shelf, for which orders they are reserved, and which orders
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
class CountStock:
    """Says how many pieces lie on the shelf. If there are now more than before, lines that wait get theirs. Goods that
    arrive or come back are counted too.
    """

    sku: Sku
    counted: Count
    counted_at: datetime


@constrained
@define(frozen=True, slots=True)
class ReserveStock:
    """Reserves pieces for one line of an order, or puts the line into the queue of those that wait. A line that already
    has its pieces or waits for them keeps what it has.
    """

    sku: Sku
    order_id: OrderId
    quantity: Quantity


@constrained
@define(frozen=True, slots=True)
class ReleaseStock:
    """Gives up what one line of an order has reserved or waits for. Other lines that wait get the freed pieces."""

    sku: Sku
    order_id: OrderId


@constrained
@define(frozen=True, slots=True)
class TakeStock:
    """Takes the reserved pieces of an order off the shelf, because its parcel left the house."""

    sku: Sku
    order_id: OrderId
