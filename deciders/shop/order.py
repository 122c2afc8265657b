"""Decides on an order that was placed."""

from __future__ import annotations

from typing import TypeAlias, assert_never

import attrs

from generated.shop import Money, OrderLines, Sku
from generated.shop.billing import PaymentReceived
from generated.shop.customers import CustomerId
from generated.shop.ordering import (
    CancelOrder,
    CancelOrderOutcome,
    CancelReason,
    CancelUnpaidOrder,
    CancelUnpaidOrderOutcome,
    ChangeOrder,
    ChangeOrderOutcome,
    CompleteOrder,
    CompleteOrderOutcome,
    LastLine,
    LineBackOrdered,
    LineNotBackOrdered,
    LineReserved,
    NoSuchOrder,
    NoteBackOrder,
    NoteBackOrderOutcome,
    NoteReservation,
    NoteReservationOutcome,
    OrderAlreadyShipped,
    OrderCancelled,
    OrderChanged,
    OrderCompleted,
    OrderConfirmed,
    OrderDecider,
    OrderEvent,
    OrderIsCancelled,
    OrderIsPaid,
    OrderNotDelivered,
    OrderPlaced,
    OrderWasReturned,
    QuantityNotLower,
)
from generated.shop.shipping import ShipmentDelivered, ShipmentDispatched, ShipmentReturned

from .amounts import amount_of

# State: how far the order has come.


@attrs.frozen
class NotPlaced:
    """There is no such order."""


@attrs.frozen
class Open:
    """The goods are in the house: what was agreed, what the order holds and costs by now, how its lines stand."""

    placed: OrderPlaced
    lines: OrderLines
    total: Money
    reserved: frozenset[Sku] = frozenset()
    waiting: frozenset[Sku] = frozenset()
    paid: bool = False

    @property
    def customer_id(self) -> CustomerId:
        """Who placed the order."""
        return self.placed.customer_id

    def lacks(self, sku: Sku, quantity: int) -> bool:
        """Whether there is such a line whose goods are not reserved yet."""
        return sku not in self.reserved and any((line.sku, line.quantity) == (sku, quantity) for line in self.lines)


@attrs.frozen
class Cancelled:
    """The order is off."""


@attrs.frozen
class Shipped:
    """The parcel has left the house."""

    customer_id: CustomerId


@attrs.frozen
class Delivered:
    """The parcel has arrived."""

    customer_id: CustomerId


@attrs.frozen
class Returned:
    """The parcel has come back."""


@attrs.frozen
class Completed:
    """The customer has kept the goods."""


Order: TypeAlias = NotPlaced | Open | Cancelled | Shipped | Delivered | Returned | Completed


def evolve(order: Order, event: OrderEvent) -> Order:
    """The order after one more event."""
    match event:
        case OrderPlaced(lines=lines, total=total):
            return Open(event, lines, total)
        case LineReserved() | LineBackOrdered() | OrderChanged() | PaymentReceived():
            return progressed(order, event) if isinstance(order, Open) else order
        case OrderConfirmed():
            return order  # says no more than the lines
        case OrderCancelled():
            return Cancelled()
        case ShipmentDispatched():
            return Shipped(order.customer_id) if isinstance(order, Open) else order
        case ShipmentDelivered():
            return Delivered(order.customer_id) if isinstance(order, Open | Shipped) else order
        case ShipmentReturned():
            return Returned() if isinstance(order, Open | Shipped | Delivered) else order
        case OrderCompleted():
            return Completed()
        case _:
            assert_never(event)


def progressed(order: Open, event: LineReserved | LineBackOrdered | OrderChanged | PaymentReceived) -> Open:
    """An open order that stays open."""
    match event:
        case LineReserved(sku=sku):
            return attrs.evolve(order, reserved=order.reserved | {sku}, waiting=order.waiting - {sku})
        case LineBackOrdered(sku=sku):
            return attrs.evolve(order, waiting=order.waiting | {sku})
        case OrderChanged(lines=lines, total=total):
            return attrs.evolve(order, lines=lines, total=total)
        case PaymentReceived():
            return attrs.evolve(order, paid=True)
        case _:
            assert_never(event)


# Decisions: one function for each command.


def note_reservation(command: NoteReservation, order: Order) -> NoteReservationOutcome:
    """The last line confirms the order; what is not asked for any more is passed over."""
    match order:
        case NotPlaced():
            return NoSuchOrder()
        case Open() if order.lacks(command.sku, command.quantity):
            reserved = LineReserved(command.order_id, command.sku, command.quantity)
            return [reserved, *confirmed(progressed(order, reserved))]
        case Open() | Cancelled() | Shipped() | Delivered() | Returned() | Completed():
            return []


def note_back_order(command: NoteBackOrder, order: Order) -> NoteBackOrderOutcome:
    """A line that waits goes on waiting, also when it has become smaller."""
    match order:
        case NotPlaced():
            return NoSuchOrder()
        case Open() if order.lacks(command.sku, command.quantity) and command.sku not in order.waiting:
            return [LineBackOrdered(command.order_id, order.customer_id, command.sku, command.quantity)]
        case Open() | Cancelled() | Shipped() | Delivered() | Returned() | Completed():
            return []


def change_order(command: ChangeOrder, order: Order) -> ChangeOrderOutcome:
    """Only what waits may be made smaller; if that was the last of it, the order is confirmed."""
    match order:
        case NotPlaced():
            return NoSuchOrder()
        case Cancelled():
            return OrderIsCancelled()
        case Shipped() | Delivered() | Returned() | Completed():
            return LineNotBackOrdered()
        case Open():
            return lower(command, order)


def lower(command: ChangeOrder, order: Open) -> ChangeOrderOutcome:
    """Lower the quantity of one line, or take it off."""
    old = next((line for line in order.lines if line.sku == command.sku), None)
    if old is None or command.sku not in order.waiting:
        return LineNotBackOrdered()
    if command.quantity >= old.quantity:
        return QuantityNotLower(old.quantity)
    if command.quantity == 0 and len(order.lines) == 1:
        return LastLine()
    lines = tuple(
        attrs.evolve(line, quantity=command.quantity) if line is old else line
        for line in order.lines
        if line is not old or command.quantity
    )
    total = amount_of(lines, order.placed.discount_percent).total
    changed = OrderChanged(command.order_id, order.customer_id, command.sku, command.quantity, lines, total)
    return [changed, *confirmed(progressed(order, changed))]


def cancel_order(command: CancelOrder, order: Order) -> CancelOrderOutcome:
    """Possible until the parcel leaves the house, paid or not."""
    match order:
        case NotPlaced():
            return NoSuchOrder()
        case Cancelled():
            return []
        case Shipped() | Delivered() | Returned() | Completed():
            return OrderAlreadyShipped()
        case Open():
            return [OrderCancelled(command.order_id, order.customer_id, command.reason, order.lines)]


def cancel_unpaid_order(command: CancelUnpaidOrder, order: Order) -> CancelUnpaidOrderOutcome:
    """A payment that came just in time saves the order."""
    match order:
        case NotPlaced():
            return NoSuchOrder()
        case Cancelled():
            return []
        case Shipped() | Delivered() | Returned() | Completed():
            return OrderAlreadyShipped()
        case Open(paid=True):
            return OrderIsPaid()
        case Open():
            return [OrderCancelled(command.order_id, order.customer_id, CancelReason.UNPAID, order.lines)]


def complete_order(command: CompleteOrder, order: Order) -> CompleteOrderOutcome:
    """Only what has arrived, and has not come back, was kept."""
    match order:
        case NotPlaced():
            return NoSuchOrder()
        case Completed():
            return []
        case Returned():
            return OrderWasReturned()
        case Open() | Cancelled() | Shipped():
            return OrderNotDelivered()
        case Delivered(customer_id):
            return [OrderCompleted(command.order_id, customer_id)]


def confirmed(order: Open) -> list[OrderConfirmed]:
    """What follows once all goods are reserved."""
    if any(line.sku not in order.reserved for line in order.lines):
        return []
    return [
        OrderConfirmed(
            order_id=order.placed.order_id,
            customer_id=order.placed.customer_id,
            lines=order.lines,
            discount_percent=order.placed.discount_percent,
            total=order.total,
            ship_to=order.placed.ship_to,
            payment_method=order.placed.payment_method,
        )
    ]


order = OrderDecider(
    initial=NotPlaced(),
    evolve=evolve,
    note_reservation=note_reservation,
    note_back_order=note_back_order,
    change_order=change_order,
    cancel_order=cancel_order,
    cancel_unpaid_order=cancel_unpaid_order,
    complete_order=complete_order,
)
