"""Test data: valid, at its bounds again and again, and as plain as can be once it is shrunk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from attrs import frozen
from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from factbook.testing import strategies as made
from factbook.testing.exploring import QUIET, samples
from generated.shop.ordering import OrderPlaced
from generated.shop.ordering.strategies import order_placed

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SHRUNK = settings(
    max_examples=2_000,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=QUIET,
)


@frozen
class Line:
    """A record to hold."""

    sku: str
    quantity: int


def line() -> SearchStrategy[Line]:
    """Any line."""
    return made.message(Line, {}, sku=made.text(pattern="[A-Z]{3}", often=("MUG",)), quantity=made.integer(1, 999))


def lengths(strategy: SearchStrategy[Any]) -> SearchStrategy[int]:
    """How long what is drawn is."""
    return strategy.map(len)


SMALLEST: list[tuple[SearchStrategy[Any], Callable[[Any], bool], Any]] = [
    (made.integer(1, 999), lambda one: one >= 501, 501),
    (made.integer(), lambda one: one <= -(2**40), -(2**40)),
    (made.integer(-1000, -200), lambda one: one < -901, -902),
    (made.decimal(Decimal(0), digits=12, places=2), lambda one: one > 10**6, Decimal("1000000.01")),
    (made.boolean(), lambda one: one, True),
    (made.moment(), lambda one: one > NOON, NOON + timedelta(seconds=1)),
    (made.moment(), lambda one: one.year > 2099, datetime.max.replace(tzinfo=UTC)),
    (made.day(), lambda one: one.year < 2000, date.min),
    (made.day(max=NOON.date()), lambda one: one.year < 2000, date.min),
    (made.text(0, 200), lambda one: len(one) > 100, "a" * 200),
    (made.text(pattern="[A-Z]{2,9}", often=("MUG",)), lambda one: len(one) == 9, "MUGGGGGGG"),
    (made.maybe(made.integer(0, 9)), lambda one: one is not None, 0),
    (made.many(made.integer(0, 9), 1, 20), lambda some: 7 in some, (7,)),
    (made.many(made.integer(0, 9)), lambda some: len(some) == 2, (0, 0)),
    (made.many(line(), 1, 20), lambda some: any(one.quantity > 300 for one in some), (Line("MUG", 301),)),
    (made.mapping(made.text(), made.integer(0, 9)), lambda some: 3 in some.values(), {"text": 3}),
    (made.one_of(line(), made.integer(0, 9)), lambda one: one == 4, 4),
]


@pytest.mark.parametrize(("strategy", "fails", "smallest"), SMALLEST)
def test_it_shrinks_to_the_plainest(strategy: SearchStrategy[Any], fails: Callable[[Any], bool], smallest: Any) -> None:
    """The least number, whatever else there is; only the items that matter."""
    assert smallest == find(strategy, fails, settings=SHRUNK)


ENDS: list[tuple[SearchStrategy[Any], set[Any]]] = [
    (made.integer(1, 999), {1, 999}),
    (made.integer(-10_000, 10_000), {-10_000, 10_000, 0}),
    (made.decimal(Decimal("0.01"), Decimal(100_000), digits=12, places=2), {Decimal("0.01"), Decimal(100_000)}),
    (made.floating(0, 0.3), {0.0, 0.3}),
    (made.moment(NOON, NOON + timedelta(days=9)), {NOON, NOON + timedelta(days=9)}),
    (lengths(made.text(2, 80)), {2, 80}),
    (lengths(made.text(pattern="tok-[a-z0-9]{1,60}", often=("tok-0",))), {5, 64}),
    (lengths(made.many(made.boolean(), 1, 20)), {1, 20}),
    (lengths(made.mapping(made.text(), made.boolean())), {0, 1, 2}),
    (made.maybe(made.boolean()), {None, False, True}),
]


@pytest.mark.parametrize(("strategy", "ends"), ENDS)
def test_ends_come_up_often(strategy: SearchStrategy[Any], ends: set[Any]) -> None:
    """Each in one draw out of fifty, or more."""
    drawn = Counter(value for some in samples(st.lists(strategy, min_size=50, max_size=50), 20) for value in some)

    assert ends == {end for end in ends if drawn[end] >= 20}


def test_a_field_is_drawn_as_it_is_said() -> None:
    """Whatever the strategy, inside a message that is drawn as a whole, too."""
    placed = samples(order_placed(discount_percent=st.sampled_from([7, 8]), source=st.just("shop")), 40)

    assert {7, 8} == {one.discount_percent for one in placed}
    assert {"shop"} == {one.source for one in placed}
    assert {OrderPlaced} == {type(one) for one in placed}
    with pytest.raises(TypeError, match="OrderPlaced has no field colour"):
        order_placed(colour=st.none())


def test_types_that_hold_themselves_end() -> None:
    """A tree is drawn, and not for ever."""

    @frozen
    class Tree:
        children: tuple[Any, ...]

    def tree() -> SearchStrategy[Any]:
        return made.message(Tree, {}, children=made.many(made.later(tree), 0, 1))

    assert Tree((Tree(()),)) == find(tree(), lambda one: bool(one.children), settings=SHRUNK)
