"""What of a catalogue ran in tests, and what did not."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import rmtree
from uuid import UUID

import pytest

from factbook import catalogue
from factbook.testing.bounds import bounds, touched
from factbook.testing.coverage import Arrow, as_html, as_json, as_text
from generated.shop import OrderId, OrderLine
from generated.shop.cart import DiscountCodeIssued
from generated.shop.customers import CustomerId
from generated.shop.ordering import OrderChanged
from tests.factbook.testing.projects import BOOK, CATALOGUE, Library

ORDER, CUSTOMER = OrderId(UUID(int=1)), CustomerId(UUID(int=2))

ADDED_ONCE = (
    "    a book is added once:\n      given: [{BookAdded: {book_id: b1}}]\n      when: {AddBook: {book_id: b1}}\n"
)


def without_a_scenario(library: Library) -> None:
    """Nothing tells any more that a book is added once."""
    library.change(CATALOGUE, ADDED_ONCE + "      then: {BookAlreadyAdded: {}}\n", "")
    library.generate()


@pytest.mark.parametrize(
    "workers", [(), pytest.param(("-n", "2"), marks=pytest.mark.long)], ids=["alone", "two workers"]
)
def test_all_that_scenarios_tell_is_counted(library: Library, workers: tuple[str, ...]) -> None:
    """By kind; also when several processes run the tests."""
    ran = library.pytest("catalogue", "--catalogue-coverage=80", *workers)

    assert 0 == ran.code
    assert "command → event         3 of    3   by scenarios    3, by other tests only    0" in ran.out
    assert "command → rejection     5 of    5   by scenarios    5, by other tests only    0" in ran.out
    assert "event → view            3 of    3   by scenarios    3, by other tests only    0" in ran.out
    assert "bound                   0 of    2   by scenarios    0, by other tests only    0" in ran.out
    assert "exercised by nothing:\n  bound                lending.Title → min 1\n" in ran.out


def test_what_nothing_exercises_is_named_and_fails_below_a_threshold(library: Library) -> None:
    """The threshold is one for all kinds together."""
    without_a_scenario(library)
    ran = library.pytest("catalogue", "--catalogue-coverage=80")

    assert 1 == ran.code
    assert "command → rejection  lending.AddBook → lending.BookAlreadyAdded" in ran.out
    assert "that is less than 80 %" in ran.out
    assert 0 == library.pytest("catalogue", "--catalogue-coverage=70").code


def test_laws_hold_while_it_is_noted_what_they_exercise(library: Library) -> None:
    """Files that are read for the notes are not taken for the function's doing."""
    ran = library.pytest("tests/test_shelf.py", "--catalogue-coverage", "-k", "takes")

    assert 0 == ran.code, ran.out
    assert "event → view            3 of    3   by scenarios    0, by other tests only    3" in ran.out


@pytest.mark.long
def test_properties_are_told_from_scenarios(library: Library) -> None:
    """What only they exercise might deserve an example."""
    without_a_scenario(library)
    ran = library.pytest("--catalogue-coverage=100")

    assert 0 == ran.code
    assert "command → rejection     5 of    5   by scenarios    4, by other tests only    1" in ran.out


def test_it_is_written_for_programs_and_for_pages(library: Library) -> None:
    """Every arrow, and by what it was exercised."""
    without_a_scenario(library)
    library.pytest("catalogue", "--catalogue-coverage-json=out/c.json", "--catalogue-coverage-html=out/c.html")
    told = json.loads((library.root / "out/c.json").read_text("utf-8"))
    page = (library.root / "out/c.html").read_text("utf-8")

    found = {(one["tail"], one["head"]): one["by"] for one in told["arrows"]}
    assert [] == found["lending.AddBook", "lending.BookAlreadyAdded"]
    assert ["scenarios"] == found["lending.AddBook", "lending.BookAdded"]
    assert told["percent"] < 100
    assert '<tr class="missing"><td>command → rejection</td><td>lending.AddBook</td>' in page


def test_it_says_when_nothing_ran(library: Library) -> None:
    """A green run of nothing is no proof."""
    rmtree(library.root / "tests")
    (library.root / "tests").mkdir()
    (library.root / "tests/test_other.py").write_text("def test_other():\n    pass\n")
    ran = library.pytest("tests", "--catalogue-coverage=1")

    assert 1 == ran.code
    assert "nothing of the catalogue ran in these tests" in ran.out


SHOWN = (
    Arrow("shop", "command → event", "ordering.PlaceOrder", "ordering.OrderPlaced"),
    Arrow("shop", "command → rejection", "ordering.PlaceOrder", "ordering.OutOfStock"),
    Arrow("shop", "word of an enum", "ordering.CancelReason", "<suspicious>"),
    Arrow("shop", "bound", "shop.Quantity", "max 999"),
)
RAN = {SHOWN[0]: {"scenarios", "other tests"}, SHOWN[1]: {"other tests"}}


def test_the_report_for_people() -> None:
    """Counts by kind, then everything that nothing exercised."""
    assert [
        "command → event         1 of    1   by scenarios    1, by other tests only    0",
        "command → rejection     1 of    1   by scenarios    0, by other tests only    1",
        "event → policy          0 of    0   by scenarios    0, by other tests only    0",
        "event → view            0 of    0   by scenarios    0, by other tests only    0",
        "word of an enum         0 of    1   by scenarios    0, by other tests only    0",
        "bound                   0 of    1   by scenarios    0, by other tests only    0",
        "all                     2 of    4   50.0 %",
        "exercised by nothing:",
        "  word of an enum      ordering.CancelReason → <suspicious>",
        "  bound                shop.Quantity → max 999",
    ] == list(as_text(SHOWN, RAN))
    assert ["nothing of the catalogue ran in these tests"] == list(as_text(SHOWN, {}))


def test_the_report_for_pages() -> None:
    """A table to put anywhere; no text of a catalogue is markup."""
    assert [
        '<table class="catalogue-coverage">',
        "<caption>50.0 % of 4 arrows ran</caption>",
        "<thead><tr><th>what</th><th>from</th><th>to</th><th>exercised by</th></tr></thead>",
        "<tbody>",
        '<tr class="ran"><td>command → event</td><td>ordering.PlaceOrder</td><td>ordering.OrderPlaced</td>'
        "<td>other tests, scenarios</td></tr>",
        '<tr class="ran"><td>command → rejection</td><td>ordering.PlaceOrder</td><td>ordering.OutOfStock</td>'
        "<td>other tests</td></tr>",
        '<tr class="missing"><td>word of an enum</td><td>ordering.CancelReason</td><td>&lt;suspicious&gt;</td>'
        "<td>nothing</td></tr>",
        '<tr class="missing"><td>bound</td><td>shop.Quantity</td><td>max 999</td><td>nothing</td></tr>',
        "</tbody>",
        "</table>",
    ] == as_html(SHOWN, RAN).splitlines()


def test_the_report_for_programs() -> None:
    """Every arrow, and by what it was exercised."""
    told = json.loads(as_json(SHOWN, RAN))

    assert 50.0 == told["percent"]
    assert {
        "system": "shop",
        "kind": "command → rejection",
        "tail": "ordering.PlaceOrder",
        "head": "ordering.OutOfStock",
        "by": ["other tests"],
    } == told["arrows"][1]


def test_a_value_touches_the_bounds_of_its_types_and_fields() -> None:
    """Inside lists and records, too; lengths as well as numbers, dates and decimals."""
    line = OrderLine("MUG-0001", 999, Decimal("0.01"))
    system = catalogue.load(Path(__file__).parents[3] / "generated/shop")
    least = DiscountCodeIssued("WELCOME10", 1, date(2026, 1, 1))
    changed = OrderChanged(ORDER, CUSTOMER, "MUG-0001", 998, (line,), Decimal("0.01"))

    assert [("cart.DiscountCodeIssued.percent", "min 1")] == list(touched(least, system, "cart"))
    assert [
        ("ordering.OrderChanged.quantity", "max 998"),
        ("shop.OrderLines", "min 1"),
        ("shop.Quantity", "max 999"),
        ("shop.Price", "min 0.01"),
    ] == list(touched(changed, system, "ordering"))
    assert set(touched(changed, system, "ordering")) <= set(bounds(system))


@pytest.mark.long
def test_without_the_flag_nothing_is_watched(library: Library) -> None:
    """The functions that run are the user's own."""
    test = (
        "from deciders.library.book import book\n\n"
        "def test_it():\n    assert book.decide.__module__ == 'factbook.decider'\n"
    )
    (library.root / "tests/test_plain.py").write_text(test)

    assert 0 == library.pytest("tests/test_plain.py").code
    assert 1 == library.pytest("tests/test_plain.py", "--catalogue-coverage").code
    assert (library.root / BOOK).exists()
