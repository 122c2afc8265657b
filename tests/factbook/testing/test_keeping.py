"""What a failing law found is kept: saved by pytest, added to the catalogue by a command, played from then on."""

from __future__ import annotations

import pytest

from tests.factbook.testing.projects import BOOK, CATALOGUE, Library

LAST = ".factbook/counterexample.yaml"
LAWS = """\
from deciders.library.book import book
from factbook.testing import check_laws


def test_laws():
    check_laws(book)
"""


@pytest.mark.long
def test_a_counterexample_becomes_a_scenario(library: Library) -> None:
    """From the red run to the green one, without copying anything by hand."""
    (library.root / "tests/test_laws.py").write_text(LAWS)
    library.change(BOOK, "            return BookIsNotOut()", "            raise ValueError")
    failed = library.pytest("tests/test_laws.py")
    before = (library.root / CATALOGUE).read_text("utf-8")

    assert 1 == failed.code
    assert "factbook scenario add --title … --then …" in failed.out
    assert "# context: library/lending\nscenarios:\n  ReturnBook:\n" in (library.root / LAST).read_text("utf-8")

    kept = library.factbook("scenario", "add", "--title", "what is not out cannot come back", "--then", "BookIsNotOut")
    after = (library.root / CATALOGUE).read_text("utf-8")
    assert 0 == kept.code
    assert kept.out.startswith(f"{CATALOGUE}:")
    assert '"what is not out cannot come back" is a scenario of ReturnBook now' in kept.out
    assert len(after.splitlines()) > len(before.splitlines())
    assert set(before.splitlines()) <= set(after.splitlines())

    library.generate()
    assert "ValueError" in library.pytest(f"{CATALOGUE}::ReturnBook: what is not out cannot come back").out
    library.change(BOOK, "            raise ValueError", "            return BookIsNotOut()")
    assert "1 passed" in library.pytest(f"{CATALOGUE}::ReturnBook: what is not out cannot come back").out


def test_it_may_come_from_anywhere(library: Library) -> None:
    """Out of a file or a pipe; what would make the catalogue wrong is not written."""
    good = "AddBook:\n  one more:\n    when: {AddBook: {book_id: b1}}\n    then: [BookAdded]\n"
    before = (library.root / CATALOGUE).read_bytes()
    wrong = library.factbook("scenario", "add", "-", given=good.replace("BookAdded", "BookAded"))

    assert (1, before) == (wrong.code, (library.root / CATALOGUE).read_bytes())
    assert "nothing was added: the catalogue would not be right any more:" in wrong.out
    assert 'did you mean "BookAdded"?' in wrong.out
    assert 0 == library.factbook("scenario", "add", "-", given=good).code
    assert [] == [one.name for one in (library.root / CATALOGUE).parent.iterdir() if one.name.startswith(".")]


def test_nothing_to_keep_is_said(library: Library) -> None:
    """Where no run has failed, and where there is no such file."""
    nothing = library.factbook("scenario", "add")
    nowhere = library.factbook("scenario", "add", "found.yaml")

    assert (2, 2) == (nothing.code, nowhere.code)
    assert "no run of pytest has left a counterexample here: name a FILE, or `-` to read from stdin." in nothing.out
    assert "found.yaml cannot be read: No such file or directory." in nowhere.out
