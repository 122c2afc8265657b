"""What of a catalogue ran in tests, and what did not."""

from __future__ import annotations

import json
from shutil import rmtree

import pytest

from tests.factbook.testing.projects import BOOK, CATALOGUE, Library

ADDED_ONCE = (
    "    a book is added once:\n      given: [{BookAdded: {book_id: b1}}]\n      when: {AddBook: {book_id: b1}}\n"
)


def without_a_scenario(library: Library) -> None:
    """Nothing tells any more that a book is added once."""
    library.change(CATALOGUE, ADDED_ONCE + "      then: {BookAlreadyAdded: {}}\n", "")
    library.generate()


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "two workers"])
def test_all_that_scenarios_tell_is_counted(library: Library, workers: tuple[str, ...]) -> None:
    """By kind; also when several processes run the tests."""
    ran = library.pytest("catalogue", "--catalogue-coverage=100", *workers)

    assert 0 == ran.code
    assert "command → event         3 of    3   by scenarios    3, by other tests only    0" in ran.out
    assert "command → rejection     5 of    5   by scenarios    5, by other tests only    0" in ran.out
    assert "event → view            3 of    3   by scenarios    3, by other tests only    0" in ran.out
    assert "exercised by nothing" not in ran.out


def test_what_nothing_exercises_is_named_and_fails_below_a_threshold(library: Library) -> None:
    """The threshold is one for all kinds together."""
    without_a_scenario(library)
    ran = library.pytest("catalogue", "--catalogue-coverage=100")

    assert 1 == ran.code
    assert "command → rejection  lending.AddBook → lending.BookAlreadyAdded" in ran.out
    assert "that is less than 100 %" in ran.out
    assert 0 == library.pytest("catalogue", "--catalogue-coverage=90").code


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
