"""What docs/testing.md shows of the shop's coverage is what pytest says of it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.long
def test_the_coverage_of_the_shop_is_as_the_page_says() -> None:
    """By its scenarios and stories alone."""
    shown = re.search(r"^command → event .*?^all .*?$", (ROOT / "docs/testing.md").read_text("utf-8"), re.M | re.S)
    called = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "catalogue/shop", "--catalogue-coverage"]
    ran = subprocess.run(called, cwd=ROOT, capture_output=True, text=True, check=False)

    assert shown is not None
    assert shown[0] in ran.stdout
