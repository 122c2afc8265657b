# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Types of Shipping: Packs paid orders, follows their parcels to the doorstep and perhaps back, and tells the
customers.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from factbook.constraints import constrained, length, pattern
from factbook.messages import define

from ..types import (
    Quantity,
    Sku,
)


class Carrier(StrEnum):
    """Who carries a parcel."""

    POST = "post"
    COURIER = "courier"
    BICYCLE = "bicycle"


TrackingNumber = Annotated[str, pattern(r"[A-Z0-9]{8,30}")]
"""The number under which the carrier knows a parcel."""


@constrained
@define(frozen=True, slots=True)
class ParcelItem:
    """So many pieces of an item in a parcel."""

    sku: Sku
    quantity: Quantity


ParcelItems = Annotated[tuple[ParcelItem, ...], length(1, 20)]
"""What a parcel holds."""


class ReturnReason(StrEnum):
    """Why a parcel came back."""

    NOT_WANTED = "not_wanted"
    """The customer does not want the goods."""
    DAMAGED = "damaged"
    """The goods arrived broken."""
    NOT_FOUND = "not_found"
    """Nobody was found at the address."""


class ShipmentStatus(StrEnum):
    """Where a parcel is."""

    PREPARED = "prepared"
    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    RETURNED = "returned"


class Occasion(StrEnum):
    """What a mail to the customer is about."""

    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    RETURNED = "returned"
