"""The drawing of a story: lanes, rows, arrows and anchors."""

from __future__ import annotations

import hashlib

import pytest
from factbook_codegen.diagrams import Cell, Column, slug, story_timeline
from factbook_codegen.model import Ref
from factbook_codegen.svg import render

from tests.codegen.diagram_models import do, see, shop, story
from tests.codegen.drawn import draw, read


def test_a_story_runs_through_lanes() -> None:
    """Each step can be linked, each cell leads to its page, and arrows join them down a column and on to policies."""
    drawing = draw(
        story_timeline(story("A story", do("warehouse", "stock.CountStock"), see("stock.StockLevel", id="x")), shop())
    )

    assert ["step-1", "step-2"] == [name for name in drawing.nodes if name.startswith("step")]
    assert {
        "Who": "name0-0",
        "Command": "name0-1",
        "Event": "name0-2",
        "View": "name0-3",
    } == {" ".join(node.words): name for name, node in drawing.nodes.items() if name.startswith("name")}
    assert {
        ("at0-0-actor-stock-warehouse", "at0-1-command-stock-CountStock", "asks"),
        ("at0-1-command-stock-CountStock", "at0-2-event-stock-StockCounted", "records"),
        ("at0-2-event-stock-StockCounted", "at0-3-view-stock-StockLevel", "feeds"),
    } == drawing.edges
    assert "roles.html#role-stock-warehouse" == drawing.nodes["at0-0-actor-stock-warehouse"].href


def test_a_long_story_is_cut_into_rows() -> None:
    """A story longer than a page goes on below; no box stands outside the page."""
    long = story("A story", *(do("warehouse", "stock.CountStock") for _ in range(13)))

    svg = render({"a": story_timeline(long, shop())})["a"]

    assert 3 == len({name for name in read(svg).nodes if name.startswith("name") and name.endswith("-0")})
    assert float(svg.split('width="')[1].split("pt")[0]) < 920


def test_a_policy_in_another_row_says_what_set_it_off() -> None:
    """Where no arrow can reach a policy, its event is written in it."""
    steps = [do("warehouse", "stock.CountStock")] * 4 + [do("customer", "ordering.PlaceOrder")]

    nodes = draw(story_timeline(story("A story", *steps), shop())).nodes

    assert [("when OrderPlaced",), ("when OrderPlaced",), ()] == [
        node.notes for node in nodes.values() if "policy" in node.classes
    ]


def test_what_really_happened_can_be_told() -> None:
    """Whoever ran the story gives the columns, and they are drawn as given."""
    columns = [Column((1,), Cell("actor", "robot"), Cell("command", "CountStock", Ref("stock", "CountStock")))]

    drawing = draw(story_timeline(story("A story"), shop(), columns))

    assert {("at0-0-actor", "at0-1-command-stock-CountStock", "asks")} == drawing.edges


def test_a_story_without_steps_says_so() -> None:
    """A story without steps is a sentence."""
    assert [("Nothing happens in this story.",)] == [
        n.words for n in draw(story_timeline(story("x"), shop())).nodes.values()
    ]


@pytest.mark.parametrize(
    ("title", "taken", "name"),
    [
        ("From cart to doorstep", (), "from-cart-to-doorstep"),
        ("From cart to doorstep!", ("from-cart-to-doorstep",), "from-cart-to-doorstep-2"),
        ("From cart to doorstep?", ("from-cart-to-doorstep", "from-cart-to-doorstep-2"), "from-cart-to-doorstep-3"),
        ("Žluťoučký KŮŇ", (), "zlutoucky-kun"),
        ("../../etc/passwd", (), "etc-passwd"),
        ("日本", (), hashlib.sha256("日本".encode()).hexdigest()[:8]),
        ("a" * 300, (), "a" * 60),
    ],
)
def test_stories_are_filed_under_their_words(title: str, taken: tuple[str, ...], name: str) -> None:
    """A file name is made of the letters of a title; two stories never share one."""
    assert name == slug(title, taken)
