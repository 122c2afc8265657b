"""Commands sent to a system on PostgreSQL, one at a time and by many threads."""

from __future__ import annotations

from typing import Final

from .. import orders, page
from ..databases import databases
from ..harness import Bench
from ..orders import PEER, Row

_ROWS: Final = (
    Row("states kept", True, "send", 1_000, (10, 10_000, 1)),
    Row("nothing kept", True, "send", 600, (10, 0, 1)),
    Row(f"{PEER}, default", False, "send", 300, (10, 0, 1)),
    Row(f"{PEER}, fastest", False, "send", 600, (10, 1, 1)),
    Row("8 threads", True, "send", 3_000, (10, 10_000, 8)),
    Row(f"8 threads, {PEER}, fastest", False, "send", 1_000, (10, 1, 8)),
    Row("32 threads", True, "send", 3_000, (10, 10_000, 32)),
    Row(f"32 threads, {PEER}, fastest", False, "send", 1_000, (10, 1, 32)),
)


def run(bench: Bench) -> str:
    """Measure all rows."""
    folder = orders.project(bench, "sending_postgres")
    with databases(bench) as both:
        (folder / "database.txt").write_text(f"{both.ours}\n{both.theirs}\n", "utf-8")
        samples = bench.measure([*orders.cases(bench, folder, _ROWS), both.limit()])
    return f"""\
## Sending, on PostgreSQL

Commands a second, each of which records one event of about 400 bytes with two tags after ten others, through the whole
pipeline, on a server that keeps what it has acknowledged. The settings of both are those of the section on SQLite.

{orders.table((*_ROWS, both.limit_row), samples)}

We aim at three times the peer for one command at a time, at six times with 8 threads, and at twelve times with 32.

{page.machine(bench.rounds, "sending_postgres")}
"""
