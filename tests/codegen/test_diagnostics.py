"""Problems as values: their order, and what was probably meant."""

from __future__ import annotations

import time

import pytest
from factbook_codegen.codes import CODES
from factbook_codegen.diagnostics import Diagnostic, Severity, in_order, near
from factbook_codegen.model import Place


@pytest.mark.parametrize(
    ("name", "known", "help_"),
    [
        ("Mony", ["Money", "Order"], 'did you mean "Money"?'),
        ("money", ["Money"], 'did you mean "Money"?'),
        ("MONEY", ["Money"], 'did you mean "Money"?'),
        ("FB340", ["FB304", "FB410", "FB310"], 'did you mean "FB304"?'),
        ("OrderPlcaed", ["OrderPlaced", "OrderPaid"], 'did you mean "OrderPlaced"?'),
        ("xyz", ["Money", "Order"], "known here: Money, Order"),
        ("xyz", [], ""),
        ("", ["Money"], "known here: Money"),
        ("xyz", [f"Money{n}" for n in range(9)], ""),
    ],
)
def test_near(name: str, known: list[str], help_: str) -> None:
    """The nearest name is offered, regardless of capitals; else all of them, when they are few."""
    assert help_ == near(name, known)


def test_near_among_many() -> None:
    """Among thousands of names the nearest is found as well, and in time."""
    known = [f"Order{n}Placed" for n in range(5000)]
    start = time.process_time()

    assert 'did you mean "Order777Placed"?' == near("Ordr777Placed", known)
    assert 'did you mean "Order4999Placed"?' == near("Order4999Plced", known)
    assert near("Zebra", known) == ""
    assert time.process_time() - start < 1


def test_order() -> None:
    """Problems are sorted by file, line, column and code, and said once."""
    places = [Place("b", 1, 1), Place("a", 10, 1), Place("a", 9, 5), Place("a", 9, 4), Place("a", 9, 4)]
    found = [Diagnostic("FB201", "wrong", place) for place in places]

    assert [("a", 9, 4), ("a", 9, 5), ("a", 10, 1), ("b", 1, 1)] == [tuple(one.place) for one in in_order(found)]


def test_words_of_severities() -> None:
    """Severities are called what people and machines expect."""
    assert ["note", "warning", "error"] == [severity.word for severity in sorted(Severity)]


def test_codes_are_in_order() -> None:
    """The table of codes is sorted, and every title is a short phrase without an end."""
    assert list(CODES) == sorted(CODES)
    for code in CODES.values():
        assert 4 <= len(code.title) <= 60
        assert not code.title.endswith(".")
