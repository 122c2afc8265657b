"""`factbook diff` in a project: what breaks is shown by a payload, mended by a version, or accepted with a reason."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from factbook_codegen.diffing import accepting

from tests.factbook.testing.projects import CATALOGUE, Library, new_library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A project whose catalogue is that of the last release."""
    library = new_library(tmp_path_factory.mktemp("diff"))
    released = library.root / "generated" / "library" / "released" / "catalogue"
    shutil.copytree(library.root / "catalogue" / "library", released)
    return library


def narrowed(library: Library, folder: Path, by: str = "max: 20") -> Library:
    """A copy of the project in which not all titles of books are right any more."""
    copy = Library(shutil.copytree(library.root, folder / "library"))
    copy.change(
        CATALOGUE,
        "fields: {book_id: BookId, title: Title}\n",
        f"fields: {{book_id: BookId, title: {{type: Title, {by}}}}}\n",
    )
    return copy


def test_what_breaks_is_shown_by_a_payload(library: Library, tmp_path: Path) -> None:
    """The smallest that was found; `--fix` writes the version, after which everything is safe."""
    changed = narrowed(library, tmp_path)

    found = changed.factbook("diff", "--format", "json")
    fixed = changed.factbook("diff", "--fix", "--no-witness")
    again = changed.factbook("diff", "--no-witness")

    [event] = [one for one in json.loads(found.out)["findings"] if one["kind"] == "event"]
    assert (3, "needs a version") == (found.code, event["verdict"])
    title = event["witness"]["payload"]["title"]
    assert (True, {"a"}) == (len(title) > 20, set(title))
    assert "of length <= 20" in event["witness"]["said"]
    assert "is now at version 2" in fixed.out
    assert "event lending.BookAdded is safe" in again.out


def test_a_narrower_pattern_is_shown_by_a_payload(library: Library, tmp_path: Path) -> None:
    """Also though such titles, once they are recorded, are still read back."""
    changed = narrowed(library, tmp_path, "pattern: '[A-Z]+'")
    found = json.loads(changed.factbook("diff", "--format", "json").out)["findings"]
    [event] = [one for one in found if one["kind"] == "event"]

    assert "needs a version" == event["verdict"]
    assert "$.title" in event["witness"]["said"]
    assert event["witness"]["said"].endswith(" does not match [A-Z]+")


def test_a_break_is_accepted_once(library: Library, tmp_path: Path) -> None:
    """With a reason, and for exactly this change."""
    changed = narrowed(library, tmp_path)
    [event] = json.loads(changed.factbook("diff", "--no-witness", "--format", "json").out)["findings"]
    accepted = changed.root / "accepted-breaks.toml"

    accepted.write_text(f'[[accepted]]\nchange = "{event["change"]}"\nreason = "Nobody has such titles."\n', "utf-8")
    settled = changed.factbook("diff", "--no-witness")
    accepted.write_text('[[accepted]]\nchange = "another"\nreason = ""\n', "utf-8")
    wrong = changed.factbook("diff", "--no-witness")

    assert (0, True) == (settled.code, "accepted: Nobody has such titles." in settled.out)
    assert (2, True) == (wrong.code, "another lacks a reason that says why" in wrong.out)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[accepted]\n", "is not TOML: look at line 1"),
        ('[accepted]\nchange = "a"\n', "begin each entry with [[accepted]], in two pairs of brackets"),
        ('[[accepted]]\nchange = "a"\n', "entry 1 has not the texts `change` and `reason` that each needs"),
        ('[[accepted]]\nchange = "a"\nreason = 1\n', "entry 1 has not the texts `change` and `reason`"),
    ],
)
def test_a_file_of_breaks_that_cannot_be_read_says_how_to_write_it(text: str, said: str, tmp_path: Path) -> None:
    """In words of TOML, not of what reads it."""
    (tmp_path / accepting.FILE).write_text(text, "utf-8")
    with pytest.raises(accepting.Unreadable) as caught:
        accepting.unused([], tmp_path)

    assert said in str(caught.value)


def test_there_is_nothing_to_compare_with(library: Library) -> None:
    """The exit code is that of wrong use."""
    missing = library.factbook("diff", "v9")

    assert 2 == missing.code
    assert 'Error: "v9" is no folder, and this project is in no git repository' in missing.out


def test_a_catalogue_that_has_errors(library: Library, tmp_path: Path) -> None:
    """What it was compared with is told."""
    (tmp_path / "before" / "library").mkdir(parents=True)
    (tmp_path / "before" / "library" / "lending.yaml").write_text("context: [", "utf-8")

    broken = library.factbook("diff", str(tmp_path / "before"))

    assert (1, True) == (broken.code, "has errors, so there is nothing to compare with" in broken.out)


def test_decisions_that_became_others(library: Library, tmp_path: Path) -> None:
    """Each with the smallest history and command that shows it; the same code decides the same."""
    same = library.factbook("diff", str(library.root), "--behaviour")
    changed = Library(shutil.copytree(library.root, tmp_path / "library"))
    changed.change("deciders/library/book.py", "            return BookIsNotOut()\n", "            return []\n")

    other = changed.factbook("diff", str(library.root), "--behaviour")

    assert (0, True) == (same.code, "0 commands decided on differently" in same.out), same.out
    assert 3 == other.code, other.out
    assert "1 command decided on differently" in other.out
    assert "lending.ReturnBook: it was refused with BookIsNotOut; now it is accepted, and records nothing" in other.out
    assert "scenarios:\n  ReturnBook:\n" in other.out


LENT = '''\
import sqlite3
from datetime import date
from uuid import UUID
from deciders.library import library
from factbook.application import Application
from generated.library.lending import AddBook, LendBook, ReturnBook

one, two = UUID(int=1), UUID(int=2)
with Application(library, "sqlite:library.db", keep_commands=True) as application:
    for command in (AddBook(one, "It"), LendBook(one, two, date(2026, 1, 31)), ReturnBook(one)):
        application.send(command, actor="ada")
with Application(library, "sqlite:library.db") as application:
    application.send(AddBook(two, "That"))
forged = """UPDATE event SET metadata = CAST(replace(CAST(metadata AS TEXT), '"ada"', '"ada\\\\u001b[1m"') AS BLOB)"""
with sqlite3.connect("library.db") as file:  # as senders could once write their names
    file.execute(forged)
file.close()
'''
"""A reader takes a book home and brings it back; another book is added by somebody who keeps no commands."""


def test_decisions_on_what_was_recorded(library: Library, tmp_path: Path) -> None:
    """With what was recorded and what each of the two decides; not a byte of the store is another."""
    changed = Library(shutil.copytree(library.root, tmp_path / "library"))
    subprocess.run([sys.executable, "-c", LENT], cwd=changed.root, check=True)
    changed.change("deciders/library/book.py", "return [BookReturned(command.book_id)]", "return BookIsNotOut()")
    file = changed.root / "library.db"
    before = file.read_bytes()

    found = changed.factbook("diff", str(library.root), "--behaviour", "--store", "sqlite:library.db")
    newest = changed.factbook("diff", "../library", "--behaviour", "--store", "sqlite:library.db", "--limit", "1")

    assert 3 == found.code, found.out
    assert found.out.startswith(
        "lending.ReturnBook: 1 of 1 decided on differently\n"
        "  at 3 by ada\N{REPLACEMENT CHARACTER}[1m: recorded BookReturned;"
        f" {library.root}: accepted, and records BookReturned;"
        " now: refused with BookIsNotOut\n\nscenarios:\n  ReturnBook:\n"
    ), found.out
    assert found.out.endswith(
        "      then: {BookIsNotOut: {}}\n\n"
        "1 command was passed over, since the store did not keep it\n"
        f"compared with {library.root}: 3 recorded commands, 1 decided on differently\n"
    ), found.out
    assert "lending.ReturnBook: 1 of 1 decided on alike by both, but not as it was recorded\n" in newest.out
    assert newest.out.endswith("compared with ../library: 1 recorded command, 0 decided on differently\n"), newest.out
    assert before == file.read_bytes()


def test_a_store_that_is_not_there_is_not_made(library: Library) -> None:
    """What is asked for has to be there; and only decisions are compared on a store."""
    missing = library.factbook("diff", str(library.root), "--behaviour", "--store", "sqlite:nowhere.db")
    wrong = library.factbook("diff", str(library.root), "--store", "sqlite:nowhere.db")

    assert (2, True) == (missing.code, "nowhere.db: there is no such file" in missing.out)
    alone = library.factbook("diff", str(library.root), "--behaviour", "--limit", "1")

    assert (2, True) == (alone.code, "--limit and --system go with --store." in alone.out)
    assert (2, True) == (wrong.code, "--store goes with --behaviour, and REF or DIR." in wrong.out)
    assert not (library.root / "nowhere.db").exists()
