# Made by factbook from catalogue/shop/stock.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Rejections of Stock: Knows how many of each item lie on the shelf, for which orders they are reserved, and which
orders wait for more. Never promises what is not there: no item has fewer pieces on the shelf than are reserved.
"""

from __future__ import annotations

from typing import Annotated

from factbook.constraints import between, constrained
from factbook.messages import define


@constrained
@define(frozen=True, slots=True)
class CountBelowReserved:
    """More pieces are promised to orders than were counted. Cancel orders first.

    Attributes:
        reserved: How many pieces are reserved.
    """

    reserved: Annotated[int, between(1, None)]


@constrained
@define(frozen=True, slots=True)
class OrderWasCancelled:
    """The order was cancelled before its pieces were reserved."""


@constrained
@define(frozen=True, slots=True)
class NothingHeld:
    """The order has nothing of this item reserved and waits for none."""


@constrained
@define(frozen=True, slots=True)
class NotReserved:
    """The order has nothing of this item reserved."""
