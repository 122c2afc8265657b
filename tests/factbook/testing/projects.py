"""A small project whose tests are run as a user runs them: in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from compileall import compile_dir
from pathlib import Path
from py_compile import PycInvalidationMode

from attrs import frozen
from factbook_codegen.generating import generate
from factbook_codegen.newproject import create
from factbook_codegen.settings import Project

CATALOGUE = "catalogue/library/lending.yaml"
BOOK = "deciders/library/book.py"


@frozen
class Ran:
    """What a command said, and its exit code."""

    code: int
    out: str


@frozen
class Library:
    """The project that `factbook new library` makes."""

    root: Path

    def change(self, path: str, old: str, new: str) -> None:
        """Edit a file as a person would."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    def generate(self) -> None:
        """`factbook generate --no-svg`."""
        assert generate(Project(self.root), svg=False).current

    def pytest(self, *arguments: str) -> Ran:
        """`pytest …`, in the root of the project.

        Where only the catalogue is played nothing is drawn, so Hypothesis is left out: it takes as long as the rest.
        """
        undrawn = any(one.startswith("catalogue") for one in arguments)
        without = ("cacheprovider", "hypothesispytest") if undrawn else ("cacheprovider",)
        return self._run(["-m", "pytest", *(f"-pno:{plugin}" for plugin in without), *arguments])

    def factbook(self, *arguments: str, given: str = "") -> Ran:
        """`factbook …`, in the root of the project; ``given`` is what comes in by stdin."""
        return self._run(["-c", "from factbook.cli import main; main(prog_name='factbook')", *arguments], given)

    def _run(self, arguments: Sequence[str], given: str = "") -> Ran:
        called = [sys.executable, *arguments]
        done = subprocess.run(called, cwd=self.root, capture_output=True, text=True, input=given, check=False)
        return Ran(done.returncode, done.stdout + done.stderr)


def new_library(folder: Path) -> Library:
    """A new one, generated, and compiled for all that are copied from it."""
    create(folder / "library")
    library = Library(folder / "library")
    library.generate()
    by_text = PycInvalidationMode.CHECKED_HASH  # files change more often in a test than the clock of a disk does
    compile_dir(library.root, quiet=1, invalidation_mode=by_text)
    return library
