"""Decides on the parcel of one order."""

from __future__ import annotations

from typing import TypeAlias, assert_never

import attrs

from generated.shop.billing import PaymentReceived
from generated.shop.ordering import OrderCancelled, OrderConfirmed
from generated.shop.shipping import (
    AlreadyDispatched,
    AlreadyReturned,
    ConfirmDelivery,
    ConfirmDeliveryOutcome,
    DispatchShipment,
    DispatchShipmentOutcome,
    NotDispatched,
    NotPrepared,
    OrderNotConfirmed,
    OrderNotPaid,
    OrderWasCancelled,
    ParcelItem,
    PrepareShipment,
    PrepareShipmentOutcome,
    ShipmentDecider,
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentEvent,
    ShipmentPrepared,
    ShipmentReturned,
    TakeBackShipment,
    TakeBackShipmentOutcome,
)

# State: where the parcel is.


@attrs.frozen
class Unprepared:
    """Nobody packs it yet; that takes an order which is confirmed, paid, and not cancelled."""

    order: OrderConfirmed | None = None
    paid: bool = False
    cancelled: bool = False


@attrs.frozen
class Prepared:
    """It waits for the carrier."""

    prepared: ShipmentPrepared
    cancelled: bool = False


@attrs.frozen
class Dispatched:
    """The carrier has it."""

    parcel: ShipmentDispatched


@attrs.frozen
class Delivered:
    """It has arrived."""

    parcel: ShipmentDispatched


@attrs.frozen
class Returned:
    """It has come back, delivered before or not."""

    parcel: ShipmentDispatched
    delivered: bool


Shipment: TypeAlias = Unprepared | Prepared | Dispatched | Delivered | Returned


def evolve(shipment: Shipment, event: ShipmentEvent) -> Shipment:
    """The shipment after one more event."""
    match event:
        case OrderConfirmed():
            return attrs.evolve(shipment, order=event) if isinstance(shipment, Unprepared) else shipment
        case PaymentReceived():
            return attrs.evolve(shipment, paid=True) if isinstance(shipment, Unprepared) else shipment
        case OrderCancelled():
            return attrs.evolve(shipment, cancelled=True) if isinstance(shipment, Unprepared | Prepared) else shipment
        case ShipmentPrepared():
            return Prepared(event)
        case ShipmentDispatched():
            return Dispatched(event)
        case ShipmentDelivered():
            return Delivered(shipment.parcel) if isinstance(shipment, Dispatched) else shipment
        case ShipmentReturned():
            if isinstance(shipment, Dispatched | Delivered):
                return Returned(shipment.parcel, delivered=isinstance(shipment, Delivered))
            return shipment
        case _:
            assert_never(event)


# Decisions: one function for each command.


def prepare_shipment(command: PrepareShipment, shipment: Shipment) -> PrepareShipmentOutcome:
    """Only what is paid is packed, and only once."""
    match shipment:
        case Unprepared(order, paid, cancelled):
            if order is None:
                return OrderNotConfirmed()
            if cancelled:
                return OrderWasCancelled()
            if not paid:
                return OrderNotPaid()
            items = tuple(ParcelItem(line.sku, line.quantity) for line in order.lines)
            return [ShipmentPrepared(command.order_id, order.customer_id, items, order.ship_to)]
        case Prepared() | Dispatched() | Delivered() | Returned():
            return []


def dispatch_shipment(command: DispatchShipment, shipment: Shipment) -> DispatchShipmentOutcome:
    """A parcel leaves the house once; until then its order may be cancelled."""
    match shipment:
        case Unprepared():
            return NotPrepared()
        case Dispatched(parcel) | Delivered(parcel) | Returned(parcel):
            return [] if command.tracking_number == parcel.tracking_number else AlreadyDispatched()
        case Prepared(cancelled=True):
            return OrderWasCancelled()
        case Prepared(prepared):
            return [
                ShipmentDispatched(
                    order_id=command.order_id,
                    customer_id=prepared.customer_id,
                    items=prepared.items,
                    carrier=command.carrier,
                    tracking_number=command.tracking_number,
                    dispatched_at=command.dispatched_at,
                )
            ]


def confirm_delivery(command: ConfirmDelivery, shipment: Shipment) -> ConfirmDeliveryOutcome:
    """What came back undelivered does not arrive any more."""
    match shipment:
        case Unprepared() | Prepared():
            return NotDispatched()
        case Delivered() | Returned(delivered=True):
            return []
        case Returned():
            return AlreadyReturned()
        case Dispatched(parcel):
            return [ShipmentDelivered(command.order_id, parcel.customer_id, command.delivered_at)]


def take_back_shipment(command: TakeBackShipment, shipment: Shipment) -> TakeBackShipmentOutcome:
    """Whatever left the house may come back, once."""
    match shipment:
        case Unprepared() | Prepared():
            return NotDispatched()
        case Returned():
            return []
        case Dispatched(parcel) | Delivered(parcel):
            return [ShipmentReturned(command.order_id, parcel.customer_id, command.reason, command.returned_at)]


shipment = ShipmentDecider(
    initial=Unprepared(),
    evolve=evolve,
    prepare_shipment=prepare_shipment,
    dispatch_shipment=dispatch_shipment,
    confirm_delivery=confirm_delivery,
    take_back_shipment=take_back_shipment,
)
