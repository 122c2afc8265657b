"""What a comparison says of each kind of change."""

from __future__ import annotations

from typing import Any

import pytest
from factbook_codegen.diffing.comparing import compare
from factbook_codegen.diffing.findings import Finding, Verdict
from factbook_codegen.diffing.telling import as_json, markdown, sarif, text, yaml_lines
from factbook_codegen.model import Catalogue

from tests.codegen.reading.support import read_texts

BEFORE = """\
context: ordering
roles: {customer: Buys things.}
types:
  OrderId: {type: uuid, tag: order}
  CustomerId: {type: uuid, tag: customer}
  Quantity: {type: int, min: 1, max: 999}
  Colour: {enum: [red, green]}
  Price: {type: decimal, digits: 8, places: 2}
  Line: {record: {quantity: Quantity, colour: Colour?}}
  Other: {record: {text: text}}
  Either: {union: [Line, Other]}
events:
  OrderPlaced:
    public: true
    fields:
      {order_id: OrderId, lines: 'list[Line]', note: text?, price: Price, title: {type: text, max: 9}, any: Either?}
  OrderPaid:
    public: true
    fields: {order_id: OrderId, why: text}
    version: 2
    changes: {2: {rename: {reason: why}}}
commands:
  PlaceOrder:
    by: [customer]
    fields: {order_id: OrderId, quantity: {type: Quantity, max: 50}, gift: {type: bool, default: false}}
    reads: {OrderPlaced: order_id}
    records: [OrderPlaced, OrderPaid]
    rejects: {TooMany: {summary: No., fields: {left: int}}}
views:
  Orders: {key: order_id, from: {OrderPlaced: order_id}, fields: {order_id: OrderId, total: Price}}
policies:
  Thank: {when: OrderPlaced, issues: [PlaceOrder]}
"""


def catalogue(text: str) -> Catalogue:
    """A system of one context."""
    system, found = read_texts(ordering=text)
    assert not [one for one in found if one.severity.word == "error"], found
    return Catalogue({"shop": system})


def changed(*edits: tuple[str, str]) -> list[Finding]:
    """What is found when texts are replaced."""
    now = BEFORE
    for old, new in edits:
        assert old in now, old
        now = now.replace(old, new)
    return compare(catalogue(BEFORE), catalogue(now))


def told(findings: list[Finding]) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is said of each entry."""
    return [(one.ref.removeprefix("ordering."), one.verdict.value, one.changes) for one in findings]


def test_nothing_changed() -> None:
    """Comments and summaries change nothing."""
    assert [] == changed(("types:\n", "types:  # what things are\n"), ("Buys things.", "Buys."))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("note: text?", "note: text?, more: int?"),
        ("{type: text, max: 9}", "{type: text, max: 10}"),
        ("{type: text, max: 9}", "{type: text}"),
        ("price: Price,", "price: Price?,"),
        ("note: text?", "note: json?"),
    ],
)
def test_what_allows_more_is_safe(old: str, new: str) -> None:
    """What was recorded is still valid."""
    [(ref, verdict, _), *_] = told(changed((old, new)))

    assert ("OrderPlaced", "safe") == (ref, verdict)


@pytest.mark.parametrize(
    ("old", "new", "said", "steps"),
    [
        ("note: text?", "note: text", "note might be missing, and must not any more", {"convert"}),
        ("note: text?, ", "", "note is gone", {"remove"}),
        ("note: text?", "remark: text?", "note is gone", {"rename"}),
        ("note: text?", "note: text?, gift: bool", "gift is new, and has to be there", {"add"}),
        (
            "title: {type: text, max: 9}",
            "title: {type: text, max: 8}",
            "title: the greatest length was 9, and is 8",
            {"convert"},
        ),
        (
            "title: {type: text, max: 9}",
            "title: {type: text, max: 9, min: 1}",
            "title: the least length was unbounded, and is 1",
            {"convert"},
        ),
        ("title: {type: text, max: 9}", "title: int", "title: it was text, and is int", {"convert"}),
        (
            "lines: 'list[Line]'",
            "lines: {type: 'list[Line]', min: 1}",
            "lines: the least length was unbounded, and is 1",
            {"convert"},
        ),
        (
            "lines: 'list[Line]'",
            "lines: 'map[text, Line]'",
            "lines: it was list[ordering.Line], and is map[text, ordering.Line]",
            {"convert"},
        ),
        ("price: Price,", "price: {type: Price, places: 1},", "price: places were 2, and are 1", {"convert"}),
    ],
)
def test_what_allows_less_needs_a_version(old: str, new: str, said: str, steps: set[str]) -> None:
    """The YAML that makes one is suggested, and with it the same comparison finds everything safe."""
    first, *_ = changed((old, new))

    assert ("ordering.OrderPlaced", Verdict.VERSION, (said,)) == (first.ref, first.verdict, first.changes)
    assert steps == set(first.yaml["changes"][2])
    version = "".join(f"    {line}\n" for line in yaml_lines(first))
    after = changed(("  OrderPlaced:\n", f"  OrderPlaced:\n{version}"), (old, new))
    assert ("OrderPlaced", "safe") == told(after)[0][:2]


@pytest.mark.parametrize(
    ("old", "new", "name", "said"),
    [
        ("max: 999}", "max: 99}", "Quantity", "max was 999, and is 99"),
        ("enum: [red, green]", "enum: [red, blue]", "Colour", "green is no word of it any more"),
        ("digits: 8, places: 2", "digits: 7, places: 2", "Price", "digits were 8, and are 7"),
        ("{quantity: Quantity, colour: Colour?}", "{quantity: Quantity}", "Line", "colour is gone"),
        ("Either: {union: [Line, Other]}", "Either: {union: [Line]}", "Either", "it may not be Other any more"),
    ],
)
def test_a_type_that_events_hold_needs_a_version(old: str, new: str, name: str, said: str) -> None:
    """And so do the events that hold it, which say which version of it they have."""
    found = {one.ref: one for one in changed((old, new))}

    own, event = found[f"ordering.{name}"], found["ordering.OrderPlaced"]
    assert (Verdict.VERSION, (said,)) == (own.verdict, own.changes)
    assert ("the event ordering.OrderPlaced",) == own.impact
    assert (Verdict.VERSION, (f"{name}: {said}",)) == (event.verdict, event.changes)
    assert {"types": {name: 2}} == event.yaml["changes"][2]


def test_an_identity_makes_another_event() -> None:
    """Nothing that was recorded tells it."""
    [first, *_] = changed(("why: text}", "why: text, customer_id: CustomerId}"))

    assert Verdict.EVENT is first.verdict
    assert "customer_id says what it is about, and nothing that was recorded tells" == first.why
    wanted = "the tag customer is new: what was recorded of ordering.OrderPaid has to be indexed by it"
    assert f"{wanted}: `factbook store retag`" in first.impact
    assert {} == first.yaml


def test_a_history_that_is_rewritten_breaks() -> None:
    """A released version has to stay what it was; a version cannot be taken back."""
    lower = changed(("    version: 2\n    changes: {2: {rename: {reason: why}}}\n", ""))
    assert [("OrderPaid", "breaking", ("it was at version 2, and is at version 1",))] == told(lower)
    wrong = changed(
        (
            "version: 2\n    changes: {2: {rename: {reason: why}}}",
            "version: 3\n    changes: {2: {rename: {reason: cause}}, 3: {rename: {cause: why}}}",
        )
    )
    assert [("OrderPaid", "breaking", ("why is gone", "cause is new, and has to be there"))] == told(wrong)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            ("gift: {type: bool, default: false}", "gift: {type: bool, default: false}, more: int"),
            ("more is new, and has to be there",),
        ),
        ((", gift: {type: bool, default: false}", ""), ("gift is gone",)),
        (("{type: Quantity, max: 50}", "{type: Quantity, max: 40}"), ("quantity: max was 50, and is 40",)),
        (("by: [customer]", "by: [clerk]"), ("customer may not issue it any more",)),
    ],
)
def test_commands_come_from_those_who_know_the_old_ones(edit: tuple[str, str], expected: tuple[str, ...]) -> None:
    """They are refused where the new command asks for more or allows less."""
    found = changed(edit, ("roles: {customer: Buys things.}", "roles: {customer: Buys things., clerk: Sells.}"))

    assert [("PlaceOrder", "breaking", expected)] == told(found)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            ("fields: {left: int}", "fields: {left: int?}"),
            ("TooMany", "breaking", ("left might be missing, and must not any more",)),
        ),
        (("fields: {left: int}", "fields: {left: int, more: int}"), ("TooMany", "safe", ("it says what it said",))),
        (("order_id: OrderId, total: Price}", "order_id: OrderId}"), ("Orders", "breaking", ("total is gone",))),
    ],
)
def test_answers_go_to_those_who_know_the_old_ones(edit: tuple[str, str], expected: tuple[Any, ...]) -> None:
    """They may say more, and not less."""
    assert expected in told(changed(edit))


def test_what_is_gone() -> None:
    """An event that was recorded stays in the store."""
    now = BEFORE[: BEFORE.index("  OrderPaid:")] + BEFORE[BEFORE.index("commands:") :].replace(", OrderPaid]", "]")

    assert [("OrderPaid", "breaking", ("it is gone",))] == told(compare(catalogue(BEFORE), catalogue(now)))


def test_impact_names_what_is_touched() -> None:
    """Snapshots, views, policies."""
    [first, *_] = changed(("note: text?", "note: text"))

    assert (
        "snapshots of ordering.PlaceOrder",
        "the view ordering.Orders",
        "the policy ordering.Thank",
    ) == first.impact


EFFECT = """\
effects:
  Tell: {summary: Tells., fields: {order_id: OrderId, words: {type: text, max: 9}}, records: [OrderPaid]}
policies:
  Say: {when: OrderPaid, issues: [Tell]}
"""
"""What stands instead of the policies of before."""


@pytest.mark.parametrize(
    ("old", "new", "verdict", "changes"),
    [
        ("max: 9}}, rec", "max: 8}}, rec", "breaking", ("words: the greatest length was 9, and is 8",)),
        ("max: 9}}, rec", "max: 10}}, rec", "safe", ("it takes what it took",)),
        ("[OrderPaid]}", "[OrderPaid, OrderPlaced]}", "safe", ("it records ordering.OrderPlaced, which it did not",)),
    ],
)
def test_effects_are_issued_before_they_are_done(old: str, new: str, verdict: str, changes: tuple[str, ...]) -> None:
    """What waits has to be understood; the handler and who issues it are named."""
    was = BEFORE[: BEFORE.index("policies:")] + EFFECT
    assert old in was

    found = compare(catalogue(was), catalogue(was.replace(old, new)))

    assert [("Tell", verdict, changes)] == told(found)
    assert ("the handler of ordering.Tell", "the policy ordering.Say, which issues it") == found[0].impact


def test_impact_names_effects() -> None:
    """Those that record a changed event, and those that hold a changed type."""
    was = BEFORE[: BEFORE.index("policies:")] + EFFECT.replace("words:", "price: Price, words:")
    now = was.replace("why: text}", "why: text?}").replace("digits: 8", "digits: 9")

    impact = {one.ref: one.impact for one in compare(catalogue(was), catalogue(now))}

    assert ("the event ordering.OrderPlaced", "the effect ordering.Tell") == impact["ordering.Price"]
    assert "the effect ordering.Tell, whose handler answers it" in impact["ordering.OrderPaid"]


def test_reports() -> None:
    """As text, JSON, SARIF and Markdown, from the same values."""
    found = changed(("note: text?", "note: text"))

    assert "event ordering.OrderPlaced needs a version\n    - note might be missing" in text(found)
    assert '"verdict": "needs a version"' in as_json(found, "main")
    assert '"level": "error"' in sarif(found, "1")
    assert markdown(found, "main").startswith(
        "## Changes since main\n\n### Needs a version\n\n- **ordering.OrderPlaced** (event)"
    )
