# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of Shipping: every type and message, valid by construction."""

from __future__ import annotations

from typing import Any

from factbook.testing.strategies import SearchStrategy, many, maybe, message, moment, text, word

from ..customers.strategies import (
    address,
    customer_id,
    email,
)
from ..strategies import (
    mail_trouble,
    order_id,
    quantity,
    sku,
)
from .commands import (
    ConfirmDelivery,
    DispatchShipment,
    PrepareShipment,
    TakeBackShipment,
)
from .effects import SendMail
from .events import (
    CustomerTold,
    MailFailed,
    MailSent,
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentPrepared,
    ShipmentReturned,
)
from .rejections import (
    AlreadyDispatched,
    AlreadyReturned,
    NotDispatched,
    NotPrepared,
    OrderNotConfirmed,
    OrderNotPaid,
    OrderWasCancelled,
)
from .types import (
    Carrier,
    Occasion,
    ParcelItem,
    ParcelItems,
    ReturnReason,
    ShipmentStatus,
    TrackingNumber,
)


def carrier() -> SearchStrategy[Carrier]:
    """Any valid ``Carrier``."""
    return word(Carrier)


def tracking_number() -> SearchStrategy[TrackingNumber]:
    """Any valid ``TrackingNumber``."""
    return text(pattern=r"[A-Z0-9]{8,30}", often=("JD000123456789", "JD000123456781"))


def parcel_item(**fields: SearchStrategy[Any]) -> SearchStrategy[ParcelItem]:
    """Any valid ``ParcelItem``; name a field to say how it is drawn."""
    return message(ParcelItem, fields, sku=sku(), quantity=quantity())


def parcel_items() -> SearchStrategy[ParcelItems]:
    """Any valid ``ParcelItems``."""
    return many(parcel_item(), 1, 20)


def return_reason() -> SearchStrategy[ReturnReason]:
    """Any valid ``ReturnReason``."""
    return word(ReturnReason)


def shipment_status() -> SearchStrategy[ShipmentStatus]:
    """Any valid ``ShipmentStatus``."""
    return word(ShipmentStatus)


def occasion() -> SearchStrategy[Occasion]:
    """Any valid ``Occasion``."""
    return word(Occasion)


def shipment_prepared(**fields: SearchStrategy[Any]) -> SearchStrategy[ShipmentPrepared]:
    """Any valid ``ShipmentPrepared``; name a field to say how it is drawn."""
    return message(
        ShipmentPrepared,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        items=parcel_items(),
        ship_to=address(),
    )


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
        dispatched_at=moment(),
    )


def shipment_delivered(**fields: SearchStrategy[Any]) -> SearchStrategy[ShipmentDelivered]:
    """Any valid ``ShipmentDelivered``; name a field to say how it is drawn."""
    return message(ShipmentDelivered, fields, order_id=order_id(), customer_id=customer_id(), delivered_at=moment())


def shipment_returned(**fields: SearchStrategy[Any]) -> SearchStrategy[ShipmentReturned]:
    """Any valid ``ShipmentReturned``; name a field to say how it is drawn."""
    return message(
        ShipmentReturned,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        reason=return_reason(),
        returned_at=moment(),
    )


def mail_sent(**fields: SearchStrategy[Any]) -> SearchStrategy[MailSent]:
    """Any valid ``MailSent``; name a field to say how it is drawn."""
    return message(MailSent, fields, order_id=order_id(), customer_id=customer_id(), occasion=occasion())


def customer_told(**fields: SearchStrategy[Any]) -> SearchStrategy[CustomerTold]:
    """Any valid ``CustomerTold``; name a field to say how it is drawn."""
    return message(CustomerTold, fields, order_id=order_id(), customer_id=customer_id(), words=text(1, 2000))


def mail_failed(**fields: SearchStrategy[Any]) -> SearchStrategy[MailFailed]:
    """Any valid ``MailFailed``; name a field to say how it is drawn."""
    return message(
        MailFailed,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        occasion=occasion(),
        reason=mail_trouble(),
    )


def prepare_shipment(**fields: SearchStrategy[Any]) -> SearchStrategy[PrepareShipment]:
    """Any valid ``PrepareShipment``; name a field to say how it is drawn."""
    return message(PrepareShipment, fields, order_id=order_id())


def dispatch_shipment(**fields: SearchStrategy[Any]) -> SearchStrategy[DispatchShipment]:
    """Any valid ``DispatchShipment``; name a field to say how it is drawn."""
    return message(
        DispatchShipment,
        fields,
        order_id=order_id(),
        carrier=carrier(),
        tracking_number=tracking_number(),
        dispatched_at=moment(),
    )


def confirm_delivery(**fields: SearchStrategy[Any]) -> SearchStrategy[ConfirmDelivery]:
    """Any valid ``ConfirmDelivery``; name a field to say how it is drawn."""
    return message(ConfirmDelivery, fields, order_id=order_id(), delivered_at=moment())


def take_back_shipment(**fields: SearchStrategy[Any]) -> SearchStrategy[TakeBackShipment]:
    """Any valid ``TakeBackShipment``; name a field to say how it is drawn."""
    return message(TakeBackShipment, fields, order_id=order_id(), reason=return_reason(), returned_at=moment())


def send_mail(**fields: SearchStrategy[Any]) -> SearchStrategy[SendMail]:
    """Any valid ``SendMail``; name a field to say how it is drawn."""
    return message(
        SendMail,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        email=email(),
        occasion=occasion(),
        tracking_number=maybe(tracking_number()),
    )


def order_not_confirmed(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderNotConfirmed]:
    """Any valid ``OrderNotConfirmed``; name a field to say how it is drawn."""
    return message(OrderNotConfirmed, fields)


def order_was_cancelled(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderWasCancelled]:
    """Any valid ``OrderWasCancelled``; name a field to say how it is drawn."""
    return message(OrderWasCancelled, fields)


def order_not_paid(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderNotPaid]:
    """Any valid ``OrderNotPaid``; name a field to say how it is drawn."""
    return message(OrderNotPaid, fields)


def not_prepared(**fields: SearchStrategy[Any]) -> SearchStrategy[NotPrepared]:
    """Any valid ``NotPrepared``; name a field to say how it is drawn."""
    return message(NotPrepared, fields)


def already_dispatched(**fields: SearchStrategy[Any]) -> SearchStrategy[AlreadyDispatched]:
    """Any valid ``AlreadyDispatched``; name a field to say how it is drawn."""
    return message(AlreadyDispatched, fields)


def not_dispatched(**fields: SearchStrategy[Any]) -> SearchStrategy[NotDispatched]:
    """Any valid ``NotDispatched``; name a field to say how it is drawn."""
    return message(NotDispatched, fields)


def already_returned(**fields: SearchStrategy[Any]) -> SearchStrategy[AlreadyReturned]:
    """Any valid ``AlreadyReturned``; name a field to say how it is drawn."""
    return message(AlreadyReturned, fields)
