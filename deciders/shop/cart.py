"""Decides on one cart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import attrs

from generated.shop import OrderId, OrderLine, Percent, Price, Sku
from generated.shop.cart import (
    AddItem,
    AddItemOutcome,
    ApplyDiscountCode,
    ApplyDiscountCodeOutcome,
    CartCheckedOut,
    CartDecider,
    CartEvent,
    CartId,
    CartIsCheckedOut,
    CartIsEmpty,
    CartIsFull,
    CartLines,
    CartOfAnother,
    CheckOut,
    CheckOutOutcome,
    CodeExpired,
    CodeWithdrawn,
    DiscountCode,
    DiscountCodeApplied,
    DiscountCodeIssued,
    DiscountCodeWithdrawn,
    ItemAdded,
    ItemRemoved,
    NotForSale,
    NotInCart,
    OrderNumberTaken,
    PriceSet,
    PricesRecalculated,
    RecalculatePrices,
    RecalculatePricesOutcome,
    RemoveItem,
    RemoveItemOutcome,
    TooManyPieces,
    UnknownCode,
)
from generated.shop.customers import CustomerId

from .amounts import amount_of

MOST_PIECES = 999
MOST_ITEMS = 20

# State: the cart, and what is known beside it: prices, discount codes, and which carts have become which orders.


@attrs.frozen
class Cart:
    """What the cart holds and costs, by the last PricesRecalculated, and by which code; what is for sale and at what
    price; the codes that were issued, those withdrawn since; the carts that were checked out, with their orders."""

    contents: PricesRecalculated | None
    code: DiscountCode | None
    prices: Mapping[Sku, Price]
    issued: Mapping[DiscountCode, DiscountCodeIssued]
    withdrawn: frozenset[DiscountCode]
    orders: Mapping[CartId, OrderId]

    @property
    def lines(self) -> CartLines:
        """What the cart holds: nothing, before somebody opens it."""
        return self.contents.lines if self.contents else ()


def evolve(cart: Cart, event: CartEvent) -> Cart:
    """The cart after one more event."""
    match event:
        case PricesRecalculated():
            return attrs.evolve(cart, contents=event)
        case ItemAdded() | ItemRemoved():
            return cart  # says why; PricesRecalculated, which follows, says what
        case DiscountCodeApplied(code=code):
            return attrs.evolve(cart, code=code)
        case CartCheckedOut(cart_id=cart_id, order_id=order_id):
            return attrs.evolve(cart, orders={**cart.orders, cart_id: order_id})
        case PriceSet(sku=sku, unit_price=price):
            return attrs.evolve(cart, prices={**cart.prices, sku: price})
        case DiscountCodeIssued(code=code):
            return attrs.evolve(cart, issued={**cart.issued, code: event})
        case DiscountCodeWithdrawn(code=code):
            return attrs.evolve(cart, withdrawn=cart.withdrawn | {code})
        case _:
            assert_never(event)


# Decisions: one function for each command.


def add_item(command: AddItem, cart: Cart) -> AddItemOutcome:
    """All pieces of the item, old and new, get the price of this moment."""
    price = cart.prices.get(command.sku)
    percent = cart.contents.discount_percent if cart.contents else 0
    held = sum(line.quantity for line in cart.lines if line.sku == command.sku)
    if command.cart_id in cart.orders:
        return CartIsCheckedOut()
    if cart.contents is not None and cart.contents.customer_id != command.customer_id:
        return CartOfAnother()
    if price is None:
        return NotForSale()
    if held + command.quantity > MOST_PIECES:
        return TooManyPieces()
    if not held and len(cart.lines) == MOST_ITEMS:
        return CartIsFull()
    lines = with_line(cart.lines, OrderLine(command.sku, held + command.quantity, price))
    return [
        ItemAdded(command.cart_id, command.customer_id, command.sku, command.quantity, price),
        recalculated(command.cart_id, command.customer_id, lines, percent),
    ]


def remove_item(command: RemoveItem, cart: Cart) -> RemoveItemOutcome:
    """What is left costs what it did, less the same discount in percent."""
    contents = cart.contents
    if command.cart_id in cart.orders:
        return CartIsCheckedOut()
    if contents is None or all(line.sku != command.sku for line in contents.lines):
        return NotInCart()
    lines = tuple(line for line in contents.lines if line.sku != command.sku)
    return [
        ItemRemoved(command.cart_id, command.sku),
        recalculated(command.cart_id, contents.customer_id, lines, contents.discount_percent),
    ]


def apply_discount_code(command: ApplyDiscountCode, cart: Cart) -> ApplyDiscountCodeOutcome:
    """The code replaces the one before, even one that was worth more."""
    contents, issued = cart.contents, cart.issued.get(command.code)
    if command.cart_id in cart.orders:
        return CartIsCheckedOut()
    if contents is None or not contents.lines:
        return CartIsEmpty()
    if issued is None:
        return UnknownCode()
    if command.code in cart.withdrawn:
        return CodeWithdrawn()
    if command.applied_on > issued.last_day:
        return CodeExpired()
    if command.code == cart.code:
        return []
    return [
        DiscountCodeApplied(command.cart_id, command.code, issued.percent),
        recalculated(command.cart_id, contents.customer_id, contents.lines, issued.percent),
    ]


def recalculate_prices(command: RecalculatePrices, cart: Cart) -> RecalculatePricesOutcome:
    """A cart that was checked out keeps its prices."""
    contents, price = cart.contents, cart.prices.get(command.sku)
    if contents is None or price is None or command.cart_id in cart.orders:
        return []
    lines = tuple(attrs.evolve(line, unit_price=price) if line.sku == command.sku else line for line in contents.lines)
    if lines == contents.lines:
        return []
    return [recalculated(command.cart_id, contents.customer_id, lines, contents.discount_percent)]


def check_out(command: CheckOut, cart: Cart) -> CheckOutOutcome:
    """An order comes from one cart, and costs what that cart costs now."""
    contents = cart.contents
    if command.cart_id in cart.orders:
        return CartIsCheckedOut()
    if contents is None or not contents.lines:
        return CartIsEmpty()
    if command.order_id in cart.orders.values():
        return OrderNumberTaken()
    return [
        CartCheckedOut(
            cart_id=command.cart_id,
            order_id=command.order_id,
            customer_id=contents.customer_id,
            lines=contents.lines,
            discount_percent=contents.discount_percent,
            goods=contents.goods,
            discount=contents.discount,
            total=contents.total,
            payment_method=command.payment_method,
            checked_out_at=command.checked_out_at,
        )
    ]


def with_line(lines: CartLines, line: OrderLine) -> CartLines:
    """The lines with this one: in the place of the line for the same item, or else at the end."""
    return tuple({**{other.sku: other for other in lines}, line.sku: line}.values())


def recalculated(
    cart_id: CartId, customer_id: CustomerId, lines: CartLines, discount_percent: Percent
) -> PricesRecalculated:
    """What a cart with these lines costs."""
    amount = amount_of(lines, discount_percent)
    return PricesRecalculated(
        cart_id=cart_id,
        customer_id=customer_id,
        lines=lines,
        discount_percent=discount_percent,
        goods=amount.goods,
        discount=amount.discount,
        total=amount.total,
    )


cart = CartDecider(
    initial=Cart(contents=None, code=None, prices={}, issued={}, withdrawn=frozenset(), orders={}),
    evolve=evolve,
    add_item=add_item,
    remove_item=remove_item,
    apply_discount_code=apply_discount_code,
    recalculate_prices=recalculate_prices,
    check_out=check_out,
)
