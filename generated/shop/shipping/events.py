# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Events of Shipping: Packs paid orders, follows their parcels to the doorstep and perhaps back, and tells the
customers.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from factbook.constraints import constrained, length
from factbook.messages import define, deprecated

from ..customers.types import (
    Address,
    CustomerId,
)
from ..types import (
    MailTrouble,
    OrderId,
)
from .types import (
    Carrier,
    Occasion,
    ParcelItems,
    ReturnReason,
    TrackingNumber,
)


@constrained
@define(frozen=True, slots=True)
class ShipmentPrepared:
    """The goods of a paid order are to be packed for this address."""

    order_id: OrderId
    customer_id: CustomerId
    items: ParcelItems
    ship_to: Address


@constrained
@define(frozen=True, slots=True)
class ShipmentDispatched:
    """The parcel left the house."""

    order_id: OrderId
    customer_id: CustomerId
    items: ParcelItems
    carrier: Carrier
    tracking_number: TrackingNumber
    dispatched_at: datetime


@constrained
@define(frozen=True, slots=True)
class ShipmentDelivered:
    """The parcel arrived."""

    order_id: OrderId
    customer_id: CustomerId
    delivered_at: datetime


@constrained
@define(frozen=True, slots=True)
class ShipmentReturned:
    """The parcel came back, with all that was in it."""

    order_id: OrderId
    customer_id: CustomerId
    reason: ReturnReason
    returned_at: datetime


@constrained
@define(frozen=True, slots=True)
class MailSent:
    """The customer was told."""

    order_id: OrderId
    customer_id: CustomerId
    occasion: Occasion


@deprecated(
    "since 2026-03: use MailSent; The words of a mail do not tell its occasion, so that one could not be built from the other.",
)
@constrained
@define(frozen=True, slots=True)
class CustomerTold:
    """The customer was told something about the parcel, in these words."""

    order_id: OrderId
    customer_id: CustomerId
    words: Annotated[str, length(1, 2000)]


@constrained
@define(frozen=True, slots=True)
class MailFailed:
    """The mail did not go out."""

    order_id: OrderId
    customer_id: CustomerId
    occasion: Occasion
    reason: MailTrouble
