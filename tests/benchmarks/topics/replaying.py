"""Events read back: decoded, folded, replayed from a file."""

from __future__ import annotations

from typing import Final

from .. import orders, page
from ..harness import Bench
from ..orders import PEER, Row

_ROWS: Final = (
    Row("decode, by the library", True, "decode", 100_000),
    Row("limit: decode, msgspec alone", True, "decode_limit", 100_000),
    Row("decode and fold, by the library", True, "fold", 100_000),
    Row("limit: decode and fold in a bare loop", True, "fold_limit", 100_000),
    Row("replay, boundaries of 10 events", True, "replay", 50_000, (10,)),
    Row(f"replay, aggregates of 10 events, {PEER}", False, "replay", 10_000, (10,)),
    Row("replay, boundaries of 1,000 events", True, "replay", 50_000, (1_000,)),
    Row(f"replay, aggregates of 1,000 events, {PEER}", False, "replay", 10_000, (1_000,)),
)


def run(bench: Bench) -> str:
    """Measure all rows."""
    folder = orders.project(bench, "replaying")
    samples = bench.measure(orders.cases(bench, folder, _ROWS))
    return f"""\
## Replaying

Events of about 400 bytes with three lines, SQLite: events a second. A replay reads a boundary, decodes its events into
their classes and folds them into a state. The peer reads its own events, as JSON without types. The limit for decoding
is a bare `msgspec.json.Decoder` of attrs classes with the same fields and words, but without constraints; the
bare loop calls such a decoder of the generated class, and `evolve`, for each event.

{orders.table(_ROWS, samples)}

We aim at 0.9 of msgspec for decoding, at most 10 % over the bare fold, and 240,000 events a second for replay where the
bare decoder reads 400,000.

{page.machine(bench.rounds)}
"""
