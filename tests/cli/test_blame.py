"""A function of the project that fails is named with its place, not with a traceback."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import factbook

ADDED = "[BookAdded(command.book_id, command.title)]"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project, generated."""
    folder = tmp_path_factory.mktemp("new")
    factbook("new", "lib", cwd=folder)
    factbook("generate", "--no-svg", cwd=folder / "lib")
    return folder / "lib"


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    return shutil.copytree(made, tmp_path / "lib")


def run(project: Path, *arguments: str) -> tuple[int, str, str]:
    """In a process of its own, which has imported no other project."""
    command = [sys.executable, "-m", "factbook", *arguments]
    answer = subprocess.run(command, cwd=project, capture_output=True, text=True)
    return answer.returncode, answer.stdout, answer.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "wrong", "expected"),
    [
        (
            ("send", "AddBook", "title=Dune"),
            3,
            "[BookAdded(command.book_id)]",
            "deciders/lib/book.py:67: add_book failed: TypeError: BookAdded.__init__() missing 1 required positional"
            " argument: 'title'\n   67 | return [BookAdded(command.book_id)]\n"
            "      = mend it there; a type checker and `pytest` say more\n",
        ),
        (
            ("play",),
            3,
            "1 / 0",
            "deciders/lib/book.py:67: add_book failed: ZeroDivisionError: division by zero\n   67 | return 1 / 0\n"
            "      = mend it there; a type checker and `pytest` say more\n",
        ),
        (
            ("matrix",),
            1,
            "1 / 0",
            "deciders/lib/book.py:67: add_book failed: ZeroDivisionError: division by zero\n   67 | return 1 / 0\n"
            "      = mend it there; a type checker and `pytest` say more\n",
        ),
        (
            ("events",),
            2,
            "[",
            "Error: deciders/lib/book.py:67: it cannot be imported: SyntaxError: '[' was never closed\n"
            "   67 | return [\n      = mend it there; a type checker and `pytest` say more\n",
        ),
    ],
    ids=["a wrong event", "an exception in a story", "an exception while exploring", "a syntax error"],
)
def test_a_function_that_fails_is_named(
    project: Path, arguments: tuple[str, ...], code: int, wrong: str, expected: str
) -> None:
    """With its file and line, and what it says."""
    file = project / "deciders" / "lib" / "book.py"
    file.write_text(file.read_text("utf-8").replace(ADDED, wrong), "utf-8")
    actual = run(project, *arguments)

    assert (code, expected) == (actual[0], actual[2])


def test_a_new_project_has_no_flags_and_nothing_to_do(project: Path) -> None:
    """Which is said, instead of nothing."""
    assert (0, "", "the catalogue has no flags\n") == run(project, "flags")
    assert (0, "", "no policy had anything to do so far\n") == run(project, "reactions")


def test_a_text_may_look_like_a_number(project: Path) -> None:
    """A book may be called 1984."""
    actual = run(project, "send", "AddBook", "title=1984")

    assert 0 == actual[0], actual[2]
    assert "title='1984'" in actual[1]


@pytest.mark.parametrize("arguments", [("verify", "--store", "sqlite:no.db"), ("copy", "sqlite:no.db", "sqlite:to.db")])
def test_a_file_that_is_not_there_is_not_made_by_looking(project: Path, arguments: tuple[str, ...]) -> None:
    """Nor is it said to be in order."""
    actual = run(project, "store", *arguments)

    assert (2, "") == actual[:2]
    assert "there is no file no.db" in actual[2]
    assert [] == sorted(project.glob("*.db"))
