"""Colours: readable in the light and in the dark, and the same names everywhere."""

from __future__ import annotations

import re

import pytest
from factbook_codegen.diagrams.style import (
    EDGES,
    LINE,
    LINE_DARK,
    LOOKS,
    OUTSIDE,
    PAGE,
    VARIANTS,
    Colours,
    edge_attributes,
    node_attributes,
    page_stylesheet,
    stylesheet,
    variant_attributes,
)


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2): 4.5 for text and 3 for lines is level AA."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("kind", LOOKS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_borders_stand_out(kind: str, scheme: str) -> None:
    """Text reaches contrast AA on its fill, and on the grey of other contexts; borders stand out on the page."""
    look: Colours = getattr(LOOKS[kind], scheme)
    page, outside = PAGE[scheme == "dark"], OUTSIDE[scheme == "dark"].fill
    fill = page if look.fill == "none" else look.fill

    assert min(contrast(look.text, fill), contrast(look.text, outside)) >= 4.5
    assert kind in ("lane", "words") or contrast(look.line, page) >= 3


@pytest.mark.parametrize(("line", "page"), [(LINE, PAGE[0]), (LINE_DARK, PAGE[1])])
def test_arrows_and_their_words_stand_out(line: Colours, page: str) -> None:
    """Arrows and what is written beside them are readable on the page."""
    assert contrast(line.line, page) >= 3
    assert contrast(line.text, page) >= 4.5


@pytest.mark.parametrize("kind", EDGES)
def test_words_beside_coloured_arrows_stand_out(kind: str) -> None:
    """The words beside an arrow of any kind are readable."""
    (colour,) = re.findall(r'fontcolor="(#[0-9a-f]{6})"', edge_attributes(kind))

    assert contrast(colour, PAGE[0]) >= 4.5


def test_kinds_differ_in_shape() -> None:
    """Who sees no colours still tells the kinds of things apart."""
    kinds = ("command", "event", "view", "policy", "effect", "actor", "rejection")

    assert len(kinds) == len({(LOOKS[kind].shape, LOOKS[kind].style) for kind in kinds})


def test_the_stylesheet_knows_every_kind_in_the_dark() -> None:
    """Each kind of node has its dark colours, and none is set outside the dark scheme."""
    light, dark = stylesheet().split("@media (prefers-color-scheme:dark)")

    assert [] == re.findall("#[0-9a-f]{6}", light)
    assert [] == [
        kind for kind, look in LOOKS.items() if f".factbook .{kind} :is" not in dark or look.dark.fill not in dark
    ]


def test_a_page_may_choose_its_scheme() -> None:
    """On pages every colour is one thing in the light and another in the dark, whichever the reader has chosen."""
    sheet = page_stylesheet()

    assert "@media" not in sheet
    assert [] == [
        kind
        for kind, look in LOOKS.items()
        if look.dark.fill != "none" and f"light-dark({look.light.fill},{look.dark.fill})" not in sheet
    ]


def test_variants_are_dashed() -> None:
    """Every variant of every kind has a dashed border."""
    assert [] == [(k, v) for k in LOOKS for v in VARIANTS if "dashed" not in variant_attributes(k, v)]
    with pytest.raises(ValueError, match="a node cannot be 'purple'"):
        variant_attributes("event", "purple")


def test_attributes_are_said_completely() -> None:
    """Each kind sets every attribute that another kind may have set before it."""
    names = {kind: sorted(re.findall(r"(\w+)=", node_attributes(kind))) for kind in LOOKS}
    edges = {kind: sorted(re.findall(r"(\w+)=", edge_attributes(kind))) for kind in EDGES}

    assert 1 == len({tuple(each) for each in names.values()})
    assert 1 == len({tuple(each) for each in edges.values()})
