"""Queries and boundaries: which events a command's decision may look at, and what may not join them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from factbook.paths import reader
from factbook.queries import ALL, NOTHING, Boundary, Query, QueryItem, Read, tag, tagger


class Size(StrEnum):
    BIG = "big"


@frozen
class Line:
    sku: str
    bins: tuple[str, ...] = ()
    depot: str | None = None


@frozen
class Place:
    order_id: str
    lines: tuple[Line, ...] = ()
    customer: str | None = None
    line: Line | None = None


PLACE = Place("o1", (Line("mug", ("b1", "b2"), "north"), Line("cup", ("b3",)), Line("mug", ("b1",), "north")), None)


# Queries -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        (ALL, True),
        (NOTHING, False),
        (Query((QueryItem(("A", "B")),)), True),
        (Query((QueryItem(("B",)),)), False),
        (Query((QueryItem((), ("x:1", "y:2")),)), True),
        (Query((QueryItem((), ("x:1", "z:3")),)), False),
        (Query((QueryItem(("B",), ("x:1",)), QueryItem(("A",), ("z:3",)))), False),
        (Query((QueryItem(("B",)), QueryItem(("A",), ("x:1",)))), True),
    ],
)
def test_items_are_ored_and_their_halves_anded(query: Query, matches: bool) -> None:
    """An event is meant by an item that names its type, or none, and only tags that it carries."""
    assert matches == query.matches("A", {"x:1", "y:2"})


def test_an_item_of_nothing_is_refused() -> None:
    """An item that would silently mean every event cannot be made."""
    with pytest.raises(ValueError, match="needs a type or a tag"):
        QueryItem()


# Tags and paths ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("o1", "x:o1"),
        (7, "x:7"),
        (True, "x:true"),
        (False, "x:false"),
        (Size.BIG, "x:big"),
        (date(2026, 1, 2), "x:2026-01-02"),
        (UUID("0192A3B4-0000-7000-8000-000000000001"), "x:0192a3b4-0000-7000-8000-000000000001"),
    ],
)
def test_a_tag_holds_the_value_as_it_travels(value: object, text: str) -> None:
    """The tag of a value is the same, wherever it is made."""
    assert text == tag("x", value)


@pytest.mark.parametrize(
    ("paths", "values"),
    [
        (["order_id"], [("o1",)]),
        (["customer"], []),
        (["line.sku"], []),
        (["lines.sku"], [("mug",), ("cup",)]),
        (["lines.bins"], [("b1",), ("b2",), ("b3",)]),
        (["lines.depot"], [("north",)]),
        (["lines.sku", "lines.depot"], [("mug", "north")]),
        (["lines.sku", "order_id"], [("mug", "o1"), ("cup", "o1")]),
        (["lines.sku", "lines.bins"], [("mug", "b1"), ("mug", "b2"), ("cup", "b3")]),
        (["order_id", "customer"], []),
    ],
)
def test_paths_lead_to_every_value_once(paths: list[str], values: list[tuple[str, ...]]) -> None:
    """A list stands for each of its items, values of one item stay together, None leads nowhere."""
    assert values == reader(paths)(PLACE)


def test_an_event_is_tagged_by_all_its_paths() -> None:
    """Tags come in the order of their paths, none twice."""
    tags = tagger([("order", "order_id"), ("sku", "lines.sku"), ("order", "order_id"), ("customer", "customer")])
    expected = ("order:o1", "sku:mug", "sku:cup")

    assert expected == tags(PLACE)


# Boundaries ----------------------------------------------------------------------------------------------------------

ORDER = (("order", "order_id"),)
BOUNDARY = Boundary(
    Read(("ordering.OrderPlaced",), ORDER),
    Read(("stock.StockCounted",), (("sku", "lines.sku"),), tolerated=True),
    Read(("ordering.OrderPaid",), ORDER),
)


def test_a_command_fills_its_boundary() -> None:
    """Types by the same tags share an item, a list gives an item for each value, in the order of the catalogue."""
    expected = Query(
        (
            QueryItem(("ordering.OrderPlaced", "ordering.OrderPaid"), ("order:o1",)),
            QueryItem(("stock.StockCounted",), ("sku:mug",)),
            QueryItem(("stock.StockCounted",), ("sku:cup",)),
        )
    )

    assert expected == BOUNDARY.query(PLACE)


def test_what_is_tolerated_is_no_condition() -> None:
    """The condition is the query without what is tolerated."""
    assert Query((QueryItem(("ordering.OrderPlaced", "ordering.OrderPaid"), ("order:o1",)),)) == BOUNDARY.condition(
        PLACE
    )
    assert BOUNDARY.tolerates


def test_without_tolerated_reads_condition_and_query_are_one() -> None:
    """Every event that was read, and only those, may void the decision."""
    strict = Boundary(Read(("A",), ORDER))

    assert strict.query(PLACE) == strict.condition(PLACE)
    assert not strict.tolerates


@pytest.mark.parametrize(
    ("reads", "query"),
    [
        ((), NOTHING),
        ((Read(("A",), (("customer", "customer"),)),), NOTHING),
        ((Read(("A",)),), Query((QueryItem(("A",)),))),
        ((Read(("A",), ORDER), Read((), ORDER)), Query((QueryItem((), ("order:o1",)),))),
        ((Read(("A",), ORDER), Read()), ALL),
    ],
)
def test_the_ends_of_a_boundary(reads: tuple[Read, ...], query: Query) -> None:
    """Nothing read is nothing asked; a type or a tag may stand alone; any event is every event."""
    assert query == Boundary(*reads).query(PLACE)


skus = st.sampled_from(["mug", "cup", "pot"])
reads = st.lists(
    st.builds(
        Read,
        st.lists(st.sampled_from("ABC"), unique=True).map(tuple),
        st.lists(st.sampled_from([("order", "order_id"), ("sku", "lines.sku")]), unique=True).map(tuple),
        st.booleans(),
    ),
    max_size=4,
).map(tuple)


@given(reads, st.lists(skus, max_size=3), st.sampled_from("ABC"), st.sets(skus), st.sampled_from(["o1", "o2"]))
def test_a_query_means_what_its_boundary_says(
    parts: tuple[Read, ...], ordered: list[str], type_: str, carried: set[str], order: str
) -> None:
    """Merging and filling change nothing: an event is asked for if one read means its type and each of its tags."""
    command = Place("o1", tuple(Line(sku) for sku in ordered))
    tags = {f"order:{order}", *(f"sku:{sku}" for sku in carried)}

    def means(read: Read) -> bool:
        meant = {"order": {"order:o1"}, "sku": {f"sku:{sku}" for sku in ordered}}
        return (not read.types or type_ in read.types) and all(meant[prefix] & tags for prefix, _ in read.tags)

    boundary = Boundary(*parts)

    assert any(means(read) for read in parts) == boundary.query(command).matches(type_, tags)
    assert any(means(read) for read in parts if not read.tolerated) == boundary.condition(command).matches(type_, tags)
