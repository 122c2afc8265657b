"""What `make docs` builds hangs together."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from tests.docs.test_house import script

PAGES = script("stage_pages")

_FENCED = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)


def test_links_lead_to_what_was_laid_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every link of every page, from its new place."""
    monkeypatch.setattr(PAGES, "PAGES", tmp_path / "pages")
    PAGES.main()
    dead: list[str] = []
    for page in (tmp_path / "pages").rglob("*.md"):
        for link in re.findall(r"\]\(([^)\s#]+)", _FENCED.sub("", page.read_text("utf-8"))):
            if not re.match("[a-z]+:", link) and not (page.parent / link).is_file():
                dead.append(f"{page.name}: {link}")

    assert [] == dead
    assert (tmp_path / "pages/api/factbook.decider.md").is_file()


def test_public_modules_can_be_imported() -> None:
    """The reference names no module that is not there."""
    assert [] == [name for name in PAGES.public_modules() if not import_module(name).__all__]
