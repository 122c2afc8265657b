"""Writing DOT: kinds are said once, boxes keep what is said inside, dense graphs are drawn straight."""

from __future__ import annotations

import pytest
from factbook_codegen.diagrams.dot import DENSE, Dot

from tests.codegen.drawn import draw


def test_every_node_has_the_look_of_its_kind() -> None:
    """What a kind looks like is said before its first node, also after a box in which another kind was drawn."""
    dot = Dot("Kinds", "here")
    dot.node("one", "event", ("One",))
    with dot.cluster("box", ("Box",)):
        dot.node("two", "event", ("Two",))
        dot.node("three", "command", ("Three",))
        dot.edge("one", "two", "feeds")
    dot.node("four", "event", ("Four",))
    dot.edge("two", "three", "records")

    drawing = draw(str(dot))

    assert {"one": ("event",), "two": ("event",), "three": ("command",), "four": ("event",)} == {
        name: node.classes for name, node in drawing.nodes.items()
    }
    assert {("one", "two", "feeds"), ("two", "three", "records")} == drawing.edges


def test_a_box_inside_a_box_has_its_own_words_and_link() -> None:
    """A box does not inherit the link of the box around it."""
    dot = Dot("Boxes", "here")
    with dot.cluster("outer", ("Outer",), url="outer.html", tip="Around"), dot.cluster("inner", ("Inner",)):
        dot.node("one", "event", ("One",))

    assert {"outer": "Outer", "inner": "Inner"} == draw(str(dot)).boxes
    assert 1 == str(dot).count("outer.html")


@pytest.mark.parametrize(
    ("nodes", "arrows", "straight"),
    [(10, DENSE, False), (10, DENSE + 1, True), (DENSE, DENSE + 1, False), (DENSE, 2 * DENSE, True)],
)
def test_dense_graphs_are_drawn_straight(nodes: int, arrows: int, straight: bool) -> None:
    """Arrows lose their curves where there are many, and clearly more than nodes."""
    dot = Dot("Dense", "here")
    for number in range(nodes):
        dot.node(f"n{number}", "event", (f"N{number}",))
    for number in range(arrows):
        dot.edge(f"n{number % nodes}", f"n{number * 7 % nodes}", "feeds")

    assert straight == ("splines=line" in str(dot))


def test_the_text_is_complete() -> None:
    """The whole text of a small diagram, as people find it in a review."""
    dot = Dot("Small", "catalogue/shop")
    dot.node("one", "event", ("One",), notes=("note",), variant="external", url="a.html#one", tip="First.")
    dot.node("two", "event", ("Two",))
    dot.edge("one", "two", "feeds", lines=("word",))

    assert TEXT == str(dot)


FONT = "fontname=Arial"
EVENT = 'style="filled" margin="0.16,0.07" fillcolor="#ffd8a8" color="#c2630a" fontcolor="#1b1f24"'
OTHER = 'class="event external notes1" style="filled,dashed" fillcolor="#eef0f3"'
TEXT = rf"""// Made by factbook from catalogue/shop.
// Do not edit: change the catalogue, then run `factbook generate`.
digraph "Small" {{
	graph [bgcolor=transparent {FONT} fontsize=11 fontcolor="#5b6472"]
	node [id="\N" {FONT} fontsize=11 height=0.42 penwidth=1.25]
	edge [{FONT} fontsize=9 fontcolor="#5b6472" arrowsize=0.7]
	node [class=event shape=box {EVENT}]
	"one" [label="One\nnote" {OTHER} URL="a.html#one" tooltip="First."]
	"two" [label="Two"]
	edge [class=feeds style=solid color="#6b7280" fontcolor="#5b6472" arrowhead=normal]
	"one" -> "two" [label="  word  "]
}}
"""
