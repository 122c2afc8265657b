"""``factbook generate`` beside another generator, and beside what reading YAML costs at least."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Final

from .. import catalogues, page, peers, projects
from ..harness import Bench, Case, Sample

SIZES: Final = (100, 1000, 5000)

_COMPOSE: Final = Path(__file__).parents[1] / "scripts" / "compose.py"

_COLD: Final = "`factbook generate`, nothing there yet"
_SAME: Final = "`factbook generate`, nothing changed"
_ONE: Final = "`factbook generate`, one file changed"
_STOCK: Final = "limit: libyaml composes the files, stock `CSafeLoader`"
_BARE: Final = "limit: libyaml composes the files, nothing else"
_PEER: Final = f"datamodel-code-generator {peers.version('datamodel-code-generator')}, default"
_FAST: Final = f"datamodel-code-generator {peers.version('datamodel-code-generator')}, `--no-formatters`"
_ROWS: Final = (_COLD, _SAME, _ONE, _FAST, _PEER, _BARE, _STOCK)


def run(bench: Bench) -> str:
    """Measure all sizes."""
    samples: dict[int, dict[str, Sample]] = {}
    for size in bench.sizes(*SIZES):
        print(f" {size:,} messages", file=sys.stderr, flush=True)
        samples[size] = bench.measure(_cases(bench, size))
    largest = max(samples)
    head = ("", *(f"{size:,}" for size in samples), f"memory at {largest:,}")
    rows = [
        (name, *(page.seconds(of[name]) for of in samples.values()), page.megabytes(samples[largest][name]))
        for name in _ROWS
    ]
    return f"""\
## Generating

Messages of eight fields, in contexts of 50 events and 50 commands with their types, boundaries and rejections. factbook
reads YAML, checks it, and writes Python, JSON Schemas, DOT, AsyncAPI and `catalogue.json` (pictures are drawn only
where their DOT has changed: see [Drawing](#drawing)). The other generator reads the same messages as JSON Schema, a
file for each context, and writes dataclasses. The file that changed is one that no other context reads.

{page.table(head, rows)}

Whole processes, from start to exit; the limits are measured inside theirs. {page.machine(bench.rounds)}
"""


def _cases(bench: Bench, size: int) -> list[Case]:
    folder = bench.work / f"generating-{size}"
    cold, same, one = (projects.fresh(folder / name, size) for name in ("cold", "same", "one"))
    for project in (same, one):
        projects.generate(project)
    catalogues.write_schemas(folder / "schemas", size)
    generator = (
        bench.peers / "datamodel-codegen",
        *("--input", "schemas", "--input-file-type", "jsonschema", "--output", "models"),
        *("--output-model-type", "dataclasses.dataclass", "--disable-warnings"),
    )
    compose = (sys.executable, _COMPOSE)
    return [
        Case(_COLD, (projects.FACTBOOK, "generate"), cold, partial(projects.forget, cold, bench)),
        Case(_SAME, (projects.FACTBOOK, "generate"), same),
        Case(_ONE, (projects.FACTBOOK, "generate"), one, projects.changing(one, size)),
        Case(_FAST, (*generator, "--no-formatters"), folder, partial(bench.discard, folder / "models")),
        Case(_PEER, generator, folder, partial(bench.discard, folder / "models")),
        Case(_BARE, (*compose, "bare", "cold/catalogue"), folder, inner=True),
        Case(_STOCK, (*compose, "stock", "cold/catalogue"), folder, inner=True),
    ]
