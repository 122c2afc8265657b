# Made by factbook from catalogue/shop/cart.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Types of Cart: Keeps the price list and the discount codes, and the carts that customers fill before they order. The
price list is the only source of prices: no command of a customer brings one into a cart.
"""

from __future__ import annotations

from typing import Annotated, NewType
from uuid import UUID

from factbook.constraints import length, pattern

from ..types import OrderLine

CartId = NewType("CartId", UUID)
"""Names one cart."""

DiscountCode = Annotated[str, pattern(r"[A-Z0-9]{4,20}")]
"""What a customer types in."""

CartLines = Annotated[tuple[OrderLine, ...], length(None, 20)]
"""What a cart holds, in the order in which it was first put in. One line for each item, perhaps none."""
