# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Codec of Shipping: Packs paid orders, follows their parcels to the doorstep and perhaps back, and tells the
customers.
"""

from __future__ import annotations

from factbook.codec import NOW, Codec, CommandEntry, EventEntry
from factbook.upcasting import convert, remove

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
from .views import ParcelList

CODEC = Codec(
    "shipping",
    events=(
        EventEntry(ShipmentPrepared, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(
            ShipmentDispatched,
            version=2,
            tags=(("order", "order_id"), ("customer", "customer_id")),
            upcasts=(
                (
                    remove("weight"),
                    convert("dispatched_at", "noon_of"),
                ),
            ),
        ),
        EventEntry(ShipmentDelivered, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(ShipmentReturned, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(MailSent, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(CustomerTold, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(MailFailed, tags=(("order", "order_id"), ("customer", "customer_id"))),
    ),
    commands=(
        CommandEntry(PrepareShipment),
        CommandEntry(DispatchShipment, defaults={"dispatched_at": NOW}),
        CommandEntry(ConfirmDelivery, defaults={"delivered_at": NOW}),
        CommandEntry(TakeBackShipment, defaults={"returned_at": NOW}),
    ),
    effects=(CommandEntry(SendMail),),
    rejections=(
        OrderNotConfirmed,
        OrderWasCancelled,
        OrderNotPaid,
        NotPrepared,
        AlreadyDispatched,
        NotDispatched,
        AlreadyReturned,
    ),
    rows=(ParcelList,),
)
