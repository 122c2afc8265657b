# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Queries of Shipping: Packs paid orders, follows their parcels to the doorstep and perhaps back, and tells the
customers.
"""

from __future__ import annotations

from factbook.asking import Answering, Question, ask

from .types import ShipmentStatus
from .views import ParcelList

PARCELS_BY_STATUS = Question(ParcelList, where=("status",))


def parcels_by_status(
    views: Answering,
    *,
    status: ShipmentStatus,
) -> list[ParcelList]:
    """The parcels that are there now."""
    return ask(views, PARCELS_BY_STATUS, status=status)
