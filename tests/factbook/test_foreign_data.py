"""Data of others, who add to it without asking us: unknown keys are passed over where we say so, and only there."""

from __future__ import annotations

import pytest
from attrs import frozen

from factbook.codec import structure
from factbook.errors import Undecodable


@frozen
class Item:
    sku: str
    count: int


@frozen
class Delivery:
    items: tuple[Item, ...]
    note: str | None = None


FOREIGN = {"items": [{"sku": "MUG", "count": 2, "colour": "red"}], "gift_wrap": True}


def test_unknown_keys_are_passed_over_at_every_depth() -> None:
    """Who reads foreign data takes what is asked for."""
    assert Delivery((Item("MUG", 2),)) == structure(Delivery, FOREIGN, closed=False)


def test_unknown_keys_are_refused_otherwise() -> None:
    """Reading openly once does not open the class for others."""
    structure(Delivery, FOREIGN, closed=False)
    with pytest.raises(Undecodable) as refused:
        structure(Delivery, FOREIGN)

    assert ["$.items[0].colour", "$.gift_wrap"] == [problem.path for problem in refused.value.problems]


def test_what_is_missing_can_be_told_from_what_is_wrong() -> None:
    """Whoever sent it can be told which of the two it is."""
    with pytest.raises(Undecodable) as refused:
        structure(Delivery, {"items": [{"count": "two"}]}, closed=False)

    assert [("$.items[0].sku", True), ("$.items[0].count", False)] == [
        (problem.path, problem.missing) for problem in refused.value.problems
    ]
