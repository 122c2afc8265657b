"""What ``factbook doctor`` finds."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import apsw
import pytest

from factbook.cli import doctor
from tests.cli.running import factbook


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A new project that is generated with one target."""
    factbook("new", "shop", cwd=tmp_path)
    file = tmp_path / "shop/pyproject.toml"
    file.write_text(file.read_text().replace("[tool.factbook]", '[tool.factbook]\ntargets = ["catalogue_json"]'))
    factbook("generate", cwd=tmp_path / "shop")
    return tmp_path / "shop"


def test_all_is_in_order(shop: Path) -> None:
    """Where it is, no line begins with ✗."""
    answer = factbook("doctor", cwd=shop)

    assert (0, "") == (answer.code, answer.err)
    assert [] == [line for line in answer.out.splitlines() if line.startswith("✗")]
    assert {"✓ diagrams can be drawn", f"✓ project {shop}", "✓ generated/ is current"} <= set(answer.out.splitlines())


def test_outside_a_project_there_is_less_to_look_at(tmp_path: Path) -> None:
    """It says how to start one."""
    answer = factbook("doctor", cwd=tmp_path)

    assert 0 == answer.code
    assert ["· no project here", "    factbook new NAME starts one"] == answer.out.splitlines()[-2:]


def test_generated_files_that_are_not_current(shop: Path) -> None:
    """The fix stands below."""
    (shop / "generated/shop/catalogue.json").unlink()
    answer = factbook("doctor", cwd=shop)

    assert 1 == answer.code
    assert ["✗ generated/ is not current", "    factbook generate"] == answer.out.splitlines()[-2:]


def test_a_catalogue_or_settings_with_errors(shop: Path) -> None:
    """``factbook check`` tells the rest."""
    (shop / "catalogue/shop/lending.yaml").write_text("context: [")
    assert "✗ its catalogue has errors\n    factbook check\n" in factbook("doctor", cwd=shop).out
    (shop / "pyproject.toml").write_text("[tool.factbook]\nx = 1\n")

    assert "✗ its settings have 1 problem\n    factbook check\n" in factbook("doctor", cwd=shop).out


@pytest.mark.parametrize("found", ["3.7.0", "3.40.1", "3.51.2"])
def test_a_sqlite_that_may_corrupt_databases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: str) -> None:
    """Fatal in the SQLite that factbook uses; only a warning in the one that it does not."""
    monkeypatch.setattr(sqlite3, "sqlite_version", found)
    answer = factbook("doctor", cwd=tmp_path)
    assert (0, True) == (answer.code, f"· SQLite {found} (of Python's sqlite3) has the bug" in answer.out)
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: found)

    assert 1 == factbook("doctor", cwd=tmp_path).code


@pytest.mark.parametrize("found", ["3.6.23", "3.51.3", "3.54.1"])
def test_a_sqlite_that_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: str) -> None:
    """Before the log was written ahead, and since the bug was mended."""
    monkeypatch.setattr(sqlite3, "sqlite_version", found)

    assert "sqlite3" not in factbook("doctor", cwd=tmp_path).out


def test_packages_are_held_against_what_was_tested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Older than needed is a problem, another than tested only a remark, and an extra may be missing."""
    versions = {"attrs": "26.0", "click": "99.1", "hypothesis": "", "factbook": "0.1.0"}
    installed = doctor._installed  # pyright: ignore[reportPrivateUsage]  # the one place that asks

    def pretend(name: str) -> str:
        return versions.get(name, installed(name))

    monkeypatch.setattr(doctor, "_installed", pretend)
    lines = factbook("doctor", cwd=tmp_path).out.splitlines()

    assert "✗ attrs 26.0 is older than 26.1" in lines
    assert f"✓ click 99.1 (tested with {doctor.tested_versions()['click']})" in lines
    assert "    pip install 'factbook[test]'" == lines[lines.index("· [test] without hypothesis") + 1]
