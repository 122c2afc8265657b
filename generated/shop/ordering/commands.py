# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Commands of Ordering: Takes orders, follows their lines until all goods are reserved, and closes them when the
customer has kept the goods.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from factbook.constraints import between, constrained
from factbook.messages import define

from ..customers.types import (
    Address,
    CustomerId,
)
from ..intake.types import SourceName
from ..types import (
    Money,
    OrderId,
    OrderLines,
    PaymentMethod,
    Quantity,
    Sku,
)
from .types import CancelReason


@constrained
@define(frozen=True, slots=True)
class PlaceOrder:
    """Turns a checked-out cart into an order. The customer confirms lines and total once more, and they must be those
    of the check-out. Looks at the shelf, but promises nothing: the pieces are reserved afterwards, and whoever is too
    late waits.

    Attributes:
        order_id: The number that the check-out gave.
        wait_if_missing: Whether the customer is ready to wait for what is not there.
    """

    order_id: OrderId
    customer_id: CustomerId
    lines: OrderLines
    total: Money
    placed_at: datetime
    wait_if_missing: bool = False


@constrained
@define(frozen=True, slots=True)
class ImportOrder:
    """Takes an order that was placed elsewhere. Its prices were agreed there, and there is no discount. What is not on
    the shelf is waited for.
    """

    order_id: OrderId
    customer_id: CustomerId
    source: SourceName
    lines: OrderLines
    ship_to: Address
    payment_method: PaymentMethod
    placed_at: datetime


@constrained
@define(frozen=True, slots=True)
class NoteReservation:
    """Notes that the goods of a line are reserved. The last line confirms the order. Changes nothing when the line is
    gone, when it asks for another quantity by now, when it is reserved already, or when the order is cancelled.
    """

    order_id: OrderId
    sku: Sku
    quantity: Quantity


@constrained
@define(frozen=True, slots=True)
class NoteBackOrder:
    """Notes that a line has to wait. Changes nothing when it waits already, and in the cases of NoteReservation."""

    order_id: OrderId
    sku: Sku
    quantity: Quantity


@constrained
@define(frozen=True, slots=True)
class ChangeOrder:
    """Lowers the quantity of a line that waits, or takes it off. The prices and the discount in percent stay. If
    nothing waits any more, the order is confirmed.

    Attributes:
        quantity: What the customer still wants. 0 takes the line off.
    """

    order_id: OrderId
    sku: Sku
    quantity: Annotated[int, between(0, 998)]


@constrained
@define(frozen=True, slots=True)
class CancelOrder:
    """Calls an order off. That is possible until its parcel leaves the house, paid or not."""

    order_id: OrderId
    reason: CancelReason


@constrained
@define(frozen=True, slots=True)
class CancelUnpaidOrder:
    """Calls an order off because its payment did not arrive in time."""

    order_id: OrderId


@constrained
@define(frozen=True, slots=True)
class CompleteOrder:
    """Closes an order whose goods were delivered and kept."""

    order_id: OrderId
