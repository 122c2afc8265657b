"""What shipping does when something happens."""

from __future__ import annotations

from typing import assert_never

from generated.shop.customers import Email
from generated.shop.shipping import (
    Occasion,
    PrepareShipment,
    SendMail,
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentReturned,
    ShipWhenPaidPolicy,
    TellCustomerPolicy,
)

from .addressee import newest_email


def tell(event: ShipmentDispatched | ShipmentDelivered | ShipmentReturned, email: Email | None) -> list[SendMail]:
    """The customer learns where the parcel is."""
    if email is None:
        return []
    match event:
        case ShipmentDispatched(order_id, customer_id, tracking_number=number):
            return [SendMail(order_id, customer_id, email, Occasion.DISPATCHED, number)]
        case ShipmentDelivered(order_id, customer_id):
            return [SendMail(order_id, customer_id, email, Occasion.DELIVERED)]
        case ShipmentReturned(order_id, customer_id):
            return [SendMail(order_id, customer_id, email, Occasion.RETURNED)]
        case _:
            assert_never(event)


ship_when_paid = ShipWhenPaidPolicy(react=lambda payment: [PrepareShipment(payment.order_id)])
tell_customer = TellCustomerPolicy(initial=None, evolve=newest_email, react=tell)
