"""The project that ``factbook new`` writes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from factbook_codegen.newproject import create, system_name, wrong_with
from factbook_codegen.reading import read
from factbook_codegen.settings import Project, load_project


@pytest.mark.parametrize("name", ["shop", "my-library", "web_2", "a"])
def test_it_has_nothing_to_complain_about(tmp_path: Path, name: str) -> None:
    """Whatever its name: no error, no warning, no note, and settings that are read."""
    create(tmp_path / name)
    reading = read(tmp_path / name / "catalogue")

    assert ((), [system_name(name)]) == (reading.diagnostics, list(reading.catalogue.systems))
    assert (Project(tmp_path / name), []) == load_project(tmp_path / name)


def test_every_placeholder_is_filled(tmp_path: Path) -> None:
    """In texts as in names of files and folders."""
    for path in create(tmp_path / "my-library"):
        text = (tmp_path / "my-library" / path).read_text()
        assert "SYSTEM" not in path + text
        assert "PROJECT" not in path + text


def test_a_workflow_checks_and_publishes(tmp_path: Path) -> None:
    """Only where it is asked for; it runs what a person would run, and publishes what that has made."""
    written = create(tmp_path / "shop", ci=True)
    [file] = set(written) - set(create(tmp_path / "other/shop"))
    jobs = yaml.safe_load((tmp_path / "shop" / file).read_text())["jobs"]
    steps = jobs["check"]["steps"]

    assert ".github/workflows/catalogue.yaml" == file
    assert ["factbook check", "factbook generate --check", "pytest", "factbook docs"] == [
        step["run"] for step in steps if "run" in step
    ][1:]
    assert load_project(tmp_path / "shop")[0].settings.site == steps[-1]["with"]["path"]


def test_editors_find_the_language(tmp_path: Path) -> None:
    """The first line of the catalogue leads to its JSON Schema."""
    create(tmp_path / "shop")
    file = tmp_path / "shop/catalogue/shop/lending.yaml"
    place = file.read_text().splitlines()[0].removeprefix("# yaml-language-server: $schema=")

    assert (file.parent / place).is_file()


@pytest.mark.parametrize(
    "name", ["", "Shop", "my shop", "2nd", "-x", "x-", "a--b", "class", "tests", "süß", "a/..", "x" * 51]
)
def test_some_names_cannot_be_used(name: str) -> None:
    """What is no name of a package, or means something else in a project."""
    assert wrong_with(name)
