"""Decides for which orders the pieces of one item are reserved, and which orders wait for more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

import attrs

from generated.shop import OrderId, Quantity, Sku
from generated.shop.ordering import OrderCancelled
from generated.shop.stock import (
    BackOrderDropped,
    BackOrderFilled,
    CountBelowReserved,
    CountStock,
    CountStockOutcome,
    NothingHeld,
    NotReserved,
    OrderWasCancelled,
    ReleaseStock,
    ReleaseStockOutcome,
    ReserveStock,
    ReserveStockOutcome,
    ShelfDecider,
    ShelfEvent,
    StockBackOrdered,
    StockCounted,
    StockReleased,
    StockReserved,
    StockTaken,
    TakeStock,
    TakeStockOutcome,
)

# State: the pieces of the item, and who has a claim on them.


@attrs.frozen
class Shelf:
    """How many pieces lie there; whose are reserved; who waits, the one who began first first; which orders are off."""

    on_hand: int
    reserved: Mapping[OrderId, Quantity]
    waiting: Mapping[OrderId, Quantity]
    cancelled: frozenset[OrderId]

    @property
    def promised(self) -> int:
        """The pieces that are reserved, all together."""
        return sum(self.reserved.values())

    @property
    def free(self) -> int:
        """The pieces that nobody has a claim on."""
        return self.on_hand - self.promised


def evolve(shelf: Shelf, event: ShelfEvent) -> Shelf:
    """The shelf after one more event."""
    match event:
        case StockCounted(counted=counted):
            return attrs.evolve(shelf, on_hand=counted)
        case StockReserved(order_id=order, quantity=quantity):
            return attrs.evolve(shelf, reserved={**shelf.reserved, order: quantity})
        case StockBackOrdered(order_id=order, quantity=quantity):
            return attrs.evolve(shelf, waiting={**shelf.waiting, order: quantity})
        case BackOrderFilled(order_id=order, quantity=quantity):
            reserved = {**shelf.reserved, order: quantity}
            return attrs.evolve(shelf, reserved=reserved, waiting=without(order, shelf.waiting))
        case BackOrderDropped(order_id=order):
            return attrs.evolve(shelf, waiting=without(order, shelf.waiting))
        case StockReleased(order_id=order):
            return attrs.evolve(shelf, reserved=without(order, shelf.reserved))
        case StockTaken(order_id=order, quantity=quantity):
            on_hand = shelf.on_hand - quantity
            return attrs.evolve(shelf, on_hand=on_hand, reserved=without(order, shelf.reserved))
        case OrderCancelled(order_id=order):
            return attrs.evolve(shelf, cancelled=shelf.cancelled | {order})
        case _:
            assert_never(event)


def without(order: OrderId, claims: Mapping[OrderId, Quantity]) -> Mapping[OrderId, Quantity]:
    """The claims of all other orders."""
    return {other: quantity for other, quantity in claims.items() if other != order}


# Decisions: one function for each command.


def count_stock(command: CountStock, shelf: Shelf) -> CountStockOutcome:
    """What is promised must be there; what is free goes to those who wait."""
    if command.counted < shelf.promised:
        return CountBelowReserved(shelf.promised)
    counted = StockCounted(command.sku, command.counted, command.counted_at)
    return [counted, *filled(command.sku, evolve(shelf, counted))]


def reserve_stock(command: ReserveStock, shelf: Shelf) -> ReserveStockOutcome:
    """A line gets all its pieces or waits for all of them."""
    if command.order_id in shelf.cancelled:
        return OrderWasCancelled()
    if command.order_id in shelf.reserved or command.order_id in shelf.waiting:
        return []
    if command.quantity <= shelf.free:
        return [StockReserved(command.sku, command.order_id, command.quantity)]
    return [StockBackOrdered(command.sku, command.order_id, command.quantity)]


def release_stock(command: ReleaseStock, shelf: Shelf) -> ReleaseStockOutcome:
    """What one line gives up goes to those who wait."""
    if (quantity := shelf.reserved.get(command.order_id)) is not None:
        released = StockReleased(command.sku, command.order_id, quantity)
        return [released, *filled(command.sku, evolve(shelf, released))]
    if (quantity := shelf.waiting.get(command.order_id)) is not None:
        return [BackOrderDropped(command.sku, command.order_id, quantity)]
    return NothingHeld()


def take_stock(command: TakeStock, shelf: Shelf) -> TakeStockOutcome:
    """Only what is reserved leaves the shelf."""
    quantity = shelf.reserved.get(command.order_id)
    return NotReserved() if quantity is None else [StockTaken(command.sku, command.order_id, quantity)]


def filled(sku: Sku, shelf: Shelf) -> Iterator[BackOrderFilled]:
    """The lines that no longer wait: each in turn, if all its pieces are free; one that does not fit is passed over."""
    free = shelf.free
    for order, quantity in shelf.waiting.items():
        if quantity <= free:
            free -= quantity
            yield BackOrderFilled(sku, order, quantity)


shelf = ShelfDecider(
    initial=Shelf(on_hand=0, reserved={}, waiting={}, cancelled=frozenset()),
    evolve=evolve,
    count_stock=count_stock,
    reserve_stock=reserve_stock,
    release_stock=release_stock,
    take_stock=take_stock,
)
