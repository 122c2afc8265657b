"""The store in PostgreSQL beside the peer, with a million events in each."""

from __future__ import annotations

from typing import Final

from .. import page
from ..databases import OURS, PEER, databases, rates
from ..harness import Bench

_WORKS: Final = {
    "boundaries": "boundaries of ten events read",
    "appends": "conditional appends, one at a time",
    "appends-8": "conditional appends of 8 threads",
    "appends-32": "conditional appends of 32 threads",
    "batches-100": "events in conditional batches of 100",
}
_LATENCIES: Final = {
    "reads-p50": "reading a boundary of ten events, p50",
    "reads-p99": "reading a boundary of ten events, p99",
    "writes-p50": "a conditional append, p50",
    "writes-p99": "a conditional append, p99",
}


def run(bench: Bench) -> str:
    """Fill both, and measure all works."""
    with databases(bench) as both:
        if not bench.quick:
            both.fill()
        samples = bench.measure(both.cases((*_WORKS, *_LATENCIES)))
    latencies = [
        (words, *(f"{samples[f'{name} {work}'].median * 1e6:,.0f} µs" for name in (OURS, PEER)))
        for work, words in _LATENCIES.items()
    ]
    return f"""\
## PostgreSQL with a million events

Each event has two tags: that of its order, which has ten events, and that of one of a thousand customers. Payloads are
not taken apart here.

{rates(samples, _WORKS)}

{page.table(("", OURS, PEER), latencies)}

We aim at 200 µs for a boundary, at 30,000 events a second in batches, and to be ahead of the peer everywhere.
{page.machine(bench.rounds)}
"""
