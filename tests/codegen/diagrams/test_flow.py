"""The flow of a context: what it joins, where its nodes lead, which way it runs."""

from __future__ import annotations

import pytest
from attrs import evolve
from factbook_codegen.diagrams import flow
from factbook_codegen.model import Deprecated

from tests.codegen.diagram_models import command, context, event, policy, shop, system, view
from tests.codegen.drawn import draw


def test_a_flow_follows_commands_to_views() -> None:
    """A flow joins what the context declares, and what it refers to elsewhere, by kind of arrow."""
    model = shop()

    drawing = draw(flow(model.contexts["billing"], model))

    assert {
        ("event-ordering-OrderPlaced", "policy-billing-InvoiceWhenPlaced", "triggers"),
        ("policy-billing-InvoiceWhenPlaced", "command-billing-PrepareInvoice", "issues"),
        ("command-billing-PrepareInvoice", "event-billing-InvoicePrepared", "records"),
        ("event-billing-InvoicePrepared", "policy-billing-ChargeWhenInvoiced", "triggers"),
        ("policy-billing-ChargeWhenInvoiced", "effect-billing-Charge", "issues"),
        ("effect-billing-Charge", "event-billing-PaymentReceived", "records"),
        ("effect-billing-Charge", "event-billing-PaymentFailed", "records"),
    } == drawing.edges
    assert ["event-ordering-OrderPlaced"] == drawing.ids("external")
    assert ("ordering",) == drawing.nodes["event-ordering-OrderPlaced"].notes


def test_what_is_deprecated_says_so() -> None:
    """In its own context and in others: grey, with the word, and why and what instead in the tooltip."""
    model = shop()
    ordering = evolve(
        model.contexts["ordering"], deprecated={"OrderPlaced": Deprecated("2026-03", "Baskets came.", "BasketTaken")}
    )
    aged = evolve(model, contexts={**model.contexts, "ordering": ordering})

    own = draw(flow(ordering, aged))
    other = draw(flow(aged.contexts["billing"], aged))

    name = "event-ordering-OrderPlaced"
    assert [name] == own.ids("deprecated") == other.ids("deprecated")
    assert (("deprecated",), ("ordering", "deprecated")) == (own.nodes[name].notes, other.nodes[name].notes)
    said = "Deprecated since 2026-03: use BasketTaken; Baskets came. OrderPlaced happened."
    assert (said, said) == (own.nodes[name].tooltip, other.nodes[name].tooltip)


def test_nodes_lead_to_their_documentation() -> None:
    """Each node links to the page of its thing and tells its summary, also those of other contexts."""
    model = shop()

    nodes = draw(flow(model.contexts["ordering"], model)).nodes

    assert {
        "command-ordering-PlaceOrder": ("ordering/command-PlaceOrder.html", "Asks for PlaceOrder."),
        "event-billing-PaymentReceived": ("billing/event-PaymentReceived.html", "PaymentReceived happened."),
        "policy-ordering-ShipWhenPaid": ("ordering/policy-ShipWhenPaid.html", "ShipWhenPaid."),
    } == {
        name: (node.href, node.tooltip)
        for name, node in nodes.items()
        if name in ("command-ordering-PlaceOrder", "event-billing-PaymentReceived", "policy-ordering-ShipWhenPaid")
    }
    assert [] == [name for name, node in nodes.items() if not node.href]


def test_a_flow_says_who_may_ask_and_what_policies_wait_for() -> None:
    """Roles stand below a command; time and flag below a policy."""
    model = shop()

    nodes = draw(flow(model.contexts["ordering"], model)).nodes

    assert ("customer, clerk",) == nodes["command-ordering-PlaceOrder"].notes
    assert ("after 48 h",) == nodes["policy-ordering-CancelWhenUnpaid"].notes
    assert ("if ship_automatically",) == nodes["policy-ordering-ShipWhenPaid"].notes


@pytest.mark.parametrize(("chained", "direction"), [(1, "LR"), (2, "TB"), (9, "TB")])
def test_long_flows_go_downwards(chained: int, direction: str) -> None:
    """Where many arrows follow each other, a flow leaves the page downwards instead of to the right."""
    events = [event(f"Step{n}Done") for n in range(chained + 1)]
    commands = [command("c", f"DoStep{n}", [f"Step{n}Done"]) for n in range(chained + 1)]
    policies = [policy("c", f"GoOn{n}", [f"Step{n}Done"], [f"DoStep{n + 1}"]) for n in range(chained)]
    owner = context("c", events=events, commands=commands, policies=policies, views=[view("c", "All", ["Step1Done"])])

    assert f"rankdir={direction}" in flow(owner, system(owner))


def test_an_empty_context_says_so() -> None:
    """A context without anything gives a drawing of one sentence."""
    owner = context("ordering")

    assert ["Nothing happens in Ordering yet."] == [
        " ".join(node.words) for node in draw(flow(owner, system(owner))).nodes.values()
    ]


def test_a_context_with_one_event() -> None:
    """One event is a drawing of one node."""
    owner = context("ordering", events=[event("OrderPlaced")])

    assert ["event-ordering-OrderPlaced"] == list(draw(flow(owner, system(owner))).nodes)


def test_an_event_that_its_own_policy_answers_goes_in_a_circle() -> None:
    """A loop through a policy is drawn with each of its arrows."""
    owner = context(
        "c",
        events=[event("Done")],
        commands=[command("c", "Do", ["Done"])],
        policies=[policy("c", "Again", ["Done"], ["Do"])],
    )

    assert {
        ("command-c-Do", "event-c-Done", "records"),
        ("event-c-Done", "policy-c-Again", "triggers"),
        ("policy-c-Again", "command-c-Do", "issues"),
    } == draw(flow(owner, system(owner))).edges
