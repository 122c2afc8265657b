"""What the warehouse does when something happens: all of it line by line."""

from __future__ import annotations

from generated.shop.ordering import OrderChanged
from generated.shop.stock import (
    FollowChangePolicy,
    ReleaseStock,
    ReleaseWhenCancelledPolicy,
    ReserveStock,
    ReserveWhenPlacedPolicy,
    TakeStock,
    TakeWhenDispatchedPolicy,
)


def requeue(event: OrderChanged) -> list[ReleaseStock | ReserveStock]:
    """A line that has become smaller gives up its place and gets a new one; one that is gone only gives it up."""
    release = ReleaseStock(event.sku, event.order_id)
    return [release, ReserveStock(event.sku, event.order_id, event.quantity)] if event.quantity else [release]


reserve_when_placed = ReserveWhenPlacedPolicy(
    react=lambda order: [ReserveStock(line.sku, order.order_id, line.quantity) for line in order.lines]
)
follow_change = FollowChangePolicy(react=requeue)
release_when_cancelled = ReleaseWhenCancelledPolicy(
    react=lambda order: [ReleaseStock(line.sku, order.order_id) for line in order.lines]
)
take_when_dispatched = TakeWhenDispatchedPolicy(
    react=lambda parcel: [TakeStock(item.sku, parcel.order_id) for item in parcel.items]
)
