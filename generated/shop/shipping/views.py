# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Views of Shipping: Packs paid orders, follows their parcels to the doorstep and perhaps back, and tells the
customers.
"""

from __future__ import annotations

from collections.abc import Callable

from factbook.constraints import constrained
from factbook.contracts import ViewContract
from factbook.messages import define
from factbook.view import View
from factbook.wiring import checked, wire_view

from ..customers.types import (
    Address,
    CustomerId,
)
from ..types import OrderId
from .events import (
    MailFailed,
    MailSent,
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentPrepared,
    ShipmentReturned,
)
from .types import (
    Carrier,
    Occasion,
    ParcelItems,
    ShipmentStatus,
    TrackingNumber,
)


@constrained
@define(frozen=True, slots=True)
class ParcelList:
    """Where every parcel is, and whether the customer knows.

    Attributes:
        told: What the customer was told last.
        mail_failed: Whether the last mail did not go out.
    """

    order_id: OrderId
    customer_id: CustomerId
    status: ShipmentStatus
    items: ParcelItems
    ship_to: Address
    mail_failed: bool
    carrier: Carrier | None = None
    tracking_number: TrackingNumber | None = None
    told: Occasion | None = None


ParcelListEvent = ShipmentPrepared | ShipmentDispatched | ShipmentDelivered | ShipmentReturned | MailSent | MailFailed
"""What ParcelList is made from."""

PARCEL_LIST_CONTRACT = ViewContract(
    "shipping.ParcelList",
    ParcelList,
    key=("order_id",),
    sources={
        ShipmentPrepared: ("order_id",),
        ShipmentDispatched: ("order_id",),
        ShipmentDelivered: ("order_id",),
        ShipmentReturned: ("order_id",),
        MailSent: ("order_id",),
        MailFailed: ("order_id",),
    },
)


@checked(PARCEL_LIST_CONTRACT)
def ParcelListView(
    *,
    evolve: Callable[[ParcelList | None, ParcelListEvent], ParcelList | None],
) -> View[ParcelList | None, ParcelListEvent]:
    """The table ParcelList, one row for each order_id."""
    return wire_view(PARCEL_LIST_CONTRACT, evolve)
