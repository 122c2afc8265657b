# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Rejections of Ordering: Takes orders, follows their lines until all goods are reserved, and closes them when the
customer has kept the goods.
"""

from __future__ import annotations

from typing import Annotated

from factbook.constraints import between, constrained
from factbook.messages import define

from ..types import (
    Quantity,
    Sku,
)


@constrained
@define(frozen=True, slots=True)
class OrderAlreadyPlaced:
    """An order of this number exists."""


@constrained
@define(frozen=True, slots=True)
class NotCheckedOut:
    """No cart was checked out for an order of this number."""


@constrained
@define(frozen=True, slots=True)
class NotAsCheckedOut:
    """The customer, the lines or the total are not those of the check-out."""


@constrained
@define(frozen=True, slots=True)
class CustomerNotRegistered:
    """There is no such customer."""


@constrained
@define(frozen=True, slots=True)
class CustomerIsBlocked:
    """The customer may not order."""


@constrained
@define(frozen=True, slots=True)
class NoAddress:
    """Nobody knows where to send the goods."""


@constrained
@define(frozen=True, slots=True)
class UnknownItem:
    """The shop never had this item."""

    sku: Sku


@constrained
@define(frozen=True, slots=True)
class OutOfStock:
    """There are not enough free pieces, and the customer is not ready to wait.

    Attributes:
        left: How many pieces are free.
    """

    sku: Sku
    left: Annotated[int, between(0, None)]


@constrained
@define(frozen=True, slots=True)
class SameItemTwice:
    """An item stands in more than one line."""

    sku: Sku


@constrained
@define(frozen=True, slots=True)
class NoSuchOrder:
    """There is no order of this number."""


@constrained
@define(frozen=True, slots=True)
class OrderIsCancelled:
    """The order is off."""


@constrained
@define(frozen=True, slots=True)
class LineNotBackOrdered:
    """Only a line that waits may be changed."""


@constrained
@define(frozen=True, slots=True)
class QuantityNotLower:
    """The line asks for no more than that already."""

    quantity: Quantity


@constrained
@define(frozen=True, slots=True)
class LastLine:
    """The order has no other line. Cancel it instead."""


@constrained
@define(frozen=True, slots=True)
class OrderAlreadyShipped:
    """The parcel has left the house. The customer may send it back."""


@constrained
@define(frozen=True, slots=True)
class OrderIsPaid:
    """The payment has arrived."""


@constrained
@define(frozen=True, slots=True)
class OrderWasReturned:
    """The parcel came back."""


@constrained
@define(frozen=True, slots=True)
class OrderNotDelivered:
    """The parcel has not arrived."""
