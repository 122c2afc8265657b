"""A scenario goes into a file of the catalogue, and nothing else in the file changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from factbook_codegen.adding import CannotAdd, add
from factbook_codegen.reading import Sheet, find_sheets

ROOT = Path(__file__).parents[2]

LENDING = """\
context: lending   # books
types:
  BookId: {type: uuid, tag: book}
events:
  BookAdded: {fields: {book_id: BookId}}
commands:
  AddBook:
    by: [clerk]
    fields: {book_id: BookId}
    reads: {BookAdded: book_id}
    records: [BookAdded]
    rejects: {BookAlreadyAdded: It is there.}
roles: {clerk: Keeps the books.}
"""
GIVEN = """\
scenarios:
  AddBook:
    "a book: twice":
      given: [{BookAdded: {book_id: b1}}]
      when: {AddBook: {book_id: b1}}
      then: BookAlreadyAdded  # not again
"""
BLOCK = GIVEN.partition("\n")[2].partition("\n")[2]
NEW = "    a book is new:\n      when: {AddBook: {book_id: b1}}\n      then: [{BookAdded: {book_id: b1}}]\n"


def sheets(text: str) -> dict[str, tuple[Sheet, ...]]:
    """A catalogue of one file."""
    return {"library": (Sheet("library", "lending", "catalogue/library/lending.yaml", text.encode()),)}


def added(text: str, given: str = GIVEN, **options: str) -> str:
    """The file after a scenario was added."""
    return add(sheets(text), given, **options)[-1].data.decode()


@pytest.mark.parametrize(
    ("before", "block", "after"),
    [
        (LENDING, f"\nscenarios:\n  AddBook:\n{BLOCK}", ""),
        (LENDING.rstrip(), f"\n\nscenarios:\n  AddBook:\n{BLOCK.rstrip()}", ""),
        (f"{LENDING}\n# the end\n", f"\nscenarios:\n  AddBook:\n{BLOCK}", ""),
        (f"{LENDING}scenarios:\n", f"  AddBook:\n{BLOCK}", ""),
        (f"{LENDING}scenarios:\n  AddBook:\n{NEW}", BLOCK, ""),
        (f"{LENDING}scenarios:\n  AddBook:\n{NEW}    # of this subject\n", BLOCK, "\n# the end\n"),
        (f"{LENDING}scenarios:\n  AddBook:\n{NEW}", BLOCK, "  # of the section\n\ntitle: Lending\n"),
    ],
    ids=["no section", "no last line", "comment at the end", "empty section", "subject", "comment", "more behind"],
)
def test_it_stands_where_it_belongs(before: str, block: str, after: str) -> None:
    """At the end of its subject, in the section, or in one that is made for it; behind it all is as it was."""
    assert before + block + after == added(before + after)


def test_it_is_moved_in_as_far_as_its_neighbours() -> None:
    """However deep the file or the text that was given is indented."""
    deep = (
        LENDING + "scenarios:\n    AddBook:\n            a book is new:\n              when: {AddBook: {book_id: b1}}\n"
    )
    deep += "              then: [{BookAdded: {book_id: b1}}]\n"
    block = "".join(f"{' ' * 8}{line}\n" for line in BLOCK.splitlines())

    assert deep + block == added(deep, "".join(f"   {line}\n" for line in GIVEN.splitlines()))
    assert deep + block == added(deep, GIVEN.partition("\n")[2])


def test_lines_end_as_they_do_in_the_file() -> None:
    """Also where an editor on Windows wrote it."""
    before = LENDING.replace("\n", "\r\n")
    after = added(before)

    assert after.startswith(before)
    assert after.count("\r\n") == after.count("\n")


def test_title_and_outcome_may_be_said_anew() -> None:
    """The title as it is read aloud, the outcome as YAML; what stood there is gone."""
    plain = added(LENDING, title="nobody adds it twice", then="[{BookAdded: {book_id: b1}}]")
    odd = added(LENDING, title='no: "really"')

    assert plain.endswith(
        "    nobody adds it twice:\n      given: [{BookAdded: {book_id: b1}}]\n      when: {AddBook: {book_id: b1}}\n"
        "      then: [{BookAdded: {book_id: b1}}]\n"
    )
    assert '    "no: \\"really\\"":\n' in odd


def test_several_are_added_in_their_order() -> None:
    """Each says in which line it now begins."""
    made = add(sheets(LENDING), f"AddBook:\n{NEW}{BLOCK}")

    assert [("a book is new", 17), ("a book: twice", 20)] == [(one.title, one.line) for one in made]
    assert f"{LENDING}\nscenarios:\n  AddBook:\n{NEW}{BLOCK}" == made[-1].data.decode()


def test_scenarios_of_the_shop_can_be_added_once_more() -> None:
    """Under another title: the file grows by their lines only, and is read without a new error."""
    found, _ = find_sheets(ROOT / "catalogue", ROOT)
    for sheet in found["shop"][:3]:
        lines = sheet.data.decode().splitlines(keepends=True)
        section = lines.index("scenarios:\n")
        line = next(at for at in range(section, len(lines)) if lines[at].startswith("    "))
        end = next((at for at in range(line + 1, len(lines)) if not lines[at].startswith("     ")), len(lines))
        subject = next(one for one in reversed(lines[:line]) if one[2:3].strip())
        made = add(found, f"{subject.strip()}\n{''.join(lines[line:end])}", f"shop/{sheet.name}", title="once more")[-1]
        new = made.data.decode().splitlines(keepends=True)

        assert new[: made.line - 1] + new[made.line - 1 + end - line :] == lines, sheet.name


@pytest.mark.parametrize(
    ("before", "given", "why"),
    [
        (
            LENDING + GIVEN,
            GIVEN,
            'AddBook has a scenario called "a book: twice", catalogue/library/lending.yaml, line 16',
        ),
        (LENDING + GIVEN, GIVEN, "the same scenario is there already"),
        (LENDING + GIVEN, GIVEN.replace("then: B", "then: []  # B"), "give it another --title"),
        (LENDING, GIVEN.replace("  AddBook:", "  AddBok:"), 'called AddBok; did you mean "AddBook"?'),
        (LENDING, GIVEN.replace("then: BookAlreadyAdded", "then: BookAlreadyAded"), "FB"),
        (LENDING, "", "the file is empty"),
        (LENDING, "scenarios: {}\n", "there is no scenario in this"),
        (LENDING, "AddBook: {a book is new: {when: AddBook}}\n", "stands in braces"),
        (LENDING, "AddBook: 1\n", "below AddBook stands a title"),
        (LENDING, "AddBook:\n  - a\n", "below AddBook stands a title"),
        (LENDING, "a: [", "FB009"),
        (LENDING, "a: &a b\n", "FB006"),
        (LENDING + "scenarios: {AddBook: {}}\n", GIVEN, "`scenarios` stands in braces"),
        (LENDING + "scenarios:\n  AddBook: {}\n", GIVEN, "AddBook stands in braces"),
    ],
)
def test_what_cannot_be_added_says_why(before: str, given: str, why: str) -> None:
    """And nothing is answered that could be written."""
    with pytest.raises(CannotAdd) as caught:
        add(sheets(before), given)

    assert why in str(caught.value)


def test_a_name_that_several_contexts_have_needs_one_word_more() -> None:
    """The contexts to choose from are named."""
    other = Sheet(
        "library", "archive", "catalogue/library/archive.yaml", LENDING.replace("lending", "archive").encode()
    )
    both = {"library": (*sheets(LENDING)["library"], other)}

    with pytest.raises(CannotAdd, match="say which with --context: library/lending, library/archive"):
        add(both, GIVEN)
    assert "catalogue/library/archive.yaml" == add(both, GIVEN, "library/archive")[0].file
    assert "catalogue/library/archive.yaml" == add(both, GIVEN, "archive")[0].file


def test_options_for_one_scenario_do_not_fit_several() -> None:
    """Which of them would be meant?"""
    with pytest.raises(CannotAdd, match="there are 2 scenarios in this"):
        add(sheets(LENDING), f"AddBook:\n{NEW}{BLOCK}", title="one")


def test_errors_that_were_there_before_do_not_stand_in_the_way() -> None:
    """Only new ones do: a catalogue in the making has some."""
    broken = LENDING.replace("records: [BookAdded]", "records: [BookAdded, BookGone]")

    assert added(broken).endswith(BLOCK)
