# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Effects of Shipping: Packs paid orders, follows their parcels to the doorstep and perhaps back, and tells the
customers.
"""

from __future__ import annotations

from factbook.constraints import constrained
from factbook.messages import define

from ..customers.types import (
    CustomerId,
    Email,
)
from ..types import OrderId
from .types import (
    Occasion,
    TrackingNumber,
)


@constrained
@define(frozen=True, slots=True)
class SendMail:
    """Mails the customer what happened to the parcel.

    Attributes:
        tracking_number: Where to look for the parcel, when it is dispatched.
    """

    order_id: OrderId
    customer_id: CustomerId
    email: Email
    occasion: Occasion
    tracking_number: TrackingNumber | None = None
