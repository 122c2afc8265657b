"""A new project holds in every respect that a user's tools look at."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import factbook

PYTHON = sys.executable
CHECKS = {
    "pytest": [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "--diff", "."],
    "ruff check": [PYTHON, "-m", "ruff", "check", "."],
    "pyright": [PYTHON, "-m", "pyright", "--pythonpath", PYTHON],
    "mypy": [PYTHON, "-m", "mypy", "--strict", "--explicit-package-bases", "generated", "deciders"],
    "current": [PYTHON, "-c", "from factbook.cli import main; main()", "generate", "--check", "--no-svg"],
}


@pytest.fixture(scope="module", params=["shop", pytest.param("my-first_library-in-the-town", marks=pytest.mark.long)])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project, generated; a name with every character that one may have, too."""
    name: str = request.param
    folder = tmp_path_factory.mktemp("new")
    factbook("new", name, cwd=folder)
    answer = factbook("generate", "--no-svg", cwd=folder / name)
    assert (0, "") == (answer.code, answer.err)
    return folder / name


@pytest.mark.parametrize("check", CHECKS)
def test_it_is_green(project: Path, check: str) -> None:
    """Its tests pass, its code is formatted and strictly typed, its generated files are current."""
    answer = subprocess.run(CHECKS[check], cwd=project, capture_output=True, text=True)

    assert 0 == answer.returncode, answer.stdout + answer.stderr
