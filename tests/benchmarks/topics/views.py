"""A view kept up to date in a table, beside writing its rows and beside folding its events."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from .. import page
from ..harness import Bench, Case

SIZES: Final = (30_000, 300_000)
ROOT: Final = Path(__file__).parents[3]

_VIEW: Final = "factbook: read, decode, project, write rows and progress"
_FOLD: Final = "beside it: read, decode and fold into rows that go nowhere"
_ROWS: Final = "limit: write the same rows into such a table with apsw, in batches as large, ready as they are"


def run(bench: Bench) -> str:
    """Measure all sizes."""
    samples = bench.by_size(SIZES, _cases)
    rates = ("events a second, the first row", *(page.rate(of[_VIEW], size) for size, of in samples.items()), "", "")
    return f"""\
## A view kept up to date

The shop's orders as a table in SQLite, from the first event to the last: each order is placed, confirmed and cancelled
while a hundred others are, and the events of so many orders are in the store.

{page.by_size(samples, (_VIEW, _FOLD, _ROWS), rates)}

We aim at 60,000 events a second.

Measured inside fresh processes. Their memory includes the pages of the store's file that are mapped while it is read:
these are the system's, and it takes them back when it needs them.

{page.machine(bench.rounds)}
"""


def _cases(bench: Bench, size: int) -> list[Case]:
    folder = bench.work / f"views-{size}"
    folder.mkdir(parents=True)
    url = f"sqlite:{folder / 'shop.db'}"
    subprocess.run(_program("prepare", url, size), cwd=ROOT, check=True)

    def fresh() -> None:
        bench.discard(*folder.glob("shop.views.db*"), *folder.glob("shop.db.rows.db*"))

    names = {_VIEW: "view", _FOLD: "fold", _ROWS: "rows"}
    return [Case(name, _program(what, url, size), ROOT, fresh, inner=True) for name, what in names.items()]


def _program(what: str, url: str, size: int) -> tuple[str, ...]:
    return sys.executable, "-m", "tests.benchmarks.scripts.views", what, url, str(size)
