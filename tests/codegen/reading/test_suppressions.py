"""``allow``: warnings that are meant, each with its reason."""

from __future__ import annotations

import pytest
from factbook_codegen.codes import CODES
from factbook_codegen.diagnostics import Severity

from tests.codegen.reading.support import SMALL, codes, problems_of, read_texts

EVENTS = "context: ordering\nevents:\n  OrderPlaced: {}\n  OrderPaid:\n    summary: It was paid.\n"


def test_at_the_top() -> None:
    """What is allowed at the top of a file is allowed in all of it, and nowhere else."""
    _, found = read_texts(
        ordering=EVENTS.replace("events:", "allow: {FB302: They come from the old system.}\nevents:"),
        billing="context: billing\nevents: {Billed: {}}",
    )

    assert [("FB302", "catalogue/shop/billing.yaml")] == [(one.code, one.place.file) for one in found]


@pytest.mark.parametrize("entry", ["OrderPlaced", "OrderPaid"])
def test_in_an_entry(entry: str) -> None:
    """What is allowed in an entry is allowed there, not in the line above nor in the one below."""
    text = EVENTS.replace("OrderPlaced: {}", "OrderPlaced:\n    summary: |\n      It was placed.\n\n      Long ago.")
    lines: list[str] = [*text.splitlines()]
    lines.insert(lines.index(f"  {entry}:") + 1, "    allow: {FB302: Meant.}")
    found = problems_of("\n".join(lines))

    assert [("FB302", ({"OrderPlaced", "OrderPaid"} - {entry}).pop())] == [
        (one.code, one.message.removeprefix("nobody records ")) for one in found
    ]


def test_on_one_line() -> None:
    """What is allowed in an entry is not allowed in the one behind it, though they share the line."""
    found = problems_of("context: ordering\nevents: {A: {}, B: {allow: {FB302: Meant.}}, C: {}}")

    assert ["A", "C"] == [one.message.removeprefix("nobody records ") for one in found]


def test_of_inner_lines() -> None:
    """What is allowed in an entry covers all of its lines."""
    text = SMALL.replace(
        "reads: {OrderPlaced: order_id}", "reads:\n      OrderPlaced: all\n    allow: {FB304: It counts.}"
    )

    assert codes(problems_of(text)) == []


@pytest.mark.parametrize(
    "section", ["types", "events", "commands", "deciders", "policies", "effects", "views", "queries"]
)
def test_every_kind_of_entry_may_allow(section: str) -> None:
    """Each kind of entry may say what is meant; what suppresses nothing is reported with its place."""
    from factbook_codegen.reading.shape import language_schema

    name = language_schema()["properties"][section]["additionalProperties"]["$ref"].rpartition("/")[2]

    assert "allow" in language_schema()["$defs"][name]["properties"]


def test_notes_may_be_allowed() -> None:
    """Notes are suppressed like warnings."""
    assert ["FB513", "FB513"] == codes(problems_of(SMALL.replace("allow: {FB513: Kept short.}\n", "")))
    assert codes(problems_of(SMALL)) == []


@pytest.mark.parametrize("code", [code.code for code in CODES.values() if code.severity is Severity.ERROR][:5])
def test_errors_may_not(code: str) -> None:
    """An error cannot be allowed."""
    found = problems_of(f"context: ordering\nallow: {{{code}: We know.}}")

    assert ["FB903"] == codes(found)
    assert CODES[code].title in found[0].message


def test_unused() -> None:
    """What suppresses nothing is reported where it is said, once for each time."""
    found = problems_of(
        "context: ordering\nallow: {FB304: a, FB305: b}\ntypes: {A: {type: text, allow: {FB216: c, FB318: d}}}"
    )

    assert [("FB901", 2, 9), ("FB901", 2, 19), ("FB901", 3, 43)] == [
        (one.code, one.place.line, one.place.column) for one in found
    ]


def test_two_that_cover_the_same() -> None:
    """Two suppressions that cover one warning are both used."""
    found = problems_of("context: ordering\nallow: {FB302: a}\nevents: {A: {allow: {FB302: b}}}")

    assert codes(found) == []


def test_unused_is_no_news_in_a_broken_file() -> None:
    """While something cannot be read, nothing is said to be unused."""
    found = problems_of("context: ordering\nallow: {FB305: Some commands do.}\ncommands: {Do: {recrods: []}}")

    assert "FB901" not in codes(found)


@pytest.mark.parametrize("reason", ["''", "' '", '"\\t"'])
def test_a_reason_is_needed(reason: str) -> None:
    """Without a reason nothing is suppressed."""
    found = problems_of(f"context: ordering\nallow: {{FB302: {reason}}}\nevents: {{A: {{}}}}")

    assert {"FB302", "FB904"} == set(codes(found))
