# Made by factbook from catalogue/shop/cart.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Rejections of Cart: Keeps the price list and the discount codes, and the carts that customers fill before they order.
The price list is the only source of prices: no command of a customer brings one into a cart.
"""

from __future__ import annotations

from factbook.constraints import constrained
from factbook.messages import define


@constrained
@define(frozen=True, slots=True)
class CodeExists:
    """This code was issued before. It may have been withdrawn since, but it is not used again."""


@constrained
@define(frozen=True, slots=True)
class UnknownCode:
    """Nobody issued this code."""


@constrained
@define(frozen=True, slots=True)
class CartIsCheckedOut:
    """The cart was checked out. A new one takes what comes later."""


@constrained
@define(frozen=True, slots=True)
class CartOfAnother:
    """The cart belongs to another customer."""


@constrained
@define(frozen=True, slots=True)
class NotForSale:
    """The item has no price."""


@constrained
@define(frozen=True, slots=True)
class TooManyPieces:
    """The cart would hold more than 999 pieces of this item."""


@constrained
@define(frozen=True, slots=True)
class CartIsFull:
    """The cart holds 20 different items already."""


@constrained
@define(frozen=True, slots=True)
class NotInCart:
    """The cart does not hold this item."""


@constrained
@define(frozen=True, slots=True)
class CartIsEmpty:
    """The cart holds nothing."""


@constrained
@define(frozen=True, slots=True)
class CodeWithdrawn:
    """The code was withdrawn."""


@constrained
@define(frozen=True, slots=True)
class CodeExpired:
    """The last day of the code is over."""


@constrained
@define(frozen=True, slots=True)
class OrderNumberTaken:
    """Another cart was checked out for an order of this number."""
