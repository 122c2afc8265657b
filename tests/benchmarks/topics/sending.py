"""Commands sent to a system on SQLite, one at a time and by many threads."""

from __future__ import annotations

from typing import Final

from .. import orders, page
from ..harness import Bench
from ..orders import PEER, Row

_ROWS: Final = (
    Row("10 past events, states kept", True, "send", 2_000, (10, 10_000, 1)),
    Row("10 past events, nothing kept", True, "send", 2_000, (10, 0, 1)),
    Row(f"10 past events, {PEER}, default", False, "send", 1_000, (10, 0, 1)),
    Row(f"10 past events, {PEER}, fastest", False, "send", 2_000, (10, 1, 1)),
    Row("1,000 past events, states kept", True, "send", 1_000, (1_000, 10_000, 1)),
    Row("1,000 past events, nothing kept", True, "send", 200, (1_000, 0, 1)),
    Row(f"1,000 past events, {PEER}, default", False, "send", 30, (1_000, 0, 1)),
    Row(f"1,000 past events, {PEER}, fastest", False, "send", 1_000, (1_000, 1, 1)),
    Row("8 threads", True, "send", 5_000, (10, 10_000, 8)),
    Row(f"8 threads, {PEER}, fastest", False, "send", 2_000, (10, 1, 8)),
    Row("32 threads", True, "send", 5_000, (10, 10_000, 32)),
    Row(f"32 threads, {PEER}, fastest", False, "send", 2_000, (10, 1, 32)),
    Row("limit: a row and its commit, nothing else", True, "commits", 2_000),
)


def run(bench: Bench) -> str:
    """Measure all rows."""
    folder = orders.project(bench, "sending")
    samples = bench.measure(orders.cases(bench, folder, _ROWS))
    return f"""\
## Sending

Commands a second, each of which records one event of about 400 bytes with two tags, through the whole pipeline, into a
file of SQLite that is synchronised before each answer. The peer's fastest settings keep aggregates in a cache, without
copying them or bringing them up to date.

{orders.table(_ROWS, samples)}

We aim at 5,000 where a bare commit reaches that, at four times the peer's default and 1.5 times its fastest; with 1,000
past events at 100 times its default; with 8 and 32 threads at three and 4.5 times its fastest.

{page.machine(bench.rounds)}
"""
