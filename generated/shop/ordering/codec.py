# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Codec of Ordering: Takes orders, follows their lines until all goods are reserved, and closes them when the customer
has kept the goods.
"""

from __future__ import annotations

from factbook.codec import NEW, NOW, Codec, CommandEntry, EventEntry
from factbook.upcasting import add, rename

from .commands import (
    CancelOrder,
    CancelUnpaidOrder,
    ChangeOrder,
    CompleteOrder,
    ImportOrder,
    NoteBackOrder,
    NoteReservation,
    PlaceOrder,
)
from .effects import SendBackOrderNotice
from .events import (
    BackOrderNoticeFailed,
    BackOrderNoticeSent,
    LineBackOrdered,
    LineReserved,
    OrderCancelled,
    OrderChanged,
    OrderCompleted,
    OrderConfirmed,
    OrderPlaced,
)
from .rejections import (
    CustomerIsBlocked,
    CustomerNotRegistered,
    LastLine,
    LineNotBackOrdered,
    NoAddress,
    NoSuchOrder,
    NotAsCheckedOut,
    NotCheckedOut,
    OrderAlreadyPlaced,
    OrderAlreadyShipped,
    OrderIsCancelled,
    OrderIsPaid,
    OrderNotDelivered,
    OrderWasReturned,
    OutOfStock,
    QuantityNotLower,
    SameItemTwice,
    UnknownItem,
)
from .views import OrderSummary

CODEC = Codec(
    "ordering",
    events=(
        EventEntry(
            OrderPlaced,
            version=3,
            tags=(("order", "order_id"), ("customer", "customer_id")),
            upcasts=(
                (rename("lines.*.price", "unit_price"),),
                (
                    add("discount_percent", 0),
                    add("source", None),
                ),
            ),
        ),
        EventEntry(LineReserved, tags=(("order", "order_id"), ("sku", "sku"))),
        EventEntry(LineBackOrdered, tags=(("order", "order_id"), ("customer", "customer_id"), ("sku", "sku"))),
        EventEntry(OrderChanged, tags=(("order", "order_id"), ("customer", "customer_id"), ("sku", "sku"))),
        EventEntry(OrderConfirmed, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(
            OrderCancelled,
            version=2,
            tags=(("order", "order_id"), ("customer", "customer_id")),
            upcasts=((rename("why", "reason"),),),
        ),
        EventEntry(OrderCompleted, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(BackOrderNoticeSent, tags=(("order", "order_id"), ("customer", "customer_id"), ("sku", "sku"))),
        EventEntry(BackOrderNoticeFailed, tags=(("order", "order_id"), ("customer", "customer_id"), ("sku", "sku"))),
    ),
    commands=(
        CommandEntry(PlaceOrder, defaults={"wait_if_missing": False, "placed_at": NOW}),
        CommandEntry(ImportOrder, defaults={"order_id": NEW, "placed_at": NOW}),
        CommandEntry(NoteReservation),
        CommandEntry(NoteBackOrder),
        CommandEntry(ChangeOrder),
        CommandEntry(CancelOrder),
        CommandEntry(CancelUnpaidOrder),
        CommandEntry(CompleteOrder),
    ),
    effects=(CommandEntry(SendBackOrderNotice),),
    rejections=(
        OrderAlreadyPlaced,
        NotCheckedOut,
        NotAsCheckedOut,
        CustomerNotRegistered,
        CustomerIsBlocked,
        NoAddress,
        UnknownItem,
        OutOfStock,
        SameItemTwice,
        NoSuchOrder,
        OrderIsCancelled,
        LineNotBackOrdered,
        QuantityNotLower,
        LastLine,
        OrderAlreadyShipped,
        OrderIsPaid,
        OrderWasReturned,
        OrderNotDelivered,
    ),
    rows=(OrderSummary,),
)
