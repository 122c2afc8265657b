"""What is just invalid is refused, at the place where it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from factbook.errors import Undecodable
from factbook.testing import just_invalid
from factbook.testing.domain import codec_of, package_of
from factbook.testing.exploring import few
from factbook.testing.invalid import JustInvalid, broken
from generated.shop.billing import SettleAmount
from generated.shop.cart import CartCheckedOut, IssueDiscountCode
from generated.shop.customers import CustomerRegistered
from generated.shop.intake import ReceiveData
from generated.shop.ordering import ChangeOrder, OrderPlaced, OutOfStock

KINDS: tuple[type[Any], ...] = (
    CartCheckedOut,
    ChangeOrder,
    IssueDiscountCode,
    OrderPlaced,
    OutOfStock,
    ReceiveData,
    CustomerRegistered,
    SettleAmount,
)


def problems(kind: type[Any], data: Mapping[str, Any]) -> list[str]:
    """The paths at which the codec finds something wrong."""
    try:
        codec_of(package_of(kind)).structure(kind, data)
    except Undecodable as error:
        return [one.path for one in error.problems]
    return []


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_refused_where_it_is_wrong(kind: type[Any]) -> None:
    """And nowhere else: everything but that field is right."""

    @settings(
        max_examples=30,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(just_invalid(kind))
    def refused(found: JustInvalid) -> None:
        assert {found.at} == set(problems(kind, found.data)), found.why

    refused()


def test_each_way_to_be_wrong_is_there() -> None:
    """Bounds of numbers and lengths, patterns, words, missing and strange fields, at any depth."""
    placed = few(OrderPlaced)[0]
    found = broken(placed)

    assert {
        ("$.order_id", "it is missing"),
        ("$.order_id", "it is null"),
        ("$.order_id", "it is no uuid"),
        ("$.no_such_field", "nobody knows this field"),
        ("$.lines", "min is 1"),
        ("$.lines", "max is 20"),
        ("$.lines[0].quantity", "min is 1"),
        ("$.lines[0].quantity", "max is 999"),
        ("$.lines[0].sku", "the pattern does not match"),
        ("$.discount_percent", "max is 90"),
        ("$.placed_at", "it is no datetime"),
    } <= {(one.at, one.why) for one in found}
    assert [{one.at} for one in found] == [set(problems(OrderPlaced, one.data)) for one in found]
    assert [21] == [len(one.data["lines"]) for one in found if (one.at, one.why) == ("$.lines", "max is 20")]
