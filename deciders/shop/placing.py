"""Decides whether a new order is taken."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias, assert_never

import attrs

from generated.shop import Sku
from generated.shop.cart import CartCheckedOut
from generated.shop.customers import (
    Address,
    AddressCorrected,
    AddressRecorded,
    CustomerBlocked,
    CustomerRegistered,
    CustomerUnblocked,
)
from generated.shop.ordering import (
    CustomerIsBlocked,
    CustomerNotRegistered,
    ImportOrder,
    ImportOrderOutcome,
    NoAddress,
    NotAsCheckedOut,
    NotCheckedOut,
    OrderAlreadyPlaced,
    OrderPlaced,
    OutOfStock,
    PlaceOrder,
    PlaceOrderOutcome,
    PlacingDecider,
    PlacingEvent,
    SameItemTwice,
    UnknownItem,
)
from generated.shop.stock import BackOrderFilled, StockCounted, StockReleased, StockReserved, StockTaken

from .amounts import amount_of

# State: what is known about the customer, the cart and the shelf, until there is an order.


class Standing(Enum):
    """How the shop stands to a customer."""

    STRANGER = "stranger"
    WELCOME = "welcome"
    BLOCKED = "blocked"


@attrs.frozen
class NotPlaced:
    """No order yet. For each item: how many pieces lie on the shelf, and how many of these are reserved."""

    standing: Standing
    ship_to: Address | None
    cart: CartCheckedOut | None
    on_hand: Mapping[Sku, int]
    reserved: Mapping[Sku, int]


@attrs.frozen
class Placed:
    """An order of this number exists."""


Placing: TypeAlias = NotPlaced | Placed


def evolve(placing: Placing, event: PlacingEvent) -> Placing:
    """What is known after one more event."""
    match event:
        case OrderPlaced():
            return Placed()
        case _ if isinstance(placing, Placed):
            return placing  # nothing matters any more
        case CustomerRegistered() | CustomerUnblocked():
            return attrs.evolve(placing, standing=Standing.WELCOME)
        case CustomerBlocked():
            return attrs.evolve(placing, standing=Standing.BLOCKED)
        case AddressRecorded(address=address) | AddressCorrected(address=address):
            return attrs.evolve(placing, ship_to=address)
        case CartCheckedOut():
            return attrs.evolve(placing, cart=event)
        case StockCounted(sku=sku, counted=counted):
            return attrs.evolve(placing, on_hand={**placing.on_hand, sku: counted})
        case StockReserved(sku=sku, quantity=quantity) | BackOrderFilled(sku=sku, quantity=quantity):
            return attrs.evolve(placing, reserved=added(placing.reserved, sku, quantity))
        case StockReleased(sku=sku, quantity=quantity):
            return attrs.evolve(placing, reserved=added(placing.reserved, sku, -quantity))
        case StockTaken(sku=sku, quantity=quantity):
            on_hand = added(placing.on_hand, sku, -quantity)
            return attrs.evolve(placing, on_hand=on_hand, reserved=added(placing.reserved, sku, -quantity))
        case _:
            assert_never(event)


def added(pieces: Mapping[Sku, int], sku: Sku, quantity: int) -> Mapping[Sku, int]:
    """So many pieces more of an item."""
    return {**pieces, sku: pieces.get(sku, 0) + quantity}


# Decisions: one function for each command.


def place_order(command: PlaceOrder, placing: Placing) -> PlaceOrderOutcome:
    """An order is what was checked out, by a customer who may order, for goods that are there or waited for."""
    if isinstance(placing, Placed):
        return OrderAlreadyPlaced()
    cart = placing.cart
    if cart is None:
        return NotCheckedOut()
    if (command.customer_id, command.lines, command.total) != (cart.customer_id, cart.lines, cart.total):
        return NotAsCheckedOut()
    if refusal := refused(placing.standing):
        return refusal
    if placing.ship_to is None:
        return NoAddress()
    for line in command.lines:
        if line.sku not in placing.on_hand:
            return UnknownItem(line.sku)
    for line in command.lines:
        left = max(0, placing.on_hand[line.sku] - placing.reserved.get(line.sku, 0))
        if left < line.quantity and not command.wait_if_missing:
            return OutOfStock(line.sku, left)
    return [
        OrderPlaced(
            order_id=command.order_id,
            customer_id=command.customer_id,
            lines=command.lines,
            discount_percent=cart.discount_percent,
            total=command.total,
            ship_to=placing.ship_to,
            payment_method=cart.payment_method,
            placed_at=command.placed_at,
        )
    ]


def import_order(command: ImportOrder, placing: Placing) -> ImportOrderOutcome:
    """Prices, address and payment were agreed elsewhere; what is not on the shelf is waited for."""
    if isinstance(placing, Placed):
        return OrderAlreadyPlaced()
    if refusal := refused(placing.standing):
        return refusal
    for place, line in enumerate(command.lines):
        if any(line.sku == other.sku for other in command.lines[:place]):
            return SameItemTwice(line.sku)
    return [
        OrderPlaced(
            order_id=command.order_id,
            customer_id=command.customer_id,
            source=command.source,
            lines=command.lines,
            discount_percent=0,
            total=amount_of(command.lines, discount_percent=0).total,
            ship_to=command.ship_to,
            payment_method=command.payment_method,
            placed_at=command.placed_at,
        )
    ]


def refused(standing: Standing) -> CustomerNotRegistered | CustomerIsBlocked | None:
    """Why a customer may not order, if that is so."""
    match standing:
        case Standing.STRANGER:
            return CustomerNotRegistered()
        case Standing.BLOCKED:
            return CustomerIsBlocked()
        case Standing.WELCOME:
            return None


placing = PlacingDecider(
    initial=NotPlaced(standing=Standing.STRANGER, ship_to=None, cart=None, on_hand={}, reserved={}),
    evolve=evolve,
    place_order=place_order,
    import_order=import_order,
)
