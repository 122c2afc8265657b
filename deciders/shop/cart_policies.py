"""What carts do when something happens."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from generated.shop.cart import (
    CartCheckedOut,
    CartId,
    ItemAdded,
    ItemRemoved,
    PriceSet,
    RecalculatePrices,
    RepriceCartsEvent,
    RepriceCartsPolicy,
)

# The open carts that hold an item, in the order in which it was put into them.
Holders: TypeAlias = tuple[CartId, ...]


def evolve_holders(carts: Holders, event: RepriceCartsEvent) -> Holders:
    """The carts after one more event."""
    match event:
        case ItemAdded(cart_id=cart):
            return carts if cart in carts else (*carts, cart)
        case ItemRemoved(cart_id=cart) | CartCheckedOut(cart_id=cart):
            return tuple(other for other in carts if other != cart)
        case _:
            assert_never(event)


def reprice(event: PriceSet, carts: Holders) -> list[RecalculatePrices]:
    """Every open cart that holds the item gets its new price."""
    return [RecalculatePrices(cart, event.sku) for cart in carts]


reprice_carts = RepriceCartsPolicy(initial=(), evolve=evolve_holders, react=reprice)
