# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Events of Ordering: Takes orders, follows their lines until all goods are reserved, and closes them when the customer
has kept the goods.
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
    MailTrouble,
    Money,
    OrderId,
    OrderLines,
    PaymentMethod,
    Percent,
    Quantity,
    Sku,
)
from .types import CancelReason


@constrained
@define(frozen=True, slots=True)
class OrderPlaced:
    """The customer confirmed the order. Its prices and its address are fixed from here on.

    Attributes:
        source: Where it was placed, if not in this shop.
        total: What the customer has agreed to pay.
    """

    order_id: OrderId
    customer_id: CustomerId
    lines: OrderLines
    discount_percent: Percent
    total: Money
    ship_to: Address
    payment_method: PaymentMethod
    placed_at: datetime
    source: SourceName | None = None


@constrained
@define(frozen=True, slots=True)
class LineReserved:
    """The goods of a line are reserved."""

    order_id: OrderId
    sku: Sku
    quantity: Quantity


@constrained
@define(frozen=True, slots=True)
class LineBackOrdered:
    """The goods of a line are not there. The customer may wait, take fewer, or cancel."""

    order_id: OrderId
    customer_id: CustomerId
    sku: Sku
    quantity: Quantity


@constrained
@define(frozen=True, slots=True)
class OrderChanged:
    """The customer takes fewer of an item that is waited for, or does without it.

    Attributes:
        quantity: What the customer still wants of it. 0 takes the line off.
        lines: All lines as they are now.
    """

    order_id: OrderId
    customer_id: CustomerId
    sku: Sku
    quantity: Annotated[int, between(0, 998)]
    lines: OrderLines
    total: Money


@constrained
@define(frozen=True, slots=True)
class OrderConfirmed:
    """All goods are reserved. This is what is invoiced and shipped."""

    order_id: OrderId
    customer_id: CustomerId
    lines: OrderLines
    discount_percent: Percent
    total: Money
    ship_to: Address
    payment_method: PaymentMethod


@constrained
@define(frozen=True, slots=True)
class OrderCancelled:
    """The order is off. Its goods become free, and what was paid is paid back."""

    order_id: OrderId
    customer_id: CustomerId
    reason: CancelReason
    lines: OrderLines


@constrained
@define(frozen=True, slots=True)
class OrderCompleted:
    """The time to send the goods back is over, and the customer kept them."""

    order_id: OrderId
    customer_id: CustomerId


@constrained
@define(frozen=True, slots=True)
class BackOrderNoticeSent:
    """The customer was told that a line waits."""

    order_id: OrderId
    customer_id: CustomerId
    sku: Sku


@constrained
@define(frozen=True, slots=True)
class BackOrderNoticeFailed:
    """The mail about a line that waits did not go out."""

    order_id: OrderId
    customer_id: CustomerId
    sku: Sku
    reason: MailTrouble
