"""The worked examples of ``docs/extending.md``, on a project as ``factbook new`` writes it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.cli.running import factbook
from tests.docs.snippets import ROOT, Snippet, snippets

PAGE: Final = ROOT / "docs" / "extending.md"
BLOCKS: Final = list(snippets(PAGE))


def shown(language: str, word: str) -> str:
    """The block of a language that has a word in it."""
    found = [one.text for one in BLOCKS if one.language == language and word in one.text]
    assert 1 == len(found), (language, word)
    return found[0]


def write(folder: Path, blocks: list[Snippet]) -> None:
    """Write the files of the page."""
    for one in blocks:
        file = folder / one.what
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(one.text, "utf-8")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The project that the page speaks of."""
    factbook("new", "library", cwd=tmp_path)
    return tmp_path / "library"


def settings(library: Path, text: str) -> None:
    """Put the lines of a ``[tool.factbook]`` block into the project's own."""
    file = library / "pyproject.toml"
    file.write_text(file.read_text().replace("[tool.factbook]\n", text))


def test_a_target_of_your_own(tmp_path: Path, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is built and installed as pip does it, its target named in the settings, its file as shown."""
    write(tmp_path, [one for one in BLOCKS if one.what.startswith("factbook-glossary/")])
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--target", tmp_path / "site", tmp_path / "factbook-glossary"], check=True)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), *sys.path])
    settings(library, shown("toml", '"glossary"'))
    answer = factbook("generate", "--no-svg", cwd=library)

    assert (0, "") == (answer.code, answer.err)
    expected = shown("markdown", "# Lending")
    assert expected == (library / "generated/library/lending/glossary.md").read_text()[: len(expected)]


def test_templates_of_your_own(library: Path) -> None:
    """The messages are written as the page shows, and the project is as green as before."""
    write(library, [one for one in BLOCKS if one.what.startswith("templates/")])
    settings(library, shown("toml", "templates ="))
    answer = factbook("generate", "--no-svg", cwd=library)
    events = (library / "generated/library/lending/events.py").read_text()

    assert (0, "") == (answer.code, answer.err)
    assert "# Property of the Town Library.\n" == events.splitlines(keepends=True)[2]
    assert shown("python", "@final") in events
    pytest_ = subprocess.run([sys.executable, "-m", "pytest", "-q"], cwd=library, capture_output=True, text=True)
    assert 0 == pytest_.returncode, pytest_.stdout


def test_a_template_that_prints_a_bare_text_is_refused(library: Path) -> None:
    """No text of the catalogue becomes code."""
    (library / "templates").mkdir()
    (library / "templates/root.py.jinja").write_text("{{ header }}\n{{ 'import os' }}\n")
    settings(library, shown("toml", "templates ="))
    answer = factbook("generate", "--no-svg", cwd=library)

    assert 1 == answer.code
    assert "error[FB706]: the target \"python\" failed on library: TypeError: 'import os' is no code" in answer.err


def test_a_template_that_is_broken_is_named(library: Path) -> None:
    """With its line."""
    (library / "templates").mkdir()
    (library / "templates/root.py.jinja").write_text("{{ header }}\n{% if %}\n")
    settings(library, shown("toml", "templates ="))
    answer = factbook("generate", "--no-svg", cwd=library)

    assert 1 == answer.code
    assert "error[FB706]" in answer.err
    assert f"see {library}/templates/root.py.jinja, line 2" in answer.err
