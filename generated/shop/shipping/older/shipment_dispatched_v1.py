# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""How ShipmentDispatched of Shipping was in version 1."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from factbook.constraints import between, constrained, digits
from factbook.messages import define

from ...customers.types import CustomerId
from ...types import OrderId
from ..types import (
    Carrier,
    ParcelItems,
    TrackingNumber,
)


@constrained
@define(frozen=True, slots=True)
class ShipmentDispatched:
    """Version 1: The parcel left the house.

    Attributes:
        weight: In kilogrammes; nobody weighed.
    """

    order_id: OrderId
    customer_id: CustomerId
    items: ParcelItems
    carrier: Carrier
    tracking_number: TrackingNumber
    dispatched_at: date
    weight: Annotated[Decimal, between(Decimal(0), None), digits(6, 3)]
