"""The project that runtimes are measured in, and the cases that its scripts run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from attrs import frozen

from . import page, peers, projects
from .harness import Bench, Case, Failed, Sample

PEER: Final = f"eventsourcing {peers.version('eventsourcing')}"

_SOURCE: Final = Path(__file__).with_name("ordering")
_SCRIPTS: Final = Path(__file__).with_name("scripts")


@frozen
class Row:
    """A row of a table: ``case``, a function of one of the scripts, does something ``count`` times.

    ``ours`` says of which script. The figure is a rate, or a time where the case is ``timed``.
    """

    name: str
    ours: bool
    case: str
    count: int
    numbers: tuple[int, ...] = ()
    timed: bool = False


def project(bench: Bench, name: str) -> Path:
    """A folder in which everything is generated."""
    folder = bench.work / name
    shutil.copytree(_SOURCE, folder)
    (folder / "pyproject.toml").write_text("[tool.factbook]\n", "utf-8")
    projects.generate(folder)
    return folder


def command(bench: Bench, ours: bool, case: str, *numbers: int) -> Sequence[str | Path]:
    """What runs a case."""
    if ours:
        return (sys.executable, _SCRIPTS / "orders.py", case, *map(str, numbers))
    return (bench.peers / "python", _SCRIPTS / "theirs.py", case, *map(str, numbers))


def prepare(bench: Bench, folder: Path, ours: bool, count: int) -> None:
    """Make the store with so many events, unmeasured."""
    done = subprocess.run(command(bench, ours, "prepare", count), cwd=folder, check=False, capture_output=True)
    if done.returncode:
        raise Failed(f"prepare: exit code {done.returncode}\n{done.stderr.decode()[-2000:]}")


def cases(bench: Bench, folder: Path, rows: Sequence[Row]) -> list[Case]:
    """A case for each row."""
    return [
        Case(row.name, command(bench, row.ours, row.case, row.count, *row.numbers), folder, inner=True) for row in rows
    ]


def table(rows: Sequence[Row], samples: Mapping[str, Sample]) -> str:
    """What was measured, a row each."""
    rest = [(figure(row, samples[row.name]), page.megabytes(samples[row.name])) for row in rows]
    return page.table(("", "", "memory"), [(row.name, *figures) for row, figures in zip(rows, rest, strict=True)])


def figure(row: Row, sample: Sample) -> str:
    """A rate, or a time."""
    return page.microseconds(sample) if row.timed else page.rate(sample, row.count)
