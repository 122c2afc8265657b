# Made by factbook from catalogue/shop/stock.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Policies of Stock: Knows how many of each item lie on the shelf, for which orders they are reserved, and which orders
wait for more. Never promises what is not there: no item has fewer pieces on the shelf than are reserved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from factbook.contracts import PolicyContract
from factbook.policy import Policy
from factbook.wiring import checked, wire_policy

from ..ordering.events import (
    OrderCancelled,
    OrderChanged,
    OrderPlaced,
)
from ..shipping.events import ShipmentDispatched
from .commands import (
    ReleaseStock,
    ReserveStock,
    TakeStock,
)

RESERVE_WHEN_PLACED_CONTRACT = PolicyContract(
    "stock.ReserveWhenPlaced",
    when=(OrderPlaced,),
    issues=(ReserveStock,),
)


@checked(RESERVE_WHEN_PLACED_CONTRACT)
def ReserveWhenPlacedPolicy(
    *,
    react: Callable[[OrderPlaced], Sequence[ReserveStock]],
) -> Policy[OrderPlaced, None, ReserveStock]:
    """Reserves every line of a new order, in the order of its lines."""
    return wire_policy(RESERVE_WHEN_PLACED_CONTRACT, react)


FOLLOW_CHANGE_CONTRACT = PolicyContract(
    "stock.FollowChange",
    when=(OrderChanged,),
    issues=(ReleaseStock, ReserveStock),
)


@checked(FOLLOW_CHANGE_CONTRACT)
def FollowChangePolicy(
    *,
    react: Callable[[OrderChanged], Sequence[ReleaseStock | ReserveStock]],
) -> Policy[OrderChanged, None, ReleaseStock | ReserveStock]:
    """Gives up a line that was changed and, unless it is gone, queues it again with its new quantity."""
    return wire_policy(FOLLOW_CHANGE_CONTRACT, react)


RELEASE_WHEN_CANCELLED_CONTRACT = PolicyContract(
    "stock.ReleaseWhenCancelled",
    when=(OrderCancelled,),
    issues=(ReleaseStock,),
)


@checked(RELEASE_WHEN_CANCELLED_CONTRACT)
def ReleaseWhenCancelledPolicy(
    *,
    react: Callable[[OrderCancelled], Sequence[ReleaseStock]],
) -> Policy[OrderCancelled, None, ReleaseStock]:
    """Gives up every line of a cancelled order."""
    return wire_policy(RELEASE_WHEN_CANCELLED_CONTRACT, react)


TAKE_WHEN_DISPATCHED_CONTRACT = PolicyContract(
    "stock.TakeWhenDispatched",
    when=(ShipmentDispatched,),
    issues=(TakeStock,),
)


@checked(TAKE_WHEN_DISPATCHED_CONTRACT)
def TakeWhenDispatchedPolicy(
    *,
    react: Callable[[ShipmentDispatched], Sequence[TakeStock]],
) -> Policy[ShipmentDispatched, None, TakeStock]:
    """Takes every line of a parcel that left off the shelf."""
    return wire_policy(TAKE_WHEN_DISPATCHED_CONTRACT, react)
