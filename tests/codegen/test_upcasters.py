"""The functions that changes name: whether they are written, and what they have to be."""

from __future__ import annotations

from pathlib import Path

import pytest
from factbook_codegen.checking import check
from factbook_codegen.settings import Project

CATALOGUE = """\
context: ordering
events:
  OrderPlaced:
    fields: {total: decimal, note: text?, gift: bool, sizes: 'list[int]'}
    version: 2
    changes:
      2:
        convert: {total: {from: int, by: euros}, note: trimmed}
        add: {gift: {by: guess}, sizes: {by: no_sizes}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with an event that needs four functions."""
    folder = tmp_path / "catalogue" / "shop"
    folder.mkdir(parents=True)
    (folder / "ordering.yaml").write_text(CATALOGUE, "utf-8")
    return Project(tmp_path)


def missing(project: Project) -> list[tuple[str, str]]:
    """What is said about functions that are not there."""
    return [(one.message, one.help) for one in check(project)[0] if one.code == "FB608"]


def test_a_function_that_is_not_there_is_missed(project: Project) -> None:
    """With the line to begin with, which says what it takes and gives."""
    where = "in deciders/shop/upcasters.py"

    assert [
        (f'there is no function "euros" {where}', "write `def euros(before: int) -> str: …`"),
        (f'there is no function "trimmed" {where}', "write `def trimmed(before: str | None) -> str | None: …`"),
        (f'there is no function "guess" {where}', "write `def guess(before: Mapping[str, Json]) -> bool: …`"),
        (
            f'there is no function "no_sizes" {where}',
            "write `def no_sizes(before: Mapping[str, Json]) -> list[int]: …`",
        ),
    ] == missing(project)


def test_functions_are_found_however_they_come(project: Project) -> None:
    """Defined, imported or assigned; a near miss is named."""
    folder = project.root / "deciders" / "shop"
    folder.mkdir(parents=True)
    text = "from .money import euros\nguess = bool\ndef trimmed(note): ...\ndef no_size(order): ...\n"
    (folder / "upcasters.py").write_text(text, "utf-8")

    assert [('there is no function "no_sizes" in deciders/shop/upcasters.py', 'did you mean "no_size"?')] == missing(
        project
    )


def test_a_module_that_cannot_be_parsed_defines_nothing(project: Project) -> None:
    """It is read, not run, so nothing of it is needed."""
    folder = project.root / "deciders" / "shop"
    folder.mkdir(parents=True)
    (folder / "upcasters.py").write_text("def euros(:", "utf-8")

    assert 4 == len(missing(project))
