"""The store in a file by itself: batches, and what a large file costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import evolve

from .. import orders, page
from ..harness import Bench, Sample
from ..orders import PEER, Row

SIZES: Final = (10_000, 1_000_000)

_NEW: Final = (
    Row("100 an append, conditional", True, "batches", 30_000, (100,)),
    Row(f"100 an append, {PEER}", False, "batches", 30_000, (100,)),
    Row("1,000 an append, conditional", True, "batches", 50_000, (1_000,)),
    Row(f"1,000 an append, {PEER}", False, "batches", 50_000, (1_000,)),
)
_FILLED: Final = (
    Row("a boundary of 10 events, p50", True, "boundaries", 1_000, (50,), timed=True),
    Row("a boundary of 10 events, p99", True, "boundaries", 1_000, (99,), timed=True),
    Row(f"an aggregate of 10 events, {PEER}, p50", False, "boundaries", 1_000, (50,), timed=True),
    Row("a conditional append, p50", True, "appends", 1_000, (50,), timed=True),
    Row("a conditional append, p99", True, "appends", 1_000, (99,), timed=True),
    Row("conditional appends, 1 sender", True, "conditional", 1_000, (1,)),
    Row(f"conditional appends, 1 sender, {PEER}", False, "conditional", 1_000, (1,)),
    Row("conditional appends, 8 senders", True, "conditional", 2_000, (8,)),
    Row(f"conditional appends, 8 senders, {PEER}", False, "conditional", 2_000, (8,)),
    Row("conditional appends, 32 senders", True, "conditional", 2_000, (32,)),
    Row(f"conditional appends, 32 senders, {PEER}", False, "conditional", 2_000, (32,)),
    Row("batches of 100, conditional", True, "filled_batches", 20_000, (100,)),
    Row(f"batches of 100, {PEER}", False, "filled_batches", 20_000, (100,)),
    Row("replay of everything", True, "replay_all", 0),
)


def run(bench: Bench) -> str:
    """Measure new files, then filled ones."""
    folder = orders.project(bench, "storing")
    samples = bench.measure(orders.cases(bench, folder, _NEW))
    return f"""\
## Storing

The store in a file of SQLite by itself: events of about 400 bytes with two tags are appended, and nothing is decoded. A
condition says that nothing is new in a boundary. Each transaction is synchronised.

{orders.table(_NEW, samples)}

In files of so many events, ten of each order, in any order. Each conditional append reads its boundary before. The
small file is a new copy for each case, so that it stays small.

{filled(bench, "storing", SIZES)}

We aim at 60 µs for reading a boundary of a million events, at 40,000 events a second for batches in such a file, at
being ahead of the peer everywhere, and at 150 MB of memory for replaying a million events.

{page.machine(bench.rounds)}
"""


def filled(bench: Bench, name: str, sizes: tuple[int, ...], peer: bool = True) -> str:
    """A table of what is done in files of these sizes, by us and by the peer, or by us alone."""
    chosen = [row for row in _FILLED if row.ours or peer]
    samples: dict[int, Mapping[str, Sample]] = {}
    for size in sizes[:1] if bench.quick else sizes:
        folder = orders.project(bench, f"{name}-{size}")
        for ours in (True, False) if peer else (True,):
            orders.prepare(bench, folder, ours, size)
        samples[size] = bench.measure(orders.cases(bench, folder, _counted(chosen, size)))
    largest = max(samples)
    figures = {
        size: [orders.figure(row, of[row.name]) for row in _counted(chosen, size)] for size, of in samples.items()
    }
    memory = [page.megabytes(samples[largest][row.name]) for row in chosen]
    return page.table(
        ("", *(f"{size:,}" for size in samples), f"memory at {largest:,}"),
        list(zip([row.name for row in chosen], *figures.values(), memory, strict=True)),
    )


def _counted(rows: Sequence[Row], size: int) -> list[Row]:
    """With the number of events where it counts."""
    return [evolve(row, count=row.count or size) for row in rows]
