# Made by factbook from catalogue/shop/cart.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Policies of Cart: Keeps the price list and the discount codes, and the carts that customers fill before they order.
The price list is the only source of prices: no command of a customer brings one into a cart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from factbook.contracts import PolicyContract
from factbook.decider import Evolve
from factbook.policy import Policy
from factbook.queries import Boundary, Read
from factbook.wiring import checked, wire_policy

from .commands import RecalculatePrices
from .events import (
    CartCheckedOut,
    ItemAdded,
    ItemRemoved,
    PriceSet,
)

S = TypeVar("S")

RepriceCartsEvent = ItemAdded | ItemRemoved | CartCheckedOut
"""What RepriceCarts looks at before it reacts."""

REPRICE_CARTS_CONTRACT = PolicyContract(
    "cart.RepriceCarts",
    when=(PriceSet,),
    issues=(RecalculatePrices,),
    reads=Boundary(
        Read(("cart.ItemAdded", "cart.ItemRemoved", "cart.CartCheckedOut"), (("sku", "sku"),)),
    ),
    evolves=(ItemAdded, ItemRemoved, CartCheckedOut),
)


@checked(REPRICE_CARTS_CONTRACT)
def RepriceCartsPolicy(
    *,
    initial: S,
    evolve: Evolve[S, RepriceCartsEvent],
    react: Callable[[PriceSet, S], Sequence[RecalculatePrices]],
) -> Policy[PriceSet, S, RecalculatePrices]:
    """Recalculates every cart that holds an item whose price was set, in the order in which the item was put into them.
    Carts that were checked out keep their prices.
    """
    return wire_policy(REPRICE_CARTS_CONTRACT, react, initial, evolve)
