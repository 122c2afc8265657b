"""Translates raw data into commands: no outside word gets any further than here.

The first half writes down what others send, as classes of theirs with types of ours. The second half says what becomes
of it. What does not fit is refused with the first thing that is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeAlias

import attrs

from factbook.codec import structure
from factbook.constraints import length, pattern
from factbook.errors import Undecodable
from generated.shop import Card, OrderId, OrderLine, Price, Quantity, Sku
from generated.shop.customers import Address, Country, CustomerId, Email, PersonName, RecordAddress, RegisterCustomer
from generated.shop.intake import (
    BuyerMatched,
    DataKind,
    MarkTranslated,
    MatchBuyer,
    PassOrderOnPolicy,
    RawDataReceived,
    RefusalReason,
    RefuseData,
    TranslateDataPolicy,
)
from generated.shop.ordering import ImportOrder
from generated.shop.stock import Count, CountStock

# What others send.


@attrs.frozen
class Buyer:
    """Who ordered, and where the parcel goes."""

    email: Email
    name: PersonName
    street: Annotated[str, length(1, 200)]
    postcode: Annotated[str, length(1, 20)]
    city: Annotated[str, length(1, 100)]
    country: Country


@attrs.frozen
class Item:
    """So many pieces at this price."""

    sku: Sku
    quantity: Quantity
    unit_price: Price


@attrs.frozen
class MarketplaceOrder:
    """``{"kind": "order"}``: what a marketplace calls an order."""

    buyer: Buyer
    items: Annotated[tuple[Item, ...], length(1, 20)]
    card: Annotated[str, pattern("tok-[a-z0-9-]{1,60}")]


@attrs.frozen
class Counted:
    """So many pieces lie on the shelf."""

    sku: Sku
    count: Count


@attrs.frozen
class StockList:
    """``{"kind": "stock_list"}``: what the supplier has counted for us."""

    counts: tuple[Counted, ...]


# What becomes of it.

Translation: TypeAlias = Sequence[MatchBuyer | CountStock | MarkTranslated | RefuseData]


def translate(data: RawDataReceived) -> Translation:
    """Commands in our words, or why there are none."""
    try:
        match data.payload:
            case {"kind": "order"}:
                return match_buyer(data, structure(MarketplaceOrder, data.payload, closed=False))
            case {"kind": "stock_list"}:
                return count_stock(data, structure(StockList, data.payload, closed=False))
            case _:
                return [RefuseData(data.intake_id, RefusalReason.UNKNOWN_KIND, "$.kind")]
    except Undecodable as undecodable:
        first = undecodable.problems[0]
        reason = RefusalReason.MISSING_FIELD if first.missing else RefusalReason.WRONG_VALUE
        return [RefuseData(data.intake_id, reason, first.path)]


def match_buyer(data: RawDataReceived, order: MarketplaceOrder) -> Translation:
    """An order waits until its buyer is found; who is new gets the number of the data."""
    if (place := repeated([item.sku for item in order.items])) is not None:
        return [RefuseData(data.intake_id, RefusalReason.WRONG_VALUE, f"$.items[{place}].sku")]
    buyer = order.buyer
    return [
        MatchBuyer(
            intake_id=data.intake_id,
            customer_id=CustomerId(data.intake_id),
            email=buyer.email,
            name=buyer.name,
            address=Address(buyer.street, buyer.postcode, buyer.city, buyer.country),
            lines=tuple(OrderLine(item.sku, item.quantity, item.unit_price) for item in order.items),
            payment_method=Card(order.card),
            ordered_at=data.applies,
        )
    ]


def count_stock(data: RawDataReceived, stock: StockList) -> Translation:
    """A list counts from when it applies, however late it arrives."""
    if (place := repeated([counted.sku for counted in stock.counts])) is not None:
        return [RefuseData(data.intake_id, RefusalReason.WRONG_VALUE, f"$.counts[{place}].sku")]
    return [
        *(CountStock(counted.sku, counted.count, data.applies) for counted in stock.counts),
        MarkTranslated(data.intake_id, DataKind.STOCK_LIST),
    ]


def repeated(skus: Sequence[Sku]) -> int | None:
    """The first place at which an item stands for the second time."""
    return next((place for place, sku in enumerate(skus) if sku in skus[:place]), None)


def pass_on(buyer: BuyerMatched) -> Sequence[RegisterCustomer | RecordAddress | ImportOrder]:
    """A new buyer becomes a customer first; who is known keeps the address in the directory."""
    order = ImportOrder(
        order_id=OrderId(buyer.intake_id),
        customer_id=buyer.customer_id,
        source=buyer.source,
        lines=buyer.lines,
        ship_to=buyer.address,
        payment_method=buyer.payment_method,
        placed_at=buyer.ordered_at,
    )
    if buyer.known:
        return [order]
    return [
        RegisterCustomer(buyer.customer_id, buyer.email, buyer.name, buyer.ordered_at),
        RecordAddress(buyer.customer_id, buyer.intake_id, buyer.address),
        order,
    ]


translate_data = TranslateDataPolicy(react=translate)
pass_order_on = PassOrderOnPolicy(react=pass_on)
