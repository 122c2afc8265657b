# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Policies of Ordering: Takes orders, follows their lines until all goods are reserved, and closes them when the
customer has kept the goods.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from factbook.contracts import PolicyContract
from factbook.decider import Evolve
from factbook.policy import Policy
from factbook.queries import Boundary, Read
from factbook.wiring import checked, wire_policy

from ..customers.events import (
    CustomerRegistered,
    EmailChanged,
)
from ..shipping.events import ShipmentDelivered
from ..stock.events import (
    BackOrderFilled,
    StockBackOrdered,
    StockReserved,
)
from .commands import (
    CompleteOrder,
    NoteBackOrder,
    NoteReservation,
)
from .effects import SendBackOrderNotice
from .events import LineBackOrdered

S = TypeVar("S")

NOTE_WHEN_RESERVED_CONTRACT = PolicyContract(
    "ordering.NoteWhenReserved",
    when=(StockReserved, BackOrderFilled),
    issues=(NoteReservation,),
)


@checked(NOTE_WHEN_RESERVED_CONTRACT)
def NoteWhenReservedPolicy(
    *,
    react: Callable[[StockReserved | BackOrderFilled], Sequence[NoteReservation]],
) -> Policy[StockReserved | BackOrderFilled, None, NoteReservation]:
    """Tells the order that the goods of a line are reserved."""
    return wire_policy(NOTE_WHEN_RESERVED_CONTRACT, react)


NOTE_WHEN_BACK_ORDERED_CONTRACT = PolicyContract(
    "ordering.NoteWhenBackOrdered",
    when=(StockBackOrdered,),
    issues=(NoteBackOrder,),
)


@checked(NOTE_WHEN_BACK_ORDERED_CONTRACT)
def NoteWhenBackOrderedPolicy(
    *,
    react: Callable[[StockBackOrdered], Sequence[NoteBackOrder]],
) -> Policy[StockBackOrdered, None, NoteBackOrder]:
    """Tells the order that a line has to wait."""
    return wire_policy(NOTE_WHEN_BACK_ORDERED_CONTRACT, react)


TellWhenBackOrderedEvent = CustomerRegistered | EmailChanged
"""What TellWhenBackOrdered looks at before it reacts."""

TELL_WHEN_BACK_ORDERED_CONTRACT = PolicyContract(
    "ordering.TellWhenBackOrdered",
    when=(LineBackOrdered,),
    issues=(SendBackOrderNotice,),
    flag="mail_customers",
    reads=Boundary(
        Read(("customers.CustomerRegistered", "customers.EmailChanged"), (("customer", "customer_id"),)),
    ),
    evolves=(CustomerRegistered, EmailChanged),
)


@checked(TELL_WHEN_BACK_ORDERED_CONTRACT)
def TellWhenBackOrderedPolicy(
    *,
    initial: S,
    evolve: Evolve[S, TellWhenBackOrderedEvent],
    react: Callable[[LineBackOrdered, S], Sequence[SendBackOrderNotice]],
) -> Policy[LineBackOrdered, S, SendBackOrderNotice]:
    """Writes to the customer, at the newest address, that a line waits."""
    return wire_policy(TELL_WHEN_BACK_ORDERED_CONTRACT, react, initial, evolve)


COMPLETE_WHEN_DELIVERED_CONTRACT = PolicyContract(
    "ordering.CompleteWhenDelivered",
    when=(ShipmentDelivered,),
    issues=(CompleteOrder,),
    after=timedelta(days=14),
)


@checked(COMPLETE_WHEN_DELIVERED_CONTRACT)
def CompleteWhenDeliveredPolicy(
    *,
    react: Callable[[ShipmentDelivered], Sequence[CompleteOrder]],
) -> Policy[ShipmentDelivered, None, CompleteOrder]:
    """Closes the order when the 14 days are over in which the customer may send it back."""
    return wire_policy(COMPLETE_WHEN_DELIVERED_CONTRACT, react)
