# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Deciders of Ordering: Takes orders, follows their lines until all goods are reserved, and closes them when the
customer has kept the goods.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from factbook.contracts import CommandContract, DeciderContract
from factbook.decider import Decider, Evolve
from factbook.queries import Boundary, Read
from factbook.wiring import checked, wire_decider

from ..billing.events import PaymentReceived
from ..cart.events import CartCheckedOut
from ..customers.events import (
    AddressCorrected,
    AddressRecorded,
    CustomerBlocked,
    CustomerRegistered,
    CustomerUnblocked,
)
from ..shipping.events import (
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentReturned,
)
from ..stock.events import (
    BackOrderFilled,
    StockCounted,
    StockReleased,
    StockReserved,
    StockTaken,
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
from .events import (
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

S = TypeVar("S")

PlacingEvent = (
    OrderPlaced
    | CustomerRegistered
    | CustomerBlocked
    | CustomerUnblocked
    | CartCheckedOut
    | AddressRecorded
    | AddressCorrected
    | StockCounted
    | StockReserved
    | BackOrderFilled
    | StockReleased
    | StockTaken
)
"""What Placing evolves from."""

PlacingCommand = PlaceOrder | ImportOrder
"""What Placing decides on."""

PlacingRejection = (
    OrderAlreadyPlaced
    | NotCheckedOut
    | NotAsCheckedOut
    | CustomerNotRegistered
    | CustomerIsBlocked
    | NoAddress
    | UnknownItem
    | OutOfStock
    | SameItemTwice
)
"""How Placing refuses."""

PlaceOrderOutcome = (
    Sequence[OrderPlaced]
    | OrderAlreadyPlaced
    | NotCheckedOut
    | NotAsCheckedOut
    | CustomerNotRegistered
    | CustomerIsBlocked
    | NoAddress
    | UnknownItem
    | OutOfStock
)
"""What may come of PlaceOrder."""

ImportOrderOutcome = (
    Sequence[OrderPlaced] | OrderAlreadyPlaced | CustomerNotRegistered | CustomerIsBlocked | SameItemTwice
)
"""What may come of ImportOrder."""

PLACING_READS = (
    Read(("ordering.OrderPlaced",), (("order", "order_id"),)),
    Read(
        ("customers.CustomerRegistered", "customers.CustomerBlocked", "customers.CustomerUnblocked"),
        (("customer", "customer_id"),),
    ),
)
"""What every command of Placing reads."""

PLACING_CONTRACT = DeciderContract(
    "ordering.Placing",
    evolves=(
        OrderPlaced,
        CustomerRegistered,
        CustomerBlocked,
        CustomerUnblocked,
        CartCheckedOut,
        AddressRecorded,
        AddressCorrected,
        StockCounted,
        StockReserved,
        BackOrderFilled,
        StockReleased,
        StockTaken,
    ),
    commands={
        "place_order": CommandContract(
            "ordering.PlaceOrder",
            PlaceOrder,
            reads=Boundary(
                *PLACING_READS,
                Read(("cart.CartCheckedOut",), (("order", "order_id"),)),
                Read(("customers.AddressRecorded", "customers.AddressCorrected"), (("customer", "customer_id"),)),
                Read(
                    (
                        "stock.StockCounted",
                        "stock.StockReserved",
                        "stock.BackOrderFilled",
                        "stock.StockReleased",
                        "stock.StockTaken",
                    ),
                    (("sku", "lines.sku"),),
                    tolerated=True,
                ),
            ),
            records=(OrderPlaced,),
            rejects=(
                OrderAlreadyPlaced,
                NotCheckedOut,
                NotAsCheckedOut,
                CustomerNotRegistered,
                CustomerIsBlocked,
                NoAddress,
                UnknownItem,
                OutOfStock,
            ),
        ),
        "import_order": CommandContract(
            "ordering.ImportOrder",
            ImportOrder,
            reads=Boundary(*PLACING_READS),
            records=(OrderPlaced,),
            rejects=(OrderAlreadyPlaced, CustomerNotRegistered, CustomerIsBlocked, SameItemTwice),
        ),
    },
)


@checked(PLACING_CONTRACT)
def PlacingDecider(
    *,
    initial: S,
    evolve: Evolve[S, PlacingEvent],
    place_order: Callable[[PlaceOrder, S], PlaceOrderOutcome],
    import_order: Callable[[ImportOrder, S], ImportOrderOutcome],
) -> Decider[PlacingCommand, S, PlacingEvent, PlacingRejection]:
    """Decides whether a new order is taken. Refusals are looked for in the order in which a command lists them, and the
    lines from the first to the last.
    """
    return wire_decider(
        PLACING_CONTRACT,
        initial,
        evolve,
        place_order=place_order,
        import_order=import_order,
    )


OrderEvent = (
    LineReserved
    | OrderConfirmed
    | LineBackOrdered
    | OrderChanged
    | OrderCancelled
    | OrderCompleted
    | OrderPlaced
    | ShipmentDispatched
    | PaymentReceived
    | ShipmentDelivered
    | ShipmentReturned
)
"""What Order evolves from."""

OrderCommand = NoteReservation | NoteBackOrder | ChangeOrder | CancelOrder | CancelUnpaidOrder | CompleteOrder
"""What Order decides on."""

OrderRejection = (
    NoSuchOrder
    | OrderIsCancelled
    | LineNotBackOrdered
    | QuantityNotLower
    | LastLine
    | OrderAlreadyShipped
    | OrderIsPaid
    | OrderWasReturned
    | OrderNotDelivered
)
"""How Order refuses."""

NoteReservationOutcome = Sequence[LineReserved | OrderConfirmed] | NoSuchOrder
"""What may come of NoteReservation."""

NoteBackOrderOutcome = Sequence[LineBackOrdered] | NoSuchOrder
"""What may come of NoteBackOrder."""

ChangeOrderOutcome = (
    Sequence[OrderChanged | OrderConfirmed]
    | NoSuchOrder
    | OrderIsCancelled
    | LineNotBackOrdered
    | QuantityNotLower
    | LastLine
)
"""What may come of ChangeOrder."""

CancelOrderOutcome = Sequence[OrderCancelled] | NoSuchOrder | OrderAlreadyShipped
"""What may come of CancelOrder."""

CancelUnpaidOrderOutcome = Sequence[OrderCancelled] | NoSuchOrder | OrderAlreadyShipped | OrderIsPaid
"""What may come of CancelUnpaidOrder."""

CompleteOrderOutcome = Sequence[OrderCompleted] | NoSuchOrder | OrderWasReturned | OrderNotDelivered
"""What may come of CompleteOrder."""

ORDER_READS = (
    Read(
        (
            "ordering.LineReserved",
            "ordering.OrderConfirmed",
            "ordering.LineBackOrdered",
            "ordering.OrderChanged",
            "ordering.OrderCancelled",
            "ordering.OrderCompleted",
            "ordering.OrderPlaced",
        ),
        (("order", "order_id"),),
    ),
)
"""What every command of Order reads."""

ORDER_CONTRACT = DeciderContract(
    "ordering.Order",
    evolves=(
        LineReserved,
        OrderConfirmed,
        LineBackOrdered,
        OrderChanged,
        OrderCancelled,
        OrderCompleted,
        OrderPlaced,
        ShipmentDispatched,
        PaymentReceived,
        ShipmentDelivered,
        ShipmentReturned,
    ),
    commands={
        "note_reservation": CommandContract(
            "ordering.NoteReservation",
            NoteReservation,
            reads=Boundary(*ORDER_READS),
            records=(LineReserved, OrderConfirmed),
            rejects=(NoSuchOrder,),
        ),
        "note_back_order": CommandContract(
            "ordering.NoteBackOrder",
            NoteBackOrder,
            reads=Boundary(*ORDER_READS),
            records=(LineBackOrdered,),
            rejects=(NoSuchOrder,),
        ),
        "change_order": CommandContract(
            "ordering.ChangeOrder",
            ChangeOrder,
            reads=Boundary(*ORDER_READS),
            records=(OrderChanged, OrderConfirmed),
            rejects=(NoSuchOrder, OrderIsCancelled, LineNotBackOrdered, QuantityNotLower, LastLine),
        ),
        "cancel_order": CommandContract(
            "ordering.CancelOrder",
            CancelOrder,
            reads=Boundary(
                *ORDER_READS,
                Read(("shipping.ShipmentDispatched",), (("order", "order_id"),)),
            ),
            records=(OrderCancelled,),
            rejects=(NoSuchOrder, OrderAlreadyShipped),
        ),
        "cancel_unpaid_order": CommandContract(
            "ordering.CancelUnpaidOrder",
            CancelUnpaidOrder,
            reads=Boundary(
                *ORDER_READS,
                Read(("billing.PaymentReceived", "shipping.ShipmentDispatched"), (("order", "order_id"),)),
            ),
            records=(OrderCancelled,),
            rejects=(NoSuchOrder, OrderAlreadyShipped, OrderIsPaid),
        ),
        "complete_order": CommandContract(
            "ordering.CompleteOrder",
            CompleteOrder,
            reads=Boundary(
                *ORDER_READS,
                Read(("shipping.ShipmentDelivered", "shipping.ShipmentReturned"), (("order", "order_id"),)),
            ),
            records=(OrderCompleted,),
            rejects=(NoSuchOrder, OrderWasReturned, OrderNotDelivered),
        ),
    },
)


@checked(ORDER_CONTRACT)
def OrderDecider(
    *,
    initial: S,
    evolve: Evolve[S, OrderEvent],
    note_reservation: Callable[[NoteReservation, S], NoteReservationOutcome],
    note_back_order: Callable[[NoteBackOrder, S], NoteBackOrderOutcome],
    change_order: Callable[[ChangeOrder, S], ChangeOrderOutcome],
    cancel_order: Callable[[CancelOrder, S], CancelOrderOutcome],
    cancel_unpaid_order: Callable[[CancelUnpaidOrder, S], CancelUnpaidOrderOutcome],
    complete_order: Callable[[CompleteOrder, S], CompleteOrderOutcome],
) -> Decider[OrderCommand, S, OrderEvent, OrderRejection]:
    """Decides on an order that was placed."""
    return wire_decider(
        ORDER_CONTRACT,
        initial,
        evolve,
        note_reservation=note_reservation,
        note_back_order=note_back_order,
        change_order=change_order,
        cancel_order=cancel_order,
        cancel_unpaid_order=cancel_unpaid_order,
        complete_order=complete_order,
    )
