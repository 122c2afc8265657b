"""Reads an SVG back: which nodes it shows, with what words, links and tooltips, and which arrows join them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from attrs import field, frozen
from factbook_codegen.svg import render

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "style", "g", "a", "title", "text", "path", "polygon", "ellipse", "polyline"}
"""All that a diagram is made of."""


@frozen
class Node:
    """A node as a reader sees it; ``notes`` are the smaller words."""

    classes: tuple[str, ...]
    words: tuple[str, ...]
    notes: tuple[str, ...] = ()
    href: str = ""
    tooltip: str = ""


@frozen
class Drawing:
    """What is in an SVG; an edge is (from, to, its kind), with the words beside it in ``labels``."""

    title: str
    nodes: dict[str, Node] = field(factory=dict[str, Node])
    boxes: dict[str, str] = field(factory=dict[str, str])
    edges: set[tuple[str, str, str]] = field(factory=set[tuple[str, str, str]])
    labels: dict[tuple[str, str], tuple[str, ...]] = field(factory=dict[tuple[str, str], tuple[str, ...]])

    def ids(self, kind: str) -> list[str]:
        """The nodes of a kind, in the order drawn."""
        return [name for name, node in self.nodes.items() if kind in node.classes]


def read(svg: str) -> Drawing:
    """Parse ``svg`` strictly: any element that no diagram needs is an error."""
    root = ET.fromstring(svg)
    strange = {element.tag for element in root.iter()} - {SVG + name for name in ELEMENTS}
    assert strange == set(), "elements that a diagram does not need"
    drawing = Drawing(root.attrib["aria-label"])
    for group in root.iter(f"{SVG}g"):
        kind, *classes = group.attrib["class"].split() if "class" in group.attrib else [""]
        if kind == "node":
            _add(drawing, group, classes)
        elif kind == "cluster":
            drawing.boxes[group.attrib["id"]] = " ".join(_text(text) for text in group.iter(f"{SVG}text"))
        elif kind == "edge":
            ends = group.attrib["data-from"], group.attrib["data-to"]
            drawing.edges.add((*ends, classes[0]))
            drawing.labels[ends] = tuple(_text(text) for text in group.iter(f"{SVG}text"))
    return drawing


def draw(dot: str) -> Drawing:
    """What a reader sees of ``dot``."""
    return read(render({"one": dot})["one"])


def _add(drawing: Drawing, group: ET.Element, classes: list[str]) -> None:
    name = group.attrib["id"]
    assert name not in drawing.nodes, f"two nodes are called {name}"
    texts = [*group.iter(f"{SVG}text")]
    link = group.find(f"{SVG}a")
    title = group.find(f"{SVG}a/{SVG}title")
    drawing.nodes[name] = Node(
        tuple(classes),
        tuple(_text(text) for text in texts if text.get("class") != "note"),
        tuple(_text(text) for text in texts if text.get("class") == "note"),
        "" if link is None else link.get("href", ""),
        "" if title is None else (title.text or ""),
    )


def _text(element: ET.Element) -> str:
    return (element.text or "").replace("\N{NO-BREAK SPACE}", " ").strip()
