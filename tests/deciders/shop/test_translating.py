"""Raw data is refused with the first thing that is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from deciders.shop.intake_policies import translate
from generated.shop import OrderLine
from generated.shop.intake import IntakeId, MarkTranslated, MatchBuyer, RawDataReceived, RefusalReason, RefuseData

INTAKE = IntakeId(UUID(int=1))
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
BUYER = {
    "email": "bob@example.org",
    "name": "Bob Sample",
    "street": "Quay 1",
    "postcode": "20095",
    "city": "Hamburg",
    "country": "DE",
}
MUG = {"sku": "MUG-0001", "quantity": 1, "unit_price": "11.50"}
TEA = {"sku": "TEA-0002", "quantity": 3, "unit_price": "5.95"}
ORDER = {"kind": "order", "buyer": BUYER, "items": [MUG, TEA], "card": "tok-visa-4242"}

MISSING = RefusalReason.MISSING_FIELD
WRONG = RefusalReason.WRONG_VALUE
UNKNOWN = RefusalReason.UNKNOWN_KIND


def received(payload: Any) -> RawDataReceived:
    return RawDataReceived(INTAKE, source="marketplace", applies=NOON, payload=payload, received_at=NOON)


@pytest.mark.parametrize(
    ("payload", "reason", "at"),
    [
        (None, UNKNOWN, "$.kind"),
        ({"kind": None}, UNKNOWN, "$.kind"),
        ({"kind": ["order"]}, UNKNOWN, "$.kind"),
        ({"kind": "order"}, MISSING, "$.buyer"),
        (ORDER | {"buyer": "Bob"}, WRONG, "$.buyer"),
        (ORDER | {"buyer": BUYER | {"email": "nobody"}, "items": []}, WRONG, "$.buyer.email"),
        (ORDER | {"buyer": BUYER | {"country": "Germany"}, "card": 4242}, WRONG, "$.buyer.country"),
        (ORDER | {"buyer": {"name": "Bob Sample"}}, MISSING, "$.buyer.email"),
        (ORDER | {"items": []}, WRONG, "$.items"),
        (ORDER | {"items": [MUG] * 21}, WRONG, "$.items"),
        (ORDER | {"items": [MUG, "a cup of tea"]}, WRONG, "$.items[1]"),
        (ORDER | {"items": [MUG, TEA | {"quantity": 0}]}, WRONG, "$.items[1].quantity"),
        (ORDER | {"items": [MUG | {"unit_price": 11.5}]}, WRONG, "$.items[0].unit_price"),
        (ORDER | {"items": [MUG | {"unit_price": "0.00"}]}, WRONG, "$.items[0].unit_price"),
        (ORDER | {"items": [MUG | {"unit_price": "1.999"}]}, WRONG, "$.items[0].unit_price"),
        (ORDER | {"items": [MUG, TEA, MUG]}, WRONG, "$.items[2].sku"),
        (ORDER | {"card": "4242 4242 4242 4242"}, WRONG, "$.card"),
        ({"kind": "stock_list"}, MISSING, "$.counts"),
        ({"kind": "stock_list", "counts": {}}, WRONG, "$.counts"),
        ({"kind": "stock_list", "counts": [{"sku": "MUG-0001"}]}, MISSING, "$.counts[0].count"),
        ({"kind": "stock_list", "counts": [{"sku": "MUG-0001", "count": -1}]}, WRONG, "$.counts[0].count"),
    ],
)
def test_the_first_thing_that_is_wrong_is_told(payload: object, reason: RefusalReason, at: str) -> None:
    """What is missing is told from what is wrong, and both are told with the way there."""
    assert [RefuseData(INTAKE, reason, at)] == translate(received(payload))


def test_what_nobody_asked_for_is_passed_over() -> None:
    """Whoever sends it may say more than is needed, at every depth."""
    items = [MUG | {"colour": "red"}, TEA]

    [command] = translate(received(ORDER | {"buyer": BUYER | {"phone": "110"}, "items": items, "gift_wrap": True}))

    assert isinstance(command, MatchBuyer)
    assert command.lines == (
        OrderLine("MUG-0001", 1, Decimal("11.50")),
        OrderLine("TEA-0002", 3, Decimal("5.95")),
    )


def test_an_empty_stock_list_counts_nothing() -> None:
    """It was understood all the same."""
    [command] = translate(received({"kind": "stock_list", "counts": []}))

    assert isinstance(command, MarkTranslated)
