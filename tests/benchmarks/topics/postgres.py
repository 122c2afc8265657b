"""The store in PostgreSQL beside the peer, on databases that begin empty."""

from __future__ import annotations

from typing import Final

from .. import page
from ..databases import databases, rates
from ..harness import Bench

_WORKS: Final = {
    "commands": "commands, one at a time",
    "commands-8": "commands of 8 threads",
    "commands-32": "commands of 32 threads",
    "batches-100": "events in conditional batches of 100",
    "batches-1000": "events in conditional batches of 1,000",
    "replay": "events replayed, from boundaries of 1,000",
}


def run(bench: Bench) -> str:
    """Measure all works."""
    with databases(bench) as both:
        samples = bench.measure([*both.cases(tuple(_WORKS)), both.limit()])
    return f"""\
## PostgreSQL

A command here is what a decision costs a store: read the ten events of an order, take each payload of 400 bytes apart
with msgspec, and append one event with two tags under the condition that the order has no new ones. Both stores do the
same on the same server, which keeps what it has acknowledged; the peer is used through its recorder, without what its
applications put on top.

{rates(samples, _WORKS)}

We aim at 3 times the peer for one command at a time, at 6 times with 8 threads, and at 12 times with 32.
{page.machine(bench.rounds)}
"""
