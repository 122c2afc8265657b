"""What pyright and mypy, both strict, say about right and wrong uses of generated code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The generated library, and every case as a module beside it."""
    folder = tmp_path / "types"
    folder.mkdir()
    making.write(making.python(making.library()), folder)
    for case in CASES:
        (folder / file_of(case)).write_text(text_of(case), "utf-8")
    return folder


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


def misjudged(said: Said, expected: Mapping[str, str]) -> Said:
    """What was said of the cases that a checker did not take as expected, by their titles, and of generated files.

    Right code is accepted without a word; wrong code is refused in the words that are expected.
    """
    cases = {file_of(case): case.title for case in CASES}
    wrong = {cases.get(file, file): words for file, words in said.items() if file not in cases}
    for file, title in cases.items():
        words, wanted = said.get(file, []), expected[title]
        if not any(wanted in one for one in words) if wanted else words:
            wrong[title] = words
    return wrong


def test_pyright(folder: Path) -> None:
    """Strict pyright says what the table says, and nothing of the generated package itself."""
    assert {} == misjudged(pyright(folder), {case.title: case.pyright for case in CASES})


def test_mypy(folder: Path) -> None:
    """Strict mypy says what the table says, and nothing of the generated package itself."""
    assert {} == misjudged(mypy(folder), {case.title: case.mypy for case in CASES})


def test_every_wrong_case_is_refused_by_a_checker() -> None:
    """There are at least twenty mistakes, each found by a checker, and each title is told once."""
    wrong = [case for case in CASES if case.pyright or case.mypy]

    assert len(wrong) >= 20
    assert len({case.title for case in CASES}) == len({file_of(case) for case in CASES}) == len(CASES)
