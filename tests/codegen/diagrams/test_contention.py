"""Contention: which commands can collide, and how the map says so."""

from __future__ import annotations

import sys

import pytest
from factbook_codegen.diagrams import collisions, contention
from factbook_codegen.model import Ref

from tests.codegen.diagram_models import command, context, event, shop, system
from tests.codegen.drawn import draw


def test_commands_collide_over_an_event_that_one_records_and_the_other_reads() -> None:
    """Collisions run from who records to who reads, on the tags of the read, and not over what is tolerated."""
    model = shop()
    order = frozenset({"order"})

    found = collisions(model)

    group = {Ref("ordering", name): order for name in ("PayOrder", "ShipOrder", "CancelOrder")}
    assert {
        Ref("ordering", "PlaceOrder"): {Ref("ordering", "PlaceOrder"): order, **group},
        **dict.fromkeys(group, group),
        Ref("stock", "CountStock"): {Ref("stock", "ReserveStock"): frozenset({"sku"})},
        Ref("stock", "ReserveStock"): {
            Ref("ordering", "PlaceOrder"): frozenset({"sku"}),
            Ref("stock", "ReserveStock"): frozenset({"sku"}),
        },
        Ref("billing", "PrepareInvoice"): {Ref("billing", "PrepareInvoice"): order},
    } == found


def test_reads_by_two_tags_by_none_and_of_any_event() -> None:
    """Two tags count together, no tag means every event, and a read of any event meets all that carry its tags."""
    owner = context(
        "c",
        events=[event("Moved", "sku+order"), event("Counted", "sku")],
        commands=[
            command("c", "Both", [], {"Moved": "sku+order"}),
            command("c", "Every", [], {"Moved": "all"}),
            command("c", "Any", [], {"any": "order"}),
            command("c", "Move", ["Moved"]),
            command("c", "Count", ["Counted"]),
        ],
    )

    assert {
        Ref("c", "Move"): {
            Ref("c", "Both"): frozenset({"order + sku"}),
            Ref("c", "Every"): frozenset({"every one"}),
            Ref("c", "Any"): frozenset({"order"}),
        }
    } == collisions(system(owner))


def test_commands_that_all_collide_share_a_box() -> None:
    """A decider's commands stand in a box that names the tag, and one arrow from outside stands for all of them."""
    drawing = draw(contention(shop())["contention"])

    assert "Order: any two collide on order" == drawing.boxes["ring-ordering-PayOrder"]
    assert {
        ("command-ordering-PlaceOrder", "command-ordering-PlaceOrder", "collides"),
        ("command-ordering-PlaceOrder", "command-ordering-ShipOrder", "collides"),
        ("command-ordering-PlaceOrder", "command-stock-ReserveStock", "collides"),
        ("command-stock-CountStock", "command-stock-ReserveStock", "collides"),
        ("command-stock-ReserveStock", "command-stock-ReserveStock", "collides"),
        ("command-billing-PrepareInvoice", "command-billing-PrepareInvoice", "collides"),
    } == drawing.edges
    assert ("sku",) == drawing.labels["command-ordering-PlaceOrder", "command-stock-ReserveStock"]


def test_commands_alike_share_a_box_without_a_decider() -> None:
    """Commands that collide with the same others are a ring also where no decider groups them."""
    reads = {"ADone": "order", "BDone": "order"}
    owner = context(
        "c",
        events=[event("ADone", "order"), event("BDone", "order")],
        commands=[command("c", "DoA", ["ADone"], reads), command("c", "DoB", ["BDone"], reads)],
    )

    drawing = draw(contention(system(owner))["contention"])

    assert {"context-c": "C", "ring-c-DoA": "any two collide on order"} == drawing.boxes
    assert set() == drawing.edges


def test_a_large_contention_map_is_split_by_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """The map of a large system shows contexts; each context has its own, with the commands of others on grey."""
    monkeypatch.setattr(sys.modules[contention.__module__], "LARGE", 3)

    maps = {name: draw(dot) for name, dot in contention(shop()).items()}

    assert ["contention", "contention-ordering", "contention-stock", "contention-billing"] == list(maps)
    assert {("context-ordering", "context-stock", "collides")} == maps["contention"].edges
    assert ("sku", "1 pair") == maps["contention"].labels["context-ordering", "context-stock"]
    assert ["command-ordering-PlaceOrder"] == maps["contention-stock"].ids("external")
    assert ("command-ordering-PlaceOrder", "command-ordering-PlaceOrder", "collides") not in maps[
        "contention-stock"
    ].edges


def test_too_many_pairs_meet_at_their_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where arrows from each to each would be too many, commands are joined with the tag instead."""
    monkeypatch.setattr(sys.modules[contention.__module__], "MANY", 3)

    drawing = draw(contention(shop())["contention"])

    assert ["tag-order", "tag-sku"] == sorted(drawing.ids("clock"))
    assert {
        ("command-ordering-PlaceOrder", "tag-order"),
        ("command-ordering-PlaceOrder", "tag-sku"),
        ("tag-order", "command-ordering-ShipOrder"),
        ("command-billing-PrepareInvoice", "tag-order"),
        ("tag-sku", "command-stock-ReserveStock"),
        ("command-stock-CountStock", "tag-sku"),
    } == {(tail, head) for tail, head, _ in drawing.edges}
