# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""How OrderCancelled of Ordering was in version 1."""

from __future__ import annotations

from factbook.constraints import constrained
from factbook.messages import define

from ...customers.types import CustomerId
from ...types import (
    OrderId,
    OrderLines,
)
from ..types import CancelReason


@constrained
@define(frozen=True, slots=True)
class OrderCancelled:
    """Version 1: The order is off. Its goods become free, and what was paid is paid back."""

    order_id: OrderId
    customer_id: CustomerId
    why: CancelReason
    lines: OrderLines
