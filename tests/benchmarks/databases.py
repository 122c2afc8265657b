"""A PostgreSQL server of its own for a measurement, with a database for each store that is compared."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from attrs import frozen

from factbook.stores.postgres import init
from tests.servers import PostgresServer, embedded_binaries

from . import page, peers
from .harness import Bench, Case, Failed, Sample
from .orders import Row
from .scripts import storing

__all__ = ["LIMIT", "OURS", "PEER", "Databases", "databases", "rates"]

OURS: Final = "factbook"
PEER: Final = f"eventsourcing {peers.version('eventsourcing')}, DCB recorder"
LIMIT: Final = "limit: one row inserted and committed at a time"

_ROOT: Final = Path(__file__).parents[2]
_SCRIPTS: Final = Path(__file__).with_name("scripts")
_SETTINGS: Final = ("shared_buffers=512MB", "max_wal_size=8GB", "checkpoint_timeout=30min", "wal_level=minimal",
                    "max_wal_senders=0")  # fmt: skip
"""For both the same, and everything on that keeps what is acknowledged."""


@frozen
class Databases:
    """Where each store is; and the environment that the peer is installed in."""

    ours: str
    theirs: str
    peers: Path

    def cases(self, works: Sequence[str]) -> list[Case]:
        """A case for each store and work; and the limit."""
        return [
            Case(f"{name} {work}", self.command(name, work), _ROOT, inner=True)
            for work in works
            for name in (OURS, PEER)
        ]

    def limit(self) -> Case:
        """What a commit costs at least."""
        command = (sys.executable, "-m", "tests.benchmarks.scripts.commits", self.ours, str(storing.COUNTS["commands"]))
        return Case(LIMIT, command, _ROOT, inner=True)

    @property
    def limit_row(self) -> Row:
        """The same as a row of a table."""
        return Row(LIMIT, True, "commits", storing.COUNTS["commands"])

    def fill(self) -> None:
        """A million events in each."""
        for name in (OURS, PEER):
            done = subprocess.run(self.command(name, "fill"), cwd=_ROOT, check=False, capture_output=True, text=True)
            if done.returncode:
                raise Failed(f"{name}: {done.stderr}")

    def command(self, name: str, work: str) -> tuple[str | Path, ...]:
        """What measures a store at a work."""
        if name == OURS:
            return (sys.executable, "-m", "tests.benchmarks.scripts.storing_factbook", self.ours, work)
        return (self.peers / "python", _SCRIPTS / "storing_eventsourcing.py", self.theirs, work)


@contextmanager
def databases(bench: Bench) -> Generator[Databases]:
    """Started for this measurement, and gone after it."""
    server = PostgresServer(embedded_binaries(), *_SETTINGS)
    try:
        server.start()
        server.run("CREATE DATABASE ours", "CREATE DATABASE theirs")
        init(server.url("ours"))
        server.run("CREATE TABLE commits (n integer)", database="ours")
        yield Databases(server.url("ours"), server.url("theirs"), bench.peers)
    finally:
        server.remove()


def rates(samples: Mapping[str, Sample], works: Mapping[str, str]) -> str:
    """A table of how many a second each store does of each work, and how many times as many ours does."""
    rows: list[tuple[str, ...]] = []
    for work, words in works.items():
        ours, theirs = (storing.COUNTS[work] / samples[f"{name} {work}"].median for name in (OURS, PEER))
        rows.append((words, f"{ours:,.0f} /s", f"{theirs:,.0f} /s", f"{ours / theirs:.1f}"))
    if LIMIT in samples:
        rows.append((LIMIT, f"{storing.COUNTS['commands'] / samples[LIMIT].median:,.0f} /s", "", ""))
    return page.table(("", OURS, PEER, "ratio"), rows)
