"""The map of a system: what crosses from one context to another."""

from __future__ import annotations

import sys

import pytest
from attrs import evolve
from factbook_codegen.diagrams import contention, context_map
from factbook_codegen.model import Deprecated

from tests.codegen.diagram_models import shop, system
from tests.codegen.drawn import draw


def test_the_map_shows_what_crosses_between_contexts() -> None:
    """Events go from their context to the one that reads them; commands from the policy to the context asked."""
    drawing = draw(context_map(shop()))

    assert {
        ("context-stock", "context-ordering", "events"),
        ("context-billing", "context-ordering", "events"),
        ("context-ordering", "context-billing", "events"),
        ("context-ordering", "context-stock", "commands"),
    } == drawing.edges
    assert ("StockCounted", "StockReserved") == drawing.labels["context-stock", "context-ordering"]
    assert ("2 commands · 2 events", "1 view") == drawing.nodes["context-stock"].notes


def test_what_crosses_may_be_deprecated() -> None:
    """The word stands behind its name."""
    model = shop()
    stock = evolve(model.contexts["stock"], deprecated={"StockCounted": Deprecated("2026-03", "Old.")})

    drawing = draw(context_map(evolve(model, contexts={**model.contexts, "stock": stock})))

    assert ("StockCounted (deprecated)", "StockReserved") == drawing.labels["context-stock", "context-ordering"]


def test_a_map_of_many_arrows_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a crowded map an arrow says how many events it stands for, and on a very crowded one nothing."""
    module = sys.modules[context_map.__module__]
    monkeypatch.setattr(module, "LARGE", 4)
    counted = draw(context_map(shop())).labels
    monkeypatch.setattr(module, "LARGE", 1)

    assert [("1 command",), ("1 event",), ("1 event",), ("2 events",)] == sorted(counted.values())
    assert {()} == set(draw(context_map(shop())).labels.values())


def test_a_system_without_contexts_says_so() -> None:
    """The maps of an empty system are a sentence each."""
    empty = system()

    assert ["Shop has no contexts yet."] == [" ".join(n.words) for n in draw(context_map(empty)).nodes.values()]
    assert ["No two commands can collide."] == [
        " ".join(n.words) for n in draw(contention(empty)["contention"]).nodes.values()
    ]
