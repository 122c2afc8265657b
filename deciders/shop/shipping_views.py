"""The view of parcels: where each is, and whether its customer knows."""

from __future__ import annotations

from typing import assert_never

import attrs

from generated.shop.shipping import (
    MailFailed,
    MailSent,
    ParcelList,
    ParcelListEvent,
    ParcelListView,
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentPrepared,
    ShipmentReturned,
    ShipmentStatus,
)


def evolve_parcel_list(row: ParcelList | None, event: ParcelListEvent) -> ParcelList | None:
    """A parcel after one more event; there is none before ShipmentPrepared."""
    match event:
        case ShipmentPrepared():
            return ParcelList(
                order_id=event.order_id,
                customer_id=event.customer_id,
                status=ShipmentStatus.PREPARED,
                items=event.items,
                ship_to=event.ship_to,
                mail_failed=False,
            )
        case _ if row is None:
            return None
        case ShipmentDispatched(carrier=carrier, tracking_number=number):
            return attrs.evolve(row, status=ShipmentStatus.DISPATCHED, carrier=carrier, tracking_number=number)
        case ShipmentDelivered():
            return attrs.evolve(row, status=ShipmentStatus.DELIVERED)
        case ShipmentReturned():
            return attrs.evolve(row, status=ShipmentStatus.RETURNED)
        case MailSent(occasion=occasion):
            return attrs.evolve(row, told=occasion, mail_failed=False)
        case MailFailed():
            return attrs.evolve(row, mail_failed=True)
        case _:
            assert_never(event)


parcel_list = ParcelListView(evolve=evolve_parcel_list)
