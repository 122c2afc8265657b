"""Requirements can be referred to: each has a number of its own and says whether it holds."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

from tests.docs.snippets import ROOT

PAGE: Final = (ROOT / "docs" / "requirements.md").read_text("utf-8")
ROWS: Final = re.findall(r"^\| R(\d+)\.(\d+) \| (.+) \| (.+) \|$", PAGE, flags=re.MULTILINE)


def test_numbers_count_up() -> None:
    """The requirements of each area are numbered from 1 on, without gap or repetition."""
    numbers = {area: [int(row[1]) for row in rows] for area, rows in groupby(ROWS, key=lambda row: row[0])}

    assert numbers == {area: list(range(1, len(found) + 1)) for area, found in numbers.items()}


def test_every_area_is_listed() -> None:
    """The table at the top names every area, and no other."""
    listed = re.findall(r"^\| \[.+\]\(#.+\) \| R(\d+) \|$", PAGE, flags=re.MULTILINE)

    assert listed == list(dict.fromkeys(row[0] for row in ROWS))


def test_every_requirement_has_a_status() -> None:
    """A requirement is done, planned, or partly done and says what is missing."""
    assert [row for row in ROWS if not re.fullmatch(r"done|planned|partly: .+", row[3])] == []
