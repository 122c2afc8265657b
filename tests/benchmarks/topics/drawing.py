"""Drawing the pictures of DOT texts, with the renderer that factbook brings along."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from .. import page, projects
from ..harness import Bench, Case

SIZES: Final = (100, 1000)

_ALL: Final = "`factbook generate` with pictures, nothing there yet"
_NONE: Final = "`factbook generate --no-svg`, nothing there yet"
_AGAIN: Final = "`factbook generate` with pictures, one file changed"
_ROWS: Final = (_ALL, _NONE, _AGAIN)


def run(bench: Bench) -> str:
    """Measure all sizes."""
    samples = bench.by_size(SIZES, _cases)
    drawn = [sum(1 for _ in (_folder(bench, size) / "again").rglob("*.svg")) for size in samples]
    pictures = ("pictures", *(f"{count:,}" for count in drawn), "", "")
    return f"""\
## Drawing

The pictures of the same catalogues, by number of messages. A picture is drawn when its DOT has changed and only then,
by the pinned renderer that comes with factbook, so that every machine draws the same.

{page.by_size(samples, _ROWS, pictures)}

Whole processes, from start to exit. {page.machine(page.rounds_of(samples), "drawing")}
"""


def _cases(bench: Bench, size: int) -> list[Case]:
    folder = _folder(bench, size)
    drawn, bare, again = (projects.fresh(folder / name, size, svg="wasm") for name in ("drawn", "bare", "again"))
    projects.generate(again)
    return [
        Case(_ALL, (projects.FACTBOOK, "generate"), drawn, partial(projects.forget, drawn, bench)),
        Case(_NONE, (projects.FACTBOOK, "generate", "--no-svg"), bare, partial(projects.forget, bare, bench)),
        Case(_AGAIN, (projects.FACTBOOK, "generate"), again, projects.changing(again, size)),
    ]


def _folder(bench: Bench, size: int) -> Path:
    return bench.work / f"drawing-{size}"
