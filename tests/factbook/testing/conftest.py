"""A project to try the plugin on."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from tests.factbook.testing.projects import Library, new_library


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return new_library(tmp_path_factory.mktemp("made"))


@pytest.fixture
def library(_made: Library, tmp_path: Path) -> Library:
    """A project of a test's own."""
    return Library(copytree(_made.root, tmp_path / "library"))
