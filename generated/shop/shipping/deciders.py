# Made by factbook from catalogue/shop/shipping.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Deciders of Shipping: Packs paid orders, follows their parcels to the doorstep and perhaps back, and tells the
customers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from factbook.contracts import CommandContract, DeciderContract
from factbook.decider import Decider, Evolve
from factbook.queries import Boundary, Read
from factbook.wiring import checked, wire_decider

from ..billing.events import PaymentReceived
from ..ordering.events import (
    OrderCancelled,
    OrderConfirmed,
)
from .commands import (
    ConfirmDelivery,
    DispatchShipment,
    PrepareShipment,
    TakeBackShipment,
)
from .events import (
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

S = TypeVar("S")

ShipmentEvent = (
    ShipmentPrepared
    | ShipmentDispatched
    | ShipmentDelivered
    | ShipmentReturned
    | OrderConfirmed
    | PaymentReceived
    | OrderCancelled
)
"""What Shipment evolves from."""

ShipmentCommand = PrepareShipment | DispatchShipment | ConfirmDelivery | TakeBackShipment
"""What Shipment decides on."""

ShipmentRejection = (
    OrderNotConfirmed
    | OrderWasCancelled
    | OrderNotPaid
    | NotPrepared
    | AlreadyDispatched
    | NotDispatched
    | AlreadyReturned
)
"""How Shipment refuses."""

PrepareShipmentOutcome = Sequence[ShipmentPrepared] | OrderNotConfirmed | OrderWasCancelled | OrderNotPaid
"""What may come of PrepareShipment."""

DispatchShipmentOutcome = Sequence[ShipmentDispatched] | NotPrepared | AlreadyDispatched | OrderWasCancelled
"""What may come of DispatchShipment."""

ConfirmDeliveryOutcome = Sequence[ShipmentDelivered] | NotDispatched | AlreadyReturned
"""What may come of ConfirmDelivery."""

TakeBackShipmentOutcome = Sequence[ShipmentReturned] | NotDispatched
"""What may come of TakeBackShipment."""

SHIPMENT_READS = (
    Read(
        (
            "shipping.ShipmentPrepared",
            "shipping.ShipmentDispatched",
            "shipping.ShipmentDelivered",
            "shipping.ShipmentReturned",
        ),
        (("order", "order_id"),),
    ),
)
"""What every command of Shipment reads."""

SHIPMENT_CONTRACT = DeciderContract(
    "shipping.Shipment",
    evolves=(
        ShipmentPrepared,
        ShipmentDispatched,
        ShipmentDelivered,
        ShipmentReturned,
        OrderConfirmed,
        PaymentReceived,
        OrderCancelled,
    ),
    commands={
        "prepare_shipment": CommandContract(
            "shipping.PrepareShipment",
            PrepareShipment,
            reads=Boundary(
                *SHIPMENT_READS,
                Read(
                    ("ordering.OrderConfirmed", "billing.PaymentReceived", "ordering.OrderCancelled"),
                    (("order", "order_id"),),
                ),
            ),
            records=(ShipmentPrepared,),
            rejects=(OrderNotConfirmed, OrderWasCancelled, OrderNotPaid),
        ),
        "dispatch_shipment": CommandContract(
            "shipping.DispatchShipment",
            DispatchShipment,
            reads=Boundary(
                *SHIPMENT_READS,
                Read(("ordering.OrderCancelled",), (("order", "order_id"),)),
            ),
            records=(ShipmentDispatched,),
            rejects=(NotPrepared, AlreadyDispatched, OrderWasCancelled),
        ),
        "confirm_delivery": CommandContract(
            "shipping.ConfirmDelivery",
            ConfirmDelivery,
            reads=Boundary(*SHIPMENT_READS),
            records=(ShipmentDelivered,),
            rejects=(NotDispatched, AlreadyReturned),
        ),
        "take_back_shipment": CommandContract(
            "shipping.TakeBackShipment",
            TakeBackShipment,
            reads=Boundary(*SHIPMENT_READS),
            records=(ShipmentReturned,),
            rejects=(NotDispatched,),
        ),
    },
)


@checked(SHIPMENT_CONTRACT)
def ShipmentDecider(
    *,
    initial: S,
    evolve: Evolve[S, ShipmentEvent],
    prepare_shipment: Callable[[PrepareShipment, S], PrepareShipmentOutcome],
    dispatch_shipment: Callable[[DispatchShipment, S], DispatchShipmentOutcome],
    confirm_delivery: Callable[[ConfirmDelivery, S], ConfirmDeliveryOutcome],
    take_back_shipment: Callable[[TakeBackShipment, S], TakeBackShipmentOutcome],
) -> Decider[ShipmentCommand, S, ShipmentEvent, ShipmentRejection]:
    """Decides on the parcel of one order."""
    return wire_decider(
        SHIPMENT_CONTRACT,
        initial,
        evolve,
        prepare_shipment=prepare_shipment,
        dispatch_shipment=dispatch_shipment,
        confirm_delivery=confirm_delivery,
        take_back_shipment=take_back_shipment,
    )
