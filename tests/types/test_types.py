"""What pyright and mypy, both strict, say about right and wrong uses of generated code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.codegen.python import making
from tests.types.cases import CASES, RIGHT, Case

Said = Mapping[str, list[str]]
"""The errors in each file."""


def text_of(case: Case) -> str:
    """A case as a module."""
    if not case.old:
        return RIGHT + case.new
    assert case.old in RIGHT, case.title
    return RIGHT.replace(case.old, case.new)


def file_of(case: Case) -> str:
    return f"case_{re.sub('[^a-z]', '_', case.title.lower())}.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generated library, and every case as a module beside it."""
    folder = tmp_path_factory.mktemp("types")
    making.write(making.python(making.library()), folder)
    for case in CASES:
        (folder / file_of(case)).write_text(text_of(case), "utf-8")
    return folder


@pytest.fixture(scope="module")
def pyright(folder: Path) -> Said:
    """What pyright says about all of them, in one run."""
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "include": ["."],
        "extraPaths": [str(making.ROOT)],
        "reportUnusedImport": False,
        "reportUnusedParameter": False,
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    called = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run(called, cwd=folder, capture_output=True, text=True, check=False)
    said: dict[str, list[str]] = {}
    for found in json.loads(done.stdout)["generalDiagnostics"]:
        said.setdefault(Path(found["file"]).name, []).append(found["message"])
    return said


@pytest.fixture(scope="module")
def mypy(folder: Path) -> Said:
    """What mypy says about all of them, in one run."""
    (folder / "mypy.ini").write_text("[mypy]\nstrict = True\npython_version = 3.11\nexplicit_package_bases = True\n")
    called = [sys.executable, "-m", "mypy", "--no-error-summary", "--hide-error-context", "--cache-dir", "cache", "."]
    environment = {"MYPYPATH": str(making.ROOT), "PATH": "", "HOME": str(folder)}
    done = subprocess.run(called, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    assert not done.stderr
    said: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        file, _, message = line.partition(": error: ")
        if message:
            said.setdefault(Path(file.rpartition(":")[0]).name, []).append(message)
    return said


def judge(said: list[str], expected: str) -> None:
    """Right code is accepted without a word; wrong code is refused in the words that are expected."""
    if expected:
        assert any(expected in one for one in said), said
    else:
        assert said == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_pyright(case: Case, pyright: Said) -> None:
    """Strict pyright says what the table says."""
    judge(pyright.get(file_of(case), []), case.pyright)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_mypy(case: Case, mypy: Said) -> None:
    """Strict mypy says what the table says."""
    judge(mypy.get(file_of(case), []), case.mypy)


def test_generated_code_is_clean(pyright: Said, mypy: Said) -> None:
    """Neither checker finds anything in the generated package itself."""
    cases: Any = {file_of(case) for case in CASES}

    assert set() == (pyright.keys() | mypy.keys()) - cases


def test_every_wrong_case_is_refused_by_a_checker() -> None:
    """There are at least twenty mistakes, each found by a checker, and each title is told once."""
    wrong = [case for case in CASES if case.pyright or case.mypy]

    assert len(wrong) >= 20
    assert len({case.title for case in CASES}) == len({file_of(case) for case in CASES}) == len(CASES)
