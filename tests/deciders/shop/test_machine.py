"""What must hold in the shop, whatever anybody does in whatever order."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any, Final

import pytest

from deciders.shop import shop
from factbook.testing import Invariant, World, machine
from generated.shop.billing import (
    AmountQuestioned,
    InvoicePrepared,
    PaymentReceived,
    PaymentRefunded,
    RefundRequested,
)
from generated.shop.ordering import OrderCancelled, OrderConfirmed, OrderPlaced
from generated.shop.shipping import ShipmentDelivered, ShipmentDispatched, ShipmentPrepared
from generated.shop.stock import BackOrderFilled, StockReleased, StockReserved, StockTaken


def orders(world: World, *kinds: type[Any]) -> set[Any]:
    """The orders to which one of these events happened."""
    return {event.order_id for event in world.events(*kinds)}


def once(world: World, kind: type[Any]) -> bool:
    """Whether an event of this class happens to no order twice."""
    return max(Counter(event.order_id for event in world.events(kind)).values(), default=0) <= 1


def holding(world: World) -> set[Any]:
    """The orders for which something lies on the shelf."""
    held: dict[tuple[Any, Any], Any] = {}
    for event in world.events(StockReserved, BackOrderFilled, StockReleased, StockTaken):
        held[event.sku, event.order_id] = isinstance(event, StockReserved | BackOrderFilled)
    return {order for (_, order), there in held.items() if there}


def money(world: World, kind: type[Any]) -> Counter[Any]:
    """The amounts of these events, by order."""
    amounts: Counter[Any] = Counter()
    for event in world.events(kind):
        amounts[event.order_id] += event.amount
    return amounts


INVARIANTS: Final[dict[str, Invariant]] = {
    "free, reserved and waiting pieces, and those on the shelf, are never below zero": lambda world: all(
        min(row.free, row.reserved, row.waiting, row.on_hand) >= 0 for row in world.rows("stock.StockLevel").values()
    ),
    "what is reserved lies on the shelf": lambda world: all(
        row.reserved + row.free == row.on_hand for row in world.rows("stock.StockLevel").values()
    ),
    "no order is both cancelled and dispatched": lambda world: (
        not (orders(world, OrderCancelled) & orders(world, ShipmentDispatched))
    ),
    "every order that is dispatched is paid": lambda world: (
        orders(world, ShipmentDispatched) <= orders(world, PaymentReceived)
    ),
    "every order that is delivered was dispatched, and before that packed": lambda world: (
        orders(world, ShipmentDelivered) <= orders(world, ShipmentDispatched) <= orders(world, ShipmentPrepared)
    ),
    "an order that is cancelled or dispatched holds no stock": lambda world: (
        not (holding(world) & orders(world, OrderCancelled, ShipmentDispatched))
    ),
    "an order is placed, confirmed and cancelled at most once": lambda world: all(
        once(world, kind) for kind in (OrderPlaced, OrderConfirmed, OrderCancelled)
    ),
    "nothing is paid twice": lambda world: once(world, PaymentReceived),
    "an order that is paid and cancelled is to be paid back": lambda world: (
        orders(world, PaymentReceived) & orders(world, OrderCancelled) <= orders(world, RefundRequested)
    ),
    "nobody gets back more than was paid": lambda world: all(
        amount <= money(world, PaymentReceived)[order] for order, amount in money(world, PaymentRefunded).items()
    ),
    "every order that is confirmed and open has an invoice, or an amount that a person looks at": lambda world: (
        orders(world, OrderConfirmed) - orders(world, OrderCancelled)
        <= orders(world, InvoicePrepared, AmountQuestioned)
    ),
    "no two customers have the same e-mail address": lambda world: (
        len({row.email for row in world.rows("customers.CustomerDirectory").values()})
        == len(world.rows("customers.CustomerDirectory"))
    ),
    "no day has a negative turnover": lambda world: all(
        min(row.received, row.refunded) >= Decimal(0) for row in world.rows("billing.DailySales").values()
    ),
}

TestShop = machine(shop, INVARIANTS, examples=120)
TestShopLonger = pytest.mark.long(machine(shop, INVARIANTS, examples=1_000, steps=50))
