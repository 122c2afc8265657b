"""Drawing the pictures of DOT texts, with the renderer that factbook brings along."""

from __future__ import annotations

import sys
from functools import partial
from typing import Final

from .. import page, projects
from ..harness import Bench, Case, Sample

SIZES: Final = (100, 1000)

_ALL: Final = "`factbook generate` with pictures, nothing there yet"
_NONE: Final = "`factbook generate --no-svg`, nothing there yet"
_AGAIN: Final = "`factbook generate` with pictures, one file changed"
_ROWS: Final = (_ALL, _NONE, _AGAIN)


def run(bench: Bench) -> str:
    """Measure all sizes."""
    samples: dict[int, dict[str, Sample]] = {}
    pictures: dict[int, int] = {}
    for size in bench.sizes(*SIZES):
        print(f" {size:,} messages", file=sys.stderr, flush=True)
        folder = bench.work / f"drawing-{size}"
        samples[size] = bench.measure(_cases(bench, size))
        pictures[size] = sum(1 for _ in (folder / "again" / "generated").rglob("*.svg"))
    largest = max(samples)
    head = ("", *(f"{size:,}" for size in samples), f"memory at {largest:,}")
    rows = [
        (name, *(page.seconds(of[name]) for of in samples.values()), page.megabytes(samples[largest][name]))
        for name in _ROWS
    ]
    counted = ("pictures", *(f"{count:,}" for count in pictures.values()), "")
    return f"""\
## Drawing

The pictures of the same catalogues, by number of messages. A picture is drawn when its DOT has changed and only then,
by the pinned renderer that comes with factbook, so that every machine draws the same.

{page.table(head, [*rows, counted])}

Whole processes, from start to exit. {page.machine(bench.rounds)}
"""


def _cases(bench: Bench, size: int) -> list[Case]:
    folder = bench.work / f"drawing-{size}"
    drawn, bare, again = (projects.fresh(folder / name, size, svg="wasm") for name in ("drawn", "bare", "again"))
    projects.generate(again)
    return [
        Case(_ALL, (projects.FACTBOOK, "generate"), drawn, partial(projects.forget, drawn, bench)),
        Case(_NONE, (projects.FACTBOOK, "generate", "--no-svg"), bare, partial(projects.forget, bare, bench)),
        Case(_AGAIN, (projects.FACTBOOK, "generate"), again, projects.changing(again, size)),
    ]
