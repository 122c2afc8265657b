"""The contract notices every store that is wrong in one way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.factbook.stores.wrong_stores import STORES

FILE = Path(__file__).with_name("wrong_stores.py")


@pytest.mark.long
@pytest.mark.parametrize("name", STORES)
def test_a_wrong_store_fails(name: str, tmp_path: Path) -> None:
    """At least one test fails, by its assertion."""
    command = [sys.executable, "-m", "pytest", "-qx", "-pno:cacheprovider", "-pno:xdist", f"--basetemp={tmp_path}/run"]
    run = subprocess.run([*command, f"{FILE}::Test{name}"], capture_output=True, text=True, check=False, timeout=300)

    assert run.returncode == pytest.ExitCode.TESTS_FAILED, run.stdout + run.stderr
