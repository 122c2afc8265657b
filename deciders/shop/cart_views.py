"""The view of carts: what lies in them and what it costs."""

from __future__ import annotations

from typing import assert_never

from generated.shop.cart import CartCheckedOut, CartContents, CartContentsEvent, CartContentsView, PricesRecalculated


def evolve_cart_contents(_: CartContents | None, event: CartContentsEvent) -> CartContents | None:
    """A cart after one more event, which says all there is to say about it."""
    match event:
        case PricesRecalculated():
            return CartContents(
                cart_id=event.cart_id,
                customer_id=event.customer_id,
                lines=event.lines,
                discount_percent=event.discount_percent,
                goods=event.goods,
                discount=event.discount,
                total=event.total,
            )
        case CartCheckedOut():
            return None
        case _:
            assert_never(event)


cart_contents = CartContentsView(evolve=evolve_cart_contents)
