"""Things to do in the shop at the same time, and what must be true of it afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any
from uuid import UUID

from deciders.shop import shop
from factbook.queries import ALL
from factbook.stores import Store
from factbook.testing.domain import instance
from factbook.translation import Translation
from generated.shop.customers import CustomerRegistered, EmailChanged
from generated.shop.stock import BackOrderFilled, StockCounted, StockReleased, StockReserved, StockTaken

TRANSLATION = Translation(shop)


def uuid(kind: int, number: int) -> str:
    return str(UUID(int=kind << 96 | 0x4 << 76 | 0x2 << 62 | number))


def command(ref: str, **data: Any) -> Any:
    return instance("generated.shop.ordering", ref, data)


def some_command(chance: Random) -> Any:
    """One of a few things that somebody may want, about few enough things that many want the same."""
    sku, order = chance.choice(("MUG-0001", "CUP-0001")), uuid(1, chance.randint(1, 4))
    customer, email = (
        uuid(2, chance.randint(1, 4)),
        chance.choice(("ada@example.com", "bob@example.com", "c@example.com")),
    )
    match chance.randint(0, 6):
        case 0:
            counted = chance.randint(0, 6)
            return command("stock.CountStock", sku=sku, counted=counted, counted_at="2026-01-01T12:00:00Z")
        case 1 | 2:
            return command("stock.ReserveStock", sku=sku, order_id=order, quantity=chance.randint(1, 3))
        case 3:
            return command(chance.choice(("stock.ReleaseStock", "stock.TakeStock")), sku=sku, order_id=order)
        case 4 | 5:
            data = {"customer_id": customer, "email": email, "name": "Ada", "registered_at": "2026-01-01T12:00:00Z"}
            return command("customers.RegisterCustomer", **data)
        case _:
            return command("customers.ChangeEmail", customer_id=customer, new_email=email)


def some_commands(seed: int, count: int) -> list[Any]:
    """Many of them, some twice."""
    chance = Random(seed)
    commands = [some_command(chance) for _ in range(count)]
    return [*commands, *chance.sample(commands, count // 5)]


def events(store: Store) -> list[Any]:
    return [TRANSLATION.decode(event) for event in store.read(ALL).events]


def stock_is_never_short(log: Iterable[Any]) -> bool:
    """At no time are more pieces reserved than lie on the shelf, or fewer than none."""
    on_hand, reserved = Counter[str](), Counter[str]()
    for event in log:
        match event:
            case StockCounted(sku=sku, counted=counted):
                on_hand[sku] = counted
            case StockReserved(sku=sku, quantity=quantity) | BackOrderFilled(sku=sku, quantity=quantity):
                reserved[sku] += quantity
            case StockReleased(sku=sku, quantity=quantity):
                reserved[sku] -= quantity
            case StockTaken(sku=sku, quantity=quantity):
                on_hand[sku] -= quantity
                reserved[sku] -= quantity
            case _:
                continue
        if not 0 <= reserved[sku] <= on_hand[sku]:
            return False
    return True


def an_email_belongs_to_one(log: Sequence[Any]) -> bool:
    """At no time have two customers the same address."""
    owned: dict[Any, str] = {}
    for event in log:
        match event:
            case CustomerRegistered(customer_id=customer, email=email):
                owned[customer] = email
            case EmailChanged(customer_id=customer, new_email=email):
                owned[customer] = email
            case _:
                continue
        if list(owned.values()).count(email) > 1:
            return False
    return True
