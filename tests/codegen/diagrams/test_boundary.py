"""The boundary of a command: what it reads by which tag, and what comes of it."""

from __future__ import annotations

from attrs import evolve
from factbook_codegen.diagrams import boundaries
from factbook_codegen.model import Deprecated

from tests.codegen.diagram_models import command, context, event, shop, system
from tests.codegen.drawn import draw


def test_a_boundary_shows_what_is_read_by_which_tag() -> None:
    """Events read by the same tags share a box that says so; what is tolerated has a box and an arrow of its own."""
    model = shop()

    drawing = draw(boundaries(model.contexts["ordering"], model)["PlaceOrder"])

    assert {
        "read0": "order = order_id",
        "read1": "sku = lines.sku (tolerated)",
        "read2": "sku = lines.sku",
    } == drawing.boxes
    assert {
        ("role-customer", "command-ordering-PlaceOrder", "asks"),
        ("role-clerk", "command-ordering-PlaceOrder", "asks"),
        ("read0-event-ordering-OrderPlaced", "command-ordering-PlaceOrder", "reads"),
        ("read1-event-stock-StockCounted", "command-ordering-PlaceOrder", "tolerates"),
        ("read2-event-stock-StockReserved", "command-ordering-PlaceOrder", "reads"),
        ("command-ordering-PlaceOrder", "event-ordering-OrderPlaced", "records"),
        ("command-ordering-PlaceOrder", "rejection-ordering-OrderAlreadyPlaced", "refuses"),
        ("command-ordering-PlaceOrder", "rejection-ordering-OutOfStock", "refuses"),
    } == drawing.edges


def test_what_is_deprecated_says_so_in_every_place() -> None:
    """Who asks, what is read, what is recorded, why it is refused, and the command itself."""
    asked = command("c", "Ask", ["Done"], {"Done": "order"}, ["Never"], ["clerk"])
    owner = context("c", events=[event("Done", "order")], commands=[asked])
    aged = evolve(owner, deprecated=dict.fromkeys(("Ask", "Done", "Never", "clerk"), Deprecated("2026-03", "Old.")))

    drawing = draw(boundaries(aged, system(aged))["Ask"])

    assert set(drawing.nodes) == set(drawing.ids("deprecated"))
    assert {("deprecated",)} == {node.notes for node in drawing.nodes.values()}


def test_a_boundary_by_several_tags_or_none() -> None:
    """A read by two tags says both, one by no tag says that it is of every event."""
    asked = command("c", "Ask", [], {"any": "order+sku=lines.sku", "Done": "all"})
    owner = context("c", events=[event("Done")], commands=[asked])

    assert {"read0": "order = order_id and sku = lines.sku", "read1": "every one"} == draw(
        boundaries(owner, system(owner))["Ask"]
    ).boxes


def test_a_boundary_shows_the_policies_that_issue_the_command() -> None:
    """A command that a policy of its context issues shows the policy beside its roles."""
    model = shop()

    drawing = draw(boundaries(model.contexts["ordering"], model)["CancelOrder"])

    assert ["policy-ordering-CancelWhenUnpaid"] == drawing.ids("policy")
    assert ["role-customer"] == drawing.ids("actor")
