"""Every problem that a catalogue can have, as a folder: the catalogue, and the report that a person reads.

``pytest tests/codegen/diagnostics --golden-update`` writes the reports anew; read them as somebody who sees them for
the first time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from factbook_codegen import reports
from factbook_codegen.codes import CODES
from factbook_codegen.diagnostics import Severity
from factbook_codegen.reading import read

from tests.conftest import Golden

FOLDERS: Final = sorted(folder.parent for folder in Path(__file__).parent.glob("*/catalogue"))

WITHOUT_FOLDER: Final = {
    "FB001": "8 MB in a repository: tests/codegen/reading/test_hostile.py",
    "FB014": "needs a file that may not be read: tests/codegen/reading/test_folders.py",
    "FB015": "needs a link: tests/codegen/reading/test_folders.py",
    "FB608": "needs a file beside the catalogue: tests/codegen/test_upcasters.py",
    "FB016": "needs an empty folder: tests/codegen/reading/test_folders.py",
}
"""Codes that the reader reports and a folder in version control cannot show, and where they are tested."""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_report(folder: Path, golden: Golden) -> None:
    """The report on a broken catalogue is the one that was read and approved."""
    actual = reports.text(read(folder / "catalogue", folder).diagnostics)

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

    found = {one.code for one in read(folder / "catalogue", folder).diagnostics if one.severity is Severity.ERROR}

    assert found - expected == set()


ALSO: Final = {
    "FB101_section_indented": {"FB105"},  # a section is no name of an event either
    "FB501_examples": {"FB504"},  # a comma in a decimal makes a field
    "FB504_unknown_field": {"FB501"},
    "FB603_unknown_field": {"FB503"},  # what an added field gets is a value of it
}
"""Folders that show two sides of one mistake."""


def test_every_code_has_a_folder() -> None:
    """Every code that reading can report is shown by a folder, or there is a reason why not."""
    reading = {code for code in CODES if code < "FB700" or code >= "FB900"}
    shown = {folder.name.partition("_")[0] for folder in FOLDERS}

    assert reading - WITHOUT_FOLDER.keys() == shown


def test_severities_are_those_of_the_table() -> None:
    """A report calls a problem what the table of codes calls it."""
    for folder in FOLDERS:
        for found in read(folder / "catalogue", folder).diagnostics:
            assert CODES[found.code].severity is found.severity
