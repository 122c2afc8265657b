"""Classes such as the generator writes, of every type that a catalogue knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

from attrs import define

from factbook.constraints import between, constrained, digits, length, pattern, text_format
from factbook.wire import Json

OrderId = NewType("OrderId", UUID)
Sku = Annotated[str, pattern(r"[A-Z]{3}-[0-9]{4}")]
Quantity = Annotated[int, between(1, 999)]
Email = Annotated[str, text_format("email")]


class Currency(StrEnum):
    EUR = "EUR"
    USD = "USD"


@constrained
@define(frozen=True, slots=True)
class Money:
    amount: Annotated[Decimal, between(Decimal(0), None), digits(12, 2)]
    currency: Currency = Currency.EUR


@constrained
@define(frozen=True, slots=True)
class OrderLine:
    sku: Sku
    quantity: Quantity
    price: Money


@constrained
@define(frozen=True, slots=True)
class Card:
    token: Annotated[str, length(1, 8)]


@constrained
@define(frozen=True, slots=True)
class Debit:
    mandate: str


@constrained
@define(frozen=True, slots=True)
class OrderPlaced:
    """An event without a union: msgspec reads it by itself."""

    order_id: OrderId
    lines: Annotated[tuple[OrderLine, ...], length(1, 3)]
    total: Money
    placed_at: datetime
    due: date | None = None
    note: str | None = None
    wait: timedelta | None = None


@constrained
@define(frozen=True, slots=True)
class OrderPaid:
    """An event with unions, in every place that they may have."""

    order_id: OrderId
    method: Card | Debit
    others: tuple[Card | Debit, ...] = ()
    spare: Card | Debit | None = None
    by_name: Mapping[str, Card | Debit] | None = None


@constrained
@define(frozen=True, slots=True)
class Everything:
    text: Annotated[str, length(1, 5)]
    whole: int
    number: Annotated[float, between(-1.5, 1.5)]
    decimal: Decimal
    yes: bool
    identity: UUID
    day: Annotated[date, between(date(2026, 1, 1), date(2026, 12, 31))]
    moment: datetime
    lasting: Annotated[timedelta, between(timedelta(0), timedelta(hours=48))]
    raw: Annotated[bytes, length(None, 3)]
    anything: Json
    email: Email
    prices: Annotated[Mapping[Currency, Money], length(None, 2)]
    by_day: Mapping[date, int]
    by_id: Mapping[UUID, int]
    by_number: Mapping[Quantity, int]
