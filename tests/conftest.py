"""What all tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.servers import postgres, postgres_server

# How long an example takes says nothing on a machine that has other things to do.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", settings.get_profile("patient"), max_examples=400)
settings.load_profile("patient")

__all__ = ["golden", "postgres", "postgres_server", "pytest_addoption", "pytest_collection_modifyitems"]

Golden = Callable[[Path, str], str]

SLOW = (
    "test_faults.py",
    "test_kills.py",
    "test_postgres_faults.py",
    "test_servers.py",
    "test_site.py",
    "test_types.py",
)
"""Files with tests of ten seconds."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is slow comes first: no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.path.name not in SLOW)


def pytest_addoption(parser: pytest.Parser) -> None:
    """One flag for all golden files: look at what changed (`git diff`) before committing it."""
    parser.addoption("--golden-update", action="store_true", help="write golden files instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """The text that a golden file holds; with ``--golden-update`` it first becomes what was made now."""

    def text_of(file: Path, actual: str) -> str:
        if request.config.getoption("--golden-update"):
            file.write_text(actual, "utf-8")
        return file.read_text("utf-8")

    return text_of
