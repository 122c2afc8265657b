"""How diagrams look: one shape and one pair of colours for each kind of thing, in light and in dark.

The colours follow the sticky notes of event modelling (commands blue, events orange, views green, policies lilac, the
outside grey, people yellow). Colour never speaks alone: each kind has a shape of its own. DOT carries the light
colours; the SVG gets a small stylesheet that swaps them where the reader prefers dark (CSS wins over the presentation
attributes that Graphviz writes), so both come from the one table here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple, TypeAlias

FONT: Final = "Arial"
"""The font by which boxes are measured: Graphviz knows its widths by heart, so no machine needs to have it. (A list of
fonts it takes for Times, which is an eighth narrower.)"""

FONTS: Final = "Helvetica,Arial,sans-serif"
"""The fonts that an SVG asks for; where none of the first two is there, the margins of the boxes make up for it."""

FONT_SIZE: Final = 11
NOTE_SIZE: Final = 9


class Colours(NamedTuple):
    """Fill, border and text of a box, as ``#rrggbb``."""

    fill: str
    line: str
    text: str


class Look(NamedTuple):
    """Shape (a DOT shape and style), colours and margin (inches) of one kind of node.

    Shapes that are drawn around the text's box (a hexagon, an octagon) bring room of their own, so they need less.
    """

    shape: str
    style: str
    light: Colours
    dark: Colours
    margin: str = "0.16,0.07"


_INK = "#1b1f24"
_CHALK = "#eef2f6"

LOOKS: Final[dict[str, Look]] = {
    "command": Look(
        "box", "filled,rounded", Colours("#cfe2ff", "#2f6fd0", _INK), Colours("#12365f", "#5b9cf5", _CHALK)
    ),
    "event": Look("box", "filled", Colours("#ffd8a8", "#c2630a", _INK), Colours("#5c3510", "#f0933c", _CHALK)),
    "view": Look("tab", "filled", Colours("#c9efcf", "#2b8a3e", _INK), Colours("#123f22", "#4fbf6b", _CHALK)),
    "policy": Look(
        "hexagon", "filled", Colours("#e5d4f7", "#8a4fc7", _INK), Colours("#3d2459", "#b98be8", _CHALK), "0.08,0"
    ),
    "effect": Look("component", "filled", Colours("#e3e6ea", "#6b7280", _INK), Colours("#2b3138", "#98a1ab", _CHALK)),
    "actor": Look("ellipse", "filled", Colours("#fff0a3", "#997700", _INK), Colours("#4a3d08", "#d9b32c", _CHALK)),
    "rejection": Look(
        "octagon", "filled", Colours("#ffd9d9", "#cf2f3a", _INK), Colours("#561c22", "#f2777f", _CHALK), "0.06,0.02"
    ),
    "context": Look(
        "box", "filled,rounded", Colours("#eef1f6", "#57606a", _INK), Colours("#1f2733", "#98a1ab", _CHALK)
    ),
    "state": Look(
        "box", "filled,rounded", Colours("#eef1f6", "#57606a", _INK), Colours("#1f2733", "#98a1ab", _CHALK), "0.18,0.1"
    ),
    "clock": Look("box", "filled,rounded", Colours("#f6f8fa", "#6b7280", _INK), Colours("#20262e", "#98a1ab", _CHALK)),
    "lane": Look("box", "filled", Colours("#f6f8fa", "#f6f8fa", _INK), Colours("#171d25", "#171d25", _CHALK)),
    "words": Look("plaintext", "solid", Colours("none", "none", "#5b6472"), Colours("none", "none", "#b1bac4")),
}
"""Kind of node to its look; the kind is also the class of the node in the SVG."""

LINE: Final = Colours("none", "#6b7280", "#5b6472")
LINE_DARK: Final = Colours("none", "#98a1ab", "#b1bac4")
"""Arrows, and what is written beside them."""

PAGE: Final = ("#ffffff", "#0d1117")
"""The pages, light and dark, on which the colours were chosen; diagrams themselves are transparent."""

OUTSIDE: Final = (Colours("#eef0f3", "", ""), Colours("#1a2029", "", ""))
"""What belongs to another context keeps the border of its kind on grey, light and dark."""

DEPRECATED: Final = (Colours("#eef0f3", "#6b7280", "#5b6472"), Colours("#1a2029", "#98a1ab", "#b1bac4"))
"""What is not to be used any more is grey altogether, light and dark."""

VARIANTS: Final = ("external", "maybe", "refused", "absent", "deprecated")
"""Ways in which a node differs from its kind, each also a class: it belongs to another context; it may happen; it was
refused; it is not there; it is not to be used any more."""

EDGES: Final[dict[str, str]] = {
    "records": "",
    "triggers": "",
    "issues": "",
    "feeds": "",
    "reads": "",
    "asks": "",
    "tolerates": "style=dashed",
    "refuses": f'style=dashed color="{LOOKS["rejection"].light.line}"',
    "events": f'color="{LOOKS["event"].light.line}" fontcolor="#9a4a05"',
    "commands": f'color="{LOOKS["command"].light.line}" style=dashed fontcolor="#1f57ad"',
    "collides": "",
    "passes": "style=dashed arrowhead=none",
    "after": "style=invis",
}
"""Kind of edge to its DOT attributes; the kind is also the class of the edge in the SVG."""

_COLOURED_EDGES = {"refuses": "rejection", "events": "event", "commands": "command"}


def node_attributes(kind: str) -> str:
    """The DOT attributes that every node of this kind shares."""
    look = LOOKS[kind]
    return (
        f'class={kind} shape={look.shape} style="{look.style}" margin="{look.margin}"'
        f' fillcolor="{look.light.fill}" color="{look.light.line}" fontcolor="{look.light.text}"'
    )


@cache
def variant_attributes(kind: str, variant: str) -> str:
    """The DOT attributes in which a node of this kind and variant differs from its kind: always a dashed border."""
    look = LOOKS[kind]
    dashed = f'style="{look.style},dashed"'
    match variant:
        case "external":
            return f'{dashed} fillcolor="{OUTSIDE[0].fill}"'
        case "refused":
            return f'{dashed} color="{LOOKS["rejection"].light.line}"'
        case "deprecated":
            grey = DEPRECATED[0]
            return f'{dashed} fillcolor="{grey.fill}" color="{grey.line}" fontcolor="{grey.text}"'
        case "maybe" | "absent":
            return dashed
        case _:
            raise ValueError(f"a node cannot be {variant!r}: {', '.join(VARIANTS)}")


def edge_attributes(kind: str) -> str:
    """The DOT attributes that every edge of this kind shares; each names what another kind may have set."""
    set_here = EDGES[kind]
    head = "" if "arrowhead=" in set_here else " arrowhead=normal"
    style = "" if "style=" in set_here else " style=solid"
    colour = "" if "color=" in set_here else f' color="{LINE.line}"'
    text = "" if "fontcolor=" in set_here else f' fontcolor="{LINE.text}"'
    return f"class={kind} {set_here}{style}{colour}{text}{head}".replace("  ", " ")


def stylesheet(kinds: frozenset[str] | None = None) -> str:
    """The CSS of an SVG that stands alone, for these classes only (all, when ``None``).

    Light colours stay presentation attributes, so the sheet names only what differs in the dark.
    """
    dark = "\n".join(_rules(kinds, lambda _, dark: dark))
    return f"{_HOVER}\n@media (prefers-color-scheme:dark){{\n{dark}\n}}"


def page_stylesheet() -> str:
    """The CSS for pages that hold many diagrams, and in which readers may choose between light and dark."""
    rules = "\n".join(_rules(None, lambda light, dark: f"light-dark({light},{dark})"))
    return f"{_HOVER}\n{rules}\n"


_HOVER: Final = ".factbook a:hover :not(text),.factbook a:focus-visible :not(text){stroke-width:2.5}"

_Pick: TypeAlias = Callable[[str, str], str]
"""What to write where a colour is one thing in the light and another in the dark."""


def _rules(kinds: frozenset[str] | None, pick: _Pick) -> Iterator[str]:
    yield f".factbook text{{fill:{pick(LINE.text, LINE_DARK.text)}}}"
    yield _stroke(".factbook .edge", pick(LINE.line, LINE_DARK.line))
    yield _shapes(".factbook .cluster", f"stroke:{pick(LINE.line, LINE_DARK.line)}")
    for kind, look in LOOKS.items():
        if kinds is None or kind in kinds:
            light, dark = look.light, look.dark
            fill = "none" if dark.fill == "none" else pick(light.fill, dark.fill)
            line = "none" if dark.line == "none" else pick(light.line, dark.line)
            yield _shapes(f".factbook .{kind}", f"fill:{fill};stroke:{line}")
            yield f".factbook .{kind} text{{fill:{pick(light.text, dark.text)}}}"
    for kind, node in _COLOURED_EDGES.items():
        if kinds is None or kind in kinds:
            line = pick(LOOKS[node].light.line, LOOKS[node].dark.line)
            yield _stroke(f".factbook .edge.{kind}", line)
            yield f".factbook .edge.{kind} text{{fill:{line}}}"
    if kinds is None or "external" in kinds:
        yield _shapes(".factbook .external", f"fill:{pick(OUTSIDE[0].fill, OUTSIDE[1].fill)}")
    if kinds is None or "deprecated" in kinds:
        light, dark = DEPRECATED
        yield _shapes(
            ".factbook .deprecated", f"fill:{pick(light.fill, dark.fill)};stroke:{pick(light.line, dark.line)}"
        )
        yield f".factbook .deprecated text{{fill:{pick(light.text, dark.text)}}}"
    if kinds is None or "refused" in kinds:
        rejection = LOOKS["rejection"]
        yield _shapes(".factbook .refused", f"stroke:{pick(rejection.light.line, rejection.dark.line)}")


def _shapes(selector: str, rule: str) -> str:
    return f"{selector} :is(path,polygon,ellipse,polyline){{{rule}}}"


def _stroke(selector: str, colour: str) -> str:
    return f"{selector} path{{stroke:{colour}}}{selector} polygon{{fill:{colour};stroke:{colour}}}"
