# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of ShipmentDispatched as it was in version 1."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from factbook.testing.strategies import SearchStrategy, day, decimal, message

from ...customers.strategies import customer_id
from ...strategies import order_id
from ..strategies import (
    carrier,
    parcel_items,
    tracking_number,
)
from .shipment_dispatched_v1 import ShipmentDispatched


def shipment_dispatched(**fields: SearchStrategy[Any]) -> SearchStrategy[ShipmentDispatched]:
    """Any valid ``ShipmentDispatched``; name a field to say how it is drawn."""
    return message(
        ShipmentDispatched,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        items=parcel_items(),
        carrier=carrier(),
        tracking_number=tracking_number(),
        dispatched_at=day(),
        weight=decimal(Decimal(0), digits=6, places=3),
    )
