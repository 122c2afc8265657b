# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Views of Ordering: Takes orders, follows their lines until all goods are reserved, and closes them when the customer
has kept the goods.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from factbook.constraints import constrained
from factbook.contracts import ViewContract
from factbook.messages import define
from factbook.view import View
from factbook.wiring import checked, wire_view

from ..billing.events import PaymentReceived
from ..customers.types import CustomerId
from ..intake.types import SourceName
from ..shipping.events import (
    ShipmentDelivered,
    ShipmentDispatched,
    ShipmentReturned,
)
from ..shipping.types import TrackingNumber
from ..types import (
    Money,
    OrderId,
    OrderLines,
)
from .events import (
    BackOrderNoticeFailed,
    BackOrderNoticeSent,
    LineBackOrdered,
    OrderCancelled,
    OrderChanged,
    OrderCompleted,
    OrderConfirmed,
    OrderPlaced,
)
from .types import OrderStatus


@constrained
@define(frozen=True, slots=True)
class OrderSummary:
    """Every order and how far it has come.

    Attributes:
        tracking_number: Where to look for the parcel.
        notice_failed: Whether the last mail about a line that waits did not go out.
    """

    order_id: OrderId
    customer_id: CustomerId
    status: OrderStatus
    lines: OrderLines
    total: Money
    notice_failed: bool
    placed_at: datetime
    source: SourceName | None = None
    tracking_number: TrackingNumber | None = None


OrderSummaryEvent = (
    OrderPlaced
    | LineBackOrdered
    | BackOrderNoticeSent
    | BackOrderNoticeFailed
    | OrderChanged
    | OrderConfirmed
    | OrderCancelled
    | OrderCompleted
    | PaymentReceived
    | ShipmentDispatched
    | ShipmentDelivered
    | ShipmentReturned
)
"""What OrderSummary is made from."""

ORDER_SUMMARY_CONTRACT = ViewContract(
    "ordering.OrderSummary",
    OrderSummary,
    key=("order_id",),
    sources={
        OrderPlaced: ("order_id",),
        LineBackOrdered: ("order_id",),
        BackOrderNoticeSent: ("order_id",),
        BackOrderNoticeFailed: ("order_id",),
        OrderChanged: ("order_id",),
        OrderConfirmed: ("order_id",),
        OrderCancelled: ("order_id",),
        OrderCompleted: ("order_id",),
        PaymentReceived: ("order_id",),
        ShipmentDispatched: ("order_id",),
        ShipmentDelivered: ("order_id",),
        ShipmentReturned: ("order_id",),
    },
)


@checked(ORDER_SUMMARY_CONTRACT)
def OrderSummaryView(
    *,
    evolve: Callable[[OrderSummary | None, OrderSummaryEvent], OrderSummary | None],
) -> View[OrderSummary | None, OrderSummaryEvent]:
    """The table OrderSummary, one row for each order_id."""
    return wire_view(ORDER_SUMMARY_CONTRACT, evolve)
