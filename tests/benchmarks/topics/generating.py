"""``factbook generate`` beside another generator, and beside what reading YAML costs at least."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Final

from .. import catalogues, page, peers, projects
from ..harness import Bench, Case

SIZES: Final = (100, 1000, 5000)

_SCRIPTS: Final = Path(__file__).parents[1] / "scripts"

_COLD: Final = "`factbook generate`, nothing there yet"
_SAME: Final = "`factbook generate`, nothing changed"
_ONE: Final = "`factbook generate`, one file changed"
_STOCK: Final = "limit: libyaml composes the files, stock `CSafeLoader`"
_BARE: Final = "limit: libyaml composes the files, nothing else"
_WRITE: Final = "limit: writing the generated files, nothing else"
_PEER: Final = f"datamodel-code-generator {peers.version('datamodel-code-generator')}, default"
_FAST: Final = f"datamodel-code-generator {peers.version('datamodel-code-generator')}, `--no-formatters`"
_ROWS: Final = (_COLD, _SAME, _ONE, _FAST, _PEER, _STOCK, _BARE, _WRITE)


def run(bench: Bench) -> str:
    """Measure all sizes."""
    samples = bench.by_size(SIZES, _cases)
    return f"""\
## Generating

Messages of eight fields, in contexts of 50 events and 50 commands with their types, boundaries and rejections. factbook
reads YAML, checks it, and writes Python, JSON Schemas, DOT, AsyncAPI and `catalogue.json` (pictures, which are drawn
only where their DOT has changed, are measured by themselves). The other generator reads the same messages as
JSON Schema, a file for each context, and writes dataclasses. The file that changed is one that no other context reads.

{page.by_size(samples, _ROWS)}

{_profile(bench, max(samples))}

We aim at 0.5 s for 1,000 messages and 2.5 s and 250 MB for 5,000 where nothing is there yet, at 0.3 s where nothing
changed, and at 0.5 s where one file of 5,000 messages did.

Whole processes, from start to exit; the limits are measured inside theirs. The second table is a profile of one
process, in which small functions weigh more than they do unwatched.
{page.machine(page.rounds_of(samples), "generating")}
"""


def _profile(bench: Bench, size: int) -> str:
    """Which part takes which share of the time, cold and where one file changed."""
    folder = bench.work / f"generating-{size}"
    projects.forget(folder / "cold", bench)
    cold = _shares(folder / "cold")
    projects.changing(folder / "one", size)()
    one = _shares(folder / "one")
    rows = [(name, f"{share:.0%}", f"{one.get(name, 0):.0%}") for name, share in cold.items()]
    return page.table((f"Where the time goes, {size:,} messages", "nothing there yet", "one file changed"), rows)


def _shares(project: Path) -> dict[str, float]:
    done = subprocess.run(
        (sys.executable, _SCRIPTS / "parts.py"), cwd=project, capture_output=True, text=True, check=True, timeout=300
    )
    shares: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return shares


def _cases(bench: Bench, size: int) -> list[Case]:
    folder = bench.work / f"generating-{size}"
    cold, same, one = (projects.fresh(folder / name, size) for name in ("cold", "same", "one"))
    for project in (same, one):
        projects.generate(project)
    catalogues.write_schemas(folder / "schemas", size)
    peer = peers.generator(bench.peers, "schemas", "models")
    away = partial(bench.discard, folder / "models")
    compose = (sys.executable, _SCRIPTS / "compose.py")
    write = (sys.executable, _SCRIPTS / "write.py", "same/generated", "written")
    return [
        Case(_COLD, (projects.FACTBOOK, "generate"), cold, partial(projects.forget, cold, bench)),
        Case(_SAME, (projects.FACTBOOK, "generate"), same),
        Case(_ONE, (projects.FACTBOOK, "generate"), one, projects.changing(one, size)),
        Case(_FAST, (*peer, "--no-formatters"), folder, away),
        Case(_PEER, peer, folder, away),
        Case(_BARE, (*compose, "bare", "cold/catalogue"), folder, inner=True),
        Case(_STOCK, (*compose, "stock", "cold/catalogue"), folder, inner=True),
        Case(_WRITE, write, folder, partial(bench.discard, folder / "written"), inner=True),
    ]
