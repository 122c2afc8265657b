# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Commands of Shipping: Packs paid orders, follows their parcels to the doorstep and perhaps back, and tells the
customers.
"""

from __future__ import annotations

from datetime import datetime

from factbook.constraints import constrained
from factbook.messages import define

from ..types import OrderId
from .types import (
    Carrier,
    ReturnReason,
    TrackingNumber,
)


@constrained
@define(frozen=True, slots=True)
class PrepareShipment:
    """Has the goods of a paid order packed for the address of the order."""

    order_id: OrderId


@constrained
@define(frozen=True, slots=True)
class DispatchShipment:
    """Hands a packed parcel to a carrier."""

    order_id: OrderId
    carrier: Carrier
    tracking_number: TrackingNumber
    dispatched_at: datetime


@constrained
@define(frozen=True, slots=True)
class ConfirmDelivery:
    """Says that the parcel arrived."""

    order_id: OrderId
    delivered_at: datetime


@constrained
@define(frozen=True, slots=True)
class TakeBackShipment:
    """Takes a parcel back, because the customer sent it or nobody took it. Its goods are counted separately."""

    order_id: OrderId
    reason: ReturnReason
    returned_at: datetime
