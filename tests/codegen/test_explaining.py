"""The pages of ``factbook explain``."""

from __future__ import annotations

import re
from pathlib import Path

import factbook_codegen
import pytest
from factbook_codegen.codes import CODES
from factbook_codegen.explaining import page
from factbook_codegen.settings import load_project

PAGES = sorted((Path(factbook_codegen.__file__).parent / "explanations").glob("*.md"))


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_a_page_is_about_its_code(file: Path) -> None:
    """Its title is that of the code, as reports have it, and it speaks of no code that there is not."""
    text = file.read_text("utf-8")

    assert f"# {file.stem}: {CODES[file.stem].title}" == text.splitlines()[0]
    assert set() == set(re.findall(r"FB\d{3}", text)) - set(CODES)
    assert page(file.stem) == text.strip()


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("FB8")])
def test_settings_on_a_page_are_what_it_says(tmp_path: Path, code: str) -> None:
    """The wrong ones are reported under the code, the right ones are read."""
    text = page(code)
    (tmp_path / "templates").mkdir()
    for verdict, toml in re.findall(r"^(Wrong|Right):\n\n```toml\n(.*?)```", text, re.MULTILINE | re.DOTALL):
        (tmp_path / "pyproject.toml").write_text(toml)
        assert ({code} if verdict == "Wrong" else set()) == {one.code for one in load_project(tmp_path)[1]}
