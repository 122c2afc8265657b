# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of Ordering: every type and message, valid by construction."""

from __future__ import annotations

from typing import Any

from factbook.testing.strategies import SearchStrategy, boolean, integer, maybe, message, moment, word

from ..customers.strategies import (
    address,
    customer_id,
    email,
)
from ..intake.strategies import source_name
from ..strategies import (
    mail_trouble,
    money,
    order_id,
    order_lines,
    payment_method,
    percent,
    quantity,
    sku,
)
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
from .types import (
    CancelReason,
    OrderStatus,
)


def order_status() -> SearchStrategy[OrderStatus]:
    """Any valid ``OrderStatus``."""
    return word(OrderStatus)


def cancel_reason() -> SearchStrategy[CancelReason]:
    """Any valid ``CancelReason``."""
    return word(CancelReason)


def order_placed(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderPlaced]:
    """Any valid ``OrderPlaced``; name a field to say how it is drawn."""
    return message(
        OrderPlaced,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        source=maybe(source_name()),
        lines=order_lines(),
        discount_percent=percent(),
        total=money(),
        ship_to=address(),
        payment_method=payment_method(),
        placed_at=moment(),
    )


def line_reserved(**fields: SearchStrategy[Any]) -> SearchStrategy[LineReserved]:
    """Any valid ``LineReserved``; name a field to say how it is drawn."""
    return message(LineReserved, fields, order_id=order_id(), sku=sku(), quantity=quantity())


def line_back_ordered(**fields: SearchStrategy[Any]) -> SearchStrategy[LineBackOrdered]:
    """Any valid ``LineBackOrdered``; name a field to say how it is drawn."""
    return message(
        LineBackOrdered,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        sku=sku(),
        quantity=quantity(),
    )


def order_changed(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderChanged]:
    """Any valid ``OrderChanged``; name a field to say how it is drawn."""
    return message(
        OrderChanged,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        sku=sku(),
        quantity=integer(0, 998),
        lines=order_lines(),
        total=money(),
    )


def order_confirmed(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderConfirmed]:
    """Any valid ``OrderConfirmed``; name a field to say how it is drawn."""
    return message(
        OrderConfirmed,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        lines=order_lines(),
        discount_percent=percent(),
        total=money(),
        ship_to=address(),
        payment_method=payment_method(),
    )


def order_cancelled(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderCancelled]:
    """Any valid ``OrderCancelled``; name a field to say how it is drawn."""
    return message(
        OrderCancelled,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        reason=cancel_reason(),
        lines=order_lines(),
    )


def order_completed(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderCompleted]:
    """Any valid ``OrderCompleted``; name a field to say how it is drawn."""
    return message(OrderCompleted, fields, order_id=order_id(), customer_id=customer_id())


def back_order_notice_sent(**fields: SearchStrategy[Any]) -> SearchStrategy[BackOrderNoticeSent]:
    """Any valid ``BackOrderNoticeSent``; name a field to say how it is drawn."""
    return message(BackOrderNoticeSent, fields, order_id=order_id(), customer_id=customer_id(), sku=sku())


def back_order_notice_failed(**fields: SearchStrategy[Any]) -> SearchStrategy[BackOrderNoticeFailed]:
    """Any valid ``BackOrderNoticeFailed``; name a field to say how it is drawn."""
    return message(
        BackOrderNoticeFailed,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        sku=sku(),
        reason=mail_trouble(),
    )


def place_order(**fields: SearchStrategy[Any]) -> SearchStrategy[PlaceOrder]:
    """Any valid ``PlaceOrder``; name a field to say how it is drawn."""
    return message(
        PlaceOrder,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        lines=order_lines(),
        total=money(),
        wait_if_missing=boolean(),
        placed_at=moment(),
    )


def import_order(**fields: SearchStrategy[Any]) -> SearchStrategy[ImportOrder]:
    """Any valid ``ImportOrder``; name a field to say how it is drawn."""
    return message(
        ImportOrder,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        source=source_name(),
        lines=order_lines(),
        ship_to=address(),
        payment_method=payment_method(),
        placed_at=moment(),
    )


def note_reservation(**fields: SearchStrategy[Any]) -> SearchStrategy[NoteReservation]:
    """Any valid ``NoteReservation``; name a field to say how it is drawn."""
    return message(NoteReservation, fields, order_id=order_id(), sku=sku(), quantity=quantity())


def note_back_order(**fields: SearchStrategy[Any]) -> SearchStrategy[NoteBackOrder]:
    """Any valid ``NoteBackOrder``; name a field to say how it is drawn."""
    return message(NoteBackOrder, fields, order_id=order_id(), sku=sku(), quantity=quantity())


def change_order(**fields: SearchStrategy[Any]) -> SearchStrategy[ChangeOrder]:
    """Any valid ``ChangeOrder``; name a field to say how it is drawn."""
    return message(ChangeOrder, fields, order_id=order_id(), sku=sku(), quantity=integer(0, 998))


def cancel_order(**fields: SearchStrategy[Any]) -> SearchStrategy[CancelOrder]:
    """Any valid ``CancelOrder``; name a field to say how it is drawn."""
    return message(CancelOrder, fields, order_id=order_id(), reason=cancel_reason())


def cancel_unpaid_order(**fields: SearchStrategy[Any]) -> SearchStrategy[CancelUnpaidOrder]:
    """Any valid ``CancelUnpaidOrder``; name a field to say how it is drawn."""
    return message(CancelUnpaidOrder, fields, order_id=order_id())


def complete_order(**fields: SearchStrategy[Any]) -> SearchStrategy[CompleteOrder]:
    """Any valid ``CompleteOrder``; name a field to say how it is drawn."""
    return message(CompleteOrder, fields, order_id=order_id())


def send_back_order_notice(**fields: SearchStrategy[Any]) -> SearchStrategy[SendBackOrderNotice]:
    """Any valid ``SendBackOrderNotice``; name a field to say how it is drawn."""
    return message(
        SendBackOrderNotice,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        email=email(),
        sku=sku(),
        quantity=quantity(),
    )


def order_already_placed(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderAlreadyPlaced]:
    """Any valid ``OrderAlreadyPlaced``; name a field to say how it is drawn."""
    return message(OrderAlreadyPlaced, fields)


def not_checked_out(**fields: SearchStrategy[Any]) -> SearchStrategy[NotCheckedOut]:
    """Any valid ``NotCheckedOut``; name a field to say how it is drawn."""
    return message(NotCheckedOut, fields)


def not_as_checked_out(**fields: SearchStrategy[Any]) -> SearchStrategy[NotAsCheckedOut]:
    """Any valid ``NotAsCheckedOut``; name a field to say how it is drawn."""
    return message(NotAsCheckedOut, fields)


def customer_not_registered(**fields: SearchStrategy[Any]) -> SearchStrategy[CustomerNotRegistered]:
    """Any valid ``CustomerNotRegistered``; name a field to say how it is drawn."""
    return message(CustomerNotRegistered, fields)


def customer_is_blocked(**fields: SearchStrategy[Any]) -> SearchStrategy[CustomerIsBlocked]:
    """Any valid ``CustomerIsBlocked``; name a field to say how it is drawn."""
    return message(CustomerIsBlocked, fields)


def no_address(**fields: SearchStrategy[Any]) -> SearchStrategy[NoAddress]:
    """Any valid ``NoAddress``; name a field to say how it is drawn."""
    return message(NoAddress, fields)


def unknown_item(**fields: SearchStrategy[Any]) -> SearchStrategy[UnknownItem]:
    """Any valid ``UnknownItem``; name a field to say how it is drawn."""
    return message(UnknownItem, fields, sku=sku())


def out_of_stock(**fields: SearchStrategy[Any]) -> SearchStrategy[OutOfStock]:
    """Any valid ``OutOfStock``; name a field to say how it is drawn."""
    return message(OutOfStock, fields, sku=sku(), left=integer(0))


def same_item_twice(**fields: SearchStrategy[Any]) -> SearchStrategy[SameItemTwice]:
    """Any valid ``SameItemTwice``; name a field to say how it is drawn."""
    return message(SameItemTwice, fields, sku=sku())


def no_such_order(**fields: SearchStrategy[Any]) -> SearchStrategy[NoSuchOrder]:
    """Any valid ``NoSuchOrder``; name a field to say how it is drawn."""
    return message(NoSuchOrder, fields)


def order_is_cancelled(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderIsCancelled]:
    """Any valid ``OrderIsCancelled``; name a field to say how it is drawn."""
    return message(OrderIsCancelled, fields)


def line_not_back_ordered(**fields: SearchStrategy[Any]) -> SearchStrategy[LineNotBackOrdered]:
    """Any valid ``LineNotBackOrdered``; name a field to say how it is drawn."""
    return message(LineNotBackOrdered, fields)


def quantity_not_lower(**fields: SearchStrategy[Any]) -> SearchStrategy[QuantityNotLower]:
    """Any valid ``QuantityNotLower``; name a field to say how it is drawn."""
    return message(QuantityNotLower, fields, quantity=quantity())


def last_line(**fields: SearchStrategy[Any]) -> SearchStrategy[LastLine]:
    """Any valid ``LastLine``; name a field to say how it is drawn."""
    return message(LastLine, fields)


def order_already_shipped(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderAlreadyShipped]:
    """Any valid ``OrderAlreadyShipped``; name a field to say how it is drawn."""
    return message(OrderAlreadyShipped, fields)


def order_is_paid(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderIsPaid]:
    """Any valid ``OrderIsPaid``; name a field to say how it is drawn."""
    return message(OrderIsPaid, fields)


def order_was_returned(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderWasReturned]:
    """Any valid ``OrderWasReturned``; name a field to say how it is drawn."""
    return message(OrderWasReturned, fields)


def order_not_delivered(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderNotDelivered]:
    """Any valid ``OrderNotDelivered``; name a field to say how it is drawn."""
    return message(OrderNotDelivered, fields)
