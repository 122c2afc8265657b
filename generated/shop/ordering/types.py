# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Types of Ordering: Takes orders, follows their lines until all goods are reserved, and closes them when the customer
has kept the goods.
"""

from __future__ import annotations

from enum import StrEnum


class OrderStatus(StrEnum):
    """How far an order has come, as its customer sees it."""

    PLACED = "placed"
    """The order is there, and its goods are being reserved."""
    BACK_ORDERED = "back_ordered"
    """At least one line waits for goods."""
    CONFIRMED = "confirmed"
    """All goods are reserved, and the payment is due."""
    PAID = "paid"
    """The payment has arrived."""
    SHIPPED = "shipped"
    """The parcel is on its way."""
    DELIVERED = "delivered"
    """The parcel has arrived."""
    RETURNED = "returned"
    """The parcel came back."""
    COMPLETED = "completed"
    """The customer kept the goods."""
    CANCELLED = "cancelled"
    """Nothing more will happen, except that money may be paid back."""


class CancelReason(StrEnum):
    """Why an order was cancelled."""

    CHANGED_MIND = "changed_mind"
    """The customer does not want the goods any more."""
    TOO_SLOW = "too_slow"
    """The customer does not want to wait any longer."""
    SUSPICIOUS = "suspicious"
    """A clerk does not trust the order."""
    UNPAID = "unpaid"
    """The payment did not arrive in time."""
