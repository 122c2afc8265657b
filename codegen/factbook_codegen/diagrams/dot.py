"""Writes DOT, fast: a system of 5,000 messages has 25,000 nodes, and ``graphviz.Digraph.node`` takes 20 µs for each.

The dialect is small on purpose: plain shapes, quoted names, no HTML-like labels (the WASM renderer silently drops
them). What all nodes of a kind share is said once, before the first of them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import Final

from ..model import Deprecated
from .labels import label as in_lines
from .labels import plain, quoted, tooltip
from .labels import title as in_title
from .style import FONT, FONT_SIZE, LINE, NOTE_SIZE, edge_attributes, node_attributes, variant_attributes

CHANGE: Final = "change the catalogue, then run `factbook generate`"
"""How most diagrams are changed."""

DENSE: Final = 250
"""Arrows from which on, when there are also clearly more of them than nodes, they are drawn straight: routing 600
arrows around 300 nodes takes Graphviz 15 s, and nobody follows their curves."""

_STRAIGHT = "splines=line nslimit=2 nslimit1=2 mclimit=0.3"
_GRAPH = f'bgcolor=transparent fontname={FONT} fontsize={FONT_SIZE} fontcolor="{LINE.text}"'
_HEAD = 4
"""Lines up to and with the attributes of the graph."""
_NODE = f'id="\\N" fontname={FONT} fontsize={FONT_SIZE} height=0.42 penwidth=1.25'
_EDGE = f'fontname={FONT} fontsize={NOTE_SIZE} fontcolor="{LINE.text}" arrowsize=0.7'


class Dot:
    """One diagram, line by line; ``str`` of it is its text.

    ``made_from`` is the file or folder it rests on, ``attributes`` are DOT attributes of the graph, ``change`` says how
    to change the diagram.
    """

    def __init__(self, title: str, made_from: str, attributes: str = "", change: str = CHANGE) -> None:
        self._lines = [
            f"// Made by factbook from {plain(made_from)}.",
            f"// Do not edit: {change}.",
            f"digraph {in_title(title)} {{",
            f"\tgraph [{_GRAPH} {attributes}".rstrip() + "]",
            f"\tnode [{_NODE}]",
            f"\tedge [{_EDGE}]",
        ]
        self._indent = "\t"
        self._node_kind = self._edge_kind = ""
        self._nodes = self._edges = 0

    def node(
        self,
        name: str,
        kind: str,
        lines: Sequence[str],
        *,
        notes: Sequence[str] = (),
        variant: str = "",
        url: str = "",
        tip: str = "",
        more: str = "",
        deprecated: Deprecated | None = None,
    ) -> None:
        """A node: its text in ``lines``, smaller words below in ``notes``, further DOT attributes in ``more``.

        ``variant`` is one of ``style.VARIANTS``; what is ``deprecated`` says so, and why. The number of notes goes
        into the class, where ``svg.finish`` finds it: DOT has one size of letters for a label.
        """
        if kind != self._node_kind:
            self._node_kind = kind
            self._lines.append(f"{self._indent}node [{node_attributes(kind)}]")
        self._nodes += 1
        if deprecated is not None:
            variant, notes, tip = "deprecated", (*notes, "deprecated"), f"Deprecated {deprecated} {tip}"
        classes = f"{kind} {variant}" if variant else kind
        if notes:
            lines = (*lines, *notes)
            classes += f" notes{len(notes)}"
        attributes = f"label={in_lines(tuple(lines))}"
        if classes != kind:
            attributes += f' class="{classes}"'
        if variant:
            attributes += f" {variant_attributes(kind, variant)}"
        if url:
            attributes += f" URL={quoted(url)} tooltip={tooltip(tip)}"
        if more:
            attributes += f" {more}"
        self._lines.append(f"{self._indent}{quoted(name)} [{attributes}]")

    def edge(self, tail: str, head: str, kind: str, *, lines: Iterable[str] = (), more: str = "") -> None:
        """An arrow from ``tail`` to ``head`` with ``lines`` written beside it."""
        if kind != self._edge_kind:
            self._edge_kind = kind
            self._lines.append(f"{self._indent}edge [{edge_attributes(kind)}]")
        self._edges += 1
        if words := list(lines):
            more = f"label={in_lines(tuple(f'  {word}  ' for word in words))} {more}".rstrip()
        attributes = f" [{more}]" if more else ""
        self._lines.append(f"{self._indent}{quoted(tail)} -> {quoted(head)}{attributes}")

    @contextmanager
    def cluster(
        self, name: str, lines: Iterable[str], *, url: str = "", tip: str = "", more: str = ""
    ) -> Generator[None]:
        """A box called ``cluster_<name>`` around the nodes that are written inside; its id is ``name``."""
        padded = in_lines(tuple(f" {line} " for line in lines))
        styled = f'style=rounded color="{LINE.line}" labeljust=l margin=12 id={quoted(name)}'
        link = f"URL={quoted(url)} tooltip={tooltip(tip)}"  # even when empty: a box inside would inherit them
        self._lines.append(f"{self._indent}subgraph {quoted('cluster_' + name)} {{")
        self._indent += "\t"
        self._lines.append(f"{self._indent}graph [label={padded} {styled} {link} {more}".rstrip() + "]")
        before = self._node_kind, self._edge_kind
        yield
        self._node_kind, self._edge_kind = before  # what is set in a box ends with it
        self._indent = self._indent[:-1]
        self._lines.append(f"{self._indent}}}")

    def __str__(self) -> str:
        if self._edges > max(DENSE, 1.5 * self._nodes):
            return "\n".join((*self._lines[:_HEAD], f"\tgraph [{_STRAIGHT}]", *self._lines[_HEAD:], "}\n"))
        return "\n".join((*self._lines, "}\n"))
