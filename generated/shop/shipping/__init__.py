# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Shipping: Packs paid orders, follows their parcels to the doorstep and perhaps back, and tells the customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.lazy import lazy_exports

if TYPE_CHECKING:
    from .commands import (
        ConfirmDelivery,
        DispatchShipment,
        PrepareShipment,
        TakeBackShipment,
    )
    from .deciders import (
        ConfirmDeliveryOutcome,
        DispatchShipmentOutcome,
        PrepareShipmentOutcome,
        ShipmentCommand,
        ShipmentDecider,
        ShipmentEvent,
        ShipmentRejection,
        TakeBackShipmentOutcome,
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
    from .policies import (
        ShipWhenPaidPolicy,
        TellCustomerEvent,
        TellCustomerPolicy,
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
    from .views import (
        ParcelList,
        ParcelListEvent,
        ParcelListView,
    )
else:
    __getattr__, __dir__ = lazy_exports(
        __name__,
        {
            "types": (
                "Carrier",
                "Occasion",
                "ParcelItem",
                "ParcelItems",
                "ReturnReason",
                "ShipmentStatus",
                "TrackingNumber",
            ),
            "events": (
                "CustomerTold",
                "MailFailed",
                "MailSent",
                "ShipmentDelivered",
                "ShipmentDispatched",
                "ShipmentPrepared",
                "ShipmentReturned",
            ),
            "commands": (
                "ConfirmDelivery",
                "DispatchShipment",
                "PrepareShipment",
                "TakeBackShipment",
            ),
            "rejections": (
                "AlreadyDispatched",
                "AlreadyReturned",
                "NotDispatched",
                "NotPrepared",
                "OrderNotConfirmed",
                "OrderNotPaid",
                "OrderWasCancelled",
            ),
            "effects": ("SendMail",),
            "views": (
                "ParcelList",
                "ParcelListEvent",
                "ParcelListView",
            ),
            "deciders": (
                "ConfirmDeliveryOutcome",
                "DispatchShipmentOutcome",
                "PrepareShipmentOutcome",
                "ShipmentCommand",
                "ShipmentDecider",
                "ShipmentEvent",
                "ShipmentRejection",
                "TakeBackShipmentOutcome",
            ),
            "policies": (
                "ShipWhenPaidPolicy",
                "TellCustomerEvent",
                "TellCustomerPolicy",
            ),
        },
    )

__all__ = [
    "AlreadyDispatched",
    "AlreadyReturned",
    "Carrier",
    "ConfirmDelivery",
    "ConfirmDeliveryOutcome",
    "CustomerTold",
    "DispatchShipment",
    "DispatchShipmentOutcome",
    "MailFailed",
    "MailSent",
    "NotDispatched",
    "NotPrepared",
    "Occasion",
    "OrderNotConfirmed",
    "OrderNotPaid",
    "OrderWasCancelled",
    "ParcelItem",
    "ParcelItems",
    "ParcelList",
    "ParcelListEvent",
    "ParcelListView",
    "PrepareShipment",
    "PrepareShipmentOutcome",
    "ReturnReason",
    "SendMail",
    "ShipWhenPaidPolicy",
    "ShipmentCommand",
    "ShipmentDecider",
    "ShipmentDelivered",
    "ShipmentDispatched",
    "ShipmentEvent",
    "ShipmentPrepared",
    "ShipmentRejection",
    "ShipmentReturned",
    "ShipmentStatus",
    "TakeBackShipment",
    "TakeBackShipmentOutcome",
    "TellCustomerEvent",
    "TellCustomerPolicy",
    "TrackingNumber",
]
