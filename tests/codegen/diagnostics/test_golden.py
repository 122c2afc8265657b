"""Every problem that a project can have, as a folder: its catalogue and settings, and the report that a person reads.

``pytest tests/codegen/diagnostics --golden-update`` writes the reports anew; read them as somebody who sees them for
the first time.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from factbook_codegen import reports
from factbook_codegen.checking import check
from factbook_codegen.codes import CODES
from factbook_codegen.diagnostics import Diagnostic, Severity
from factbook_codegen.reading import read
from factbook_codegen.settings import load_project
from factbook_codegen.site.building import build

from tests.conftest import Golden

ROOT: Final = Path(__file__).parents[3]
FOLDERS: Final = sorted(folder for folder in Path(__file__).parent.iterdir() if folder.name.startswith("FB"))

WITHOUT_FOLDER: Final = {
    "FB001": "8 MB in a repository: tests/codegen/reading/test_hostile.py",
    "FB014": "needs a file that may not be read: tests/codegen/reading/test_folders.py",
    "FB015": "needs a link: tests/codegen/reading/test_folders.py",
    "FB701": "needs generated files, and they change with the generator: tests/cli/texts/edited-generate.txt",
    "FB702": "needs generated files, and they change with the generator: tests/codegen/test_generating.py",
    "FB703": "needs generated files, and they change with the generator: tests/codegen/test_generating.py",
    "FB704": "needs a folder that may not be written to: tests/codegen/test_writing.py",
    "FB705": "needs generated files, and they change with the generator: tests/codegen/test_writing.py",
    "FB706": "needs a target that fails, which is code: tests/codegen/test_generating.py",
    "FB707": "needs a renderer that fails: tests/codegen/test_generating.py",
    "FB810": "needs a page that is no UTF-8, at which tools stumble: tests/codegen/site/test_building.py",
    "FB811": "needs functions that are wrong, which are code: tests/cli/test_docs.py",
}
"""Codes that a folder in version control cannot show, why, and where they are tested."""

SETTINGS: Final = "settings.toml"
"""The pyproject.toml of a folder; under its own name other tools would read it here."""

SITE: Final = "FB808"
"""From this code on, problems are those of a site that is built."""


@cache
def found_in(folder: Path) -> tuple[Diagnostic, ...]:
    """What is wrong in a folder: with its catalogue or, where it has settings, with the project."""
    if not (folder / SETTINGS).exists():
        return read(folder / "catalogue", folder).diagnostics
    with TemporaryDirectory() as copy:
        root = Path(copytree(folder, copy, dirs_exist_ok=True))
        (root / SETTINGS).rename(root / "pyproject.toml")
        project, problems = load_project(root)
        if problems:
            return tuple(problems)
        return check(project)[0] if folder.name < SITE else build(project).problems


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_report(folder: Path, golden: Golden) -> None:
    """The report on a broken catalogue is the one that was read and approved."""
    actual = reports.text(found_in(folder))

    assert golden(folder / "expected.txt", actual) == actual


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_folder_shows_its_code(folder: Path) -> None:
    """A folder is named after a code that its report contains."""
    code = folder.name.partition("_")[0]

    assert f"[{code}]" in (folder / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_else_is_wrong(folder: Path) -> None:
    """Beside the problem it shows, a folder has no errors: what follows from a problem is not reported as another."""
    code = folder.name.partition("_")[0]
    expected = {code} | ALSO.get(folder.name, set())

    found = {one.code for one in found_in(folder) if one.severity is Severity.ERROR}

    assert found - expected == set()


ALSO: Final = {
    "FB101_section_indented": {"FB105"},  # a section is no name of an event either
    "FB501_examples": {"FB504"},  # a comma in a decimal makes a field
    "FB504_unknown_field": {"FB501"},
    "FB603_unknown_field": {"FB503"},  # what an added field gets is a value of it
}
"""Folders that show two sides of one mistake."""


def test_every_code_has_a_folder() -> None:
    """Every code is shown by a folder, or there is a reason why not; and only one of the two."""
    shown = {folder.name.partition("_")[0] for folder in FOLDERS}

    assert shown == CODES.keys() - WITHOUT_FOLDER.keys()
    assert WITHOUT_FOLDER.keys() < CODES.keys()


@pytest.mark.parametrize(("code", "why"), WITHOUT_FOLDER.items())
def test_what_has_no_folder_is_tested_elsewhere(code: str, why: str) -> None:
    """Where the reason says."""
    assert code in (ROOT / why.rpartition(": ")[2]).read_text("utf-8")


def test_severities_are_those_of_the_table() -> None:
    """A report calls a problem what the table of codes calls it."""
    for folder in FOLDERS:
        for found in found_in(folder):
            assert CODES[found.code].severity is found.severity
