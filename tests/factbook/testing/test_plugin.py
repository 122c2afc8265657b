"""The scenarios and stories of a catalogue are tests."""

from __future__ import annotations

import re
from shutil import rmtree

from tests.factbook.testing.projects import BOOK, CATALOGUE, Library


def test_they_are_named_by_their_words(library: Library) -> None:
    """In the order of the file, without a line of Python."""
    ran = library.pytest("--collect-only", "-q", "catalogue")

    assert f"{CATALOGUE}::AddBook: a book is new\n{CATALOGUE}::AddBook: a book is added once\n" in ran.out
    assert f"{CATALOGUE}::A book goes out and comes back\n\n11 tests collected" in ran.out


def test_a_failure_names_the_line_of_the_catalogue_and_what_differs(library: Library) -> None:
    """And nothing of the way through factbook; the command that is named runs it again."""
    library.change(CATALOGUE, "then: {BookIsOut: {due: 2026-02-01}}", "then: {BookIsOut: {due: 2026-02-02}}")
    library.generate()
    ran = library.pytest("catalogue")

    assert 1 == ran.code
    assert re.search(rf"{CATALOGUE}:\d+:\d+: LendBook: a book is lent to one reader at a time", ran.out)
    assert "due: expected 2026-02-02, and it is 2026-02-01" in ran.out
    assert "Traceback" not in ran.out
    assert ".py" not in ran.out.partition("FAILURES")[2].partition("short test summary")[0]
    again = re.search(r"run it again: pytest '(.+)'", ran.out)
    assert again is not None
    assert "1 failed in" in library.pytest(again[1]).out


def test_a_story_fails_at_its_step(library: Library) -> None:
    """By its number and its place."""
    library.change(CATALOGUE, "refused: BookIsOut}", "refused: NoSuchBook}")
    library.generate()
    ran = library.pytest("catalogue")

    assert re.search(rf"step 4 of 'A book goes out and comes back' \({CATALOGUE}:\d+:\d+\)", ran.out)
    assert "refused with BookIsOut(due=2026-02-01), not lending.NoSuchBook" in ran.out


def test_a_fault_of_a_function_shows_its_line(library: Library) -> None:
    """What is no difference but an exception keeps its traceback."""
    library.change(BOOK, "            return BookIsNotOut()", "            raise ZeroDivisionError")
    ran = library.pytest("catalogue")

    assert f"{BOOK}:" in ran.out
    assert "ZeroDivisionError" in ran.out


def test_what_cannot_be_imported_is_named_with_its_place(library: Library) -> None:
    """And nothing of the way there through the import system; a name that is not there with the nearest that is."""
    library.change(BOOK, "    BookLent,\n", "    BookLend,\n")
    ran = library.pytest("catalogue")

    assert 2 == ran.code
    assert re.search(rf"\n{BOOK}:\d+: it cannot be imported: ImportError: cannot import name 'BookLend'", ran.out)
    assert "      = did you mean BookLent?\n" in ran.out
    assert "importlib" not in ran.out


def test_a_case_that_is_missing_is_named(library: Library) -> None:
    """Instead of what `assert_never` says."""
    library.change(
        BOOK, "        case BookLent(due=due):\n            return Out(due)\n        case _:", "        case _:"
    )
    ran = library.pytest("catalogue")

    assert re.search(rf"\n{BOOK}:\d+: evolve has no case for BookLent\n.*assert_never", ran.out)
    assert "add `case BookLent():` above it" in ran.out
    assert "unreachable" not in ran.out


def test_an_answer_that_is_no_outcome_is_told_as_such(library: Library) -> None:
    """An event that is not in a list, and nothing at all: neither is a refusal."""
    added = "return [BookAdded(command.book_id, command.title)]"
    library.change(BOOK, added, added.replace("[", "").replace("]", ""))
    alone = library.pytest("catalogue").out
    library.change(BOOK, "return BookAdded(command.book_id, command.title)", "pass")
    nothing = library.pytest("catalogue").out

    assert "lending.AddBook answered a BookAdded by itself: answer a list of events, [BookAdded(…)]" in alone
    assert "lending.AddBook answered None: its `match` has no case for this state" in nothing


def test_nothing_to_play_on_is_said_once(library: Library) -> None:
    """Not once for every scenario, and never as a green run."""
    rmtree(library.root / "deciders")
    ran = library.pytest("catalogue")

    assert 2 == ran.code
    assert "There is nothing to play the 11 examples of lending.yaml on" in ran.out
    assert "deciders/library/__init__.py holds no system called library" in ran.out


def test_nothing_generated_is_said(library: Library) -> None:
    """With the command that helps."""
    rmtree(library.root / "generated")
    ran = library.pytest("catalogue")

    assert 2 == ran.code
    assert "factbook generate" in ran.out


def test_a_catalogue_that_was_changed_since_is_noted(library: Library) -> None:
    """By pytest and by what runs the system: a note, no failure, gone when it was generated."""
    note = f"note: {CATALOGUE} has changed since the code was generated; run `factbook generate`"
    before = library.factbook("play", "--brief")
    with (library.root / CATALOGUE).open("a", encoding="utf-8") as file:
        file.write("# a comment is enough\n")
    tested, played = library.pytest("-q", "catalogue"), library.factbook("play", "--brief")
    library.generate()
    after = library.pytest("catalogue")

    assert (0, True) == (tested.code, note in tested.out)
    assert (0, True) == (played.code, note in played.out)
    assert note not in before.out + after.out


def test_examples_that_were_not_generated_do_not_pass_unplayed(library: Library) -> None:
    """Who adds one and forgets to generate is told."""
    text = "  AddBook:\n    a book is new:\n      when: {AddBook: {book_id: b1}}\n"
    library.change(
        CATALOGUE, text, text.replace("a book is new", "one more") + "      then: []\n" + text[text.index("    a") :]
    )
    ran = library.pytest("catalogue")

    assert 2 == ran.code
    assert "lending.yaml has examples that were not generated: run `factbook generate` first" in ran.out
