"""Measures, and writes ``docs/benchmarks.md``: ``python -m tests.benchmarks [topic …]``."""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from . import page, peers
from .harness import Bench
from .topics import ASKED_FOR, TOPICS

_BUILD = Path(__file__).parents[2] / "build" / "benchmarks"


def main() -> None:
    """Measure the topics that are named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("topics", nargs="*", metavar="topic", help=f"what to measure: {', '.join(TOPICS)}")
    parser.add_argument("--rounds", type=int, default=5, help="how often each case runs (5)")
    parser.add_argument("--minutes", type=float, default=15, help="after which a topic begins no further round (15)")
    parser.add_argument("--quick", action="store_true", help="one round of the least sizes, printed and not kept")
    given = parser.parse_args()
    if unknown := set(given.topics) - set(TOPICS):
        parser.error(f"there is no topic {', '.join(sorted(unknown))}: choose from {', '.join(TOPICS)}")
    environment = peers.environment(_BUILD / "peers")
    with TemporaryDirectory(prefix="work-", dir=_BUILD) as work:
        rounds = 1 if given.quick else given.rounds
        for topic in given.topics or [topic for topic in TOPICS if topic not in ASKED_FOR]:
            print(topic, file=sys.stderr, flush=True)
            deadline = time.monotonic() + 60 * given.minutes
            bench = Bench(rounds, Path(work), environment, given.quick, deadline)
            body = import_module(f"tests.benchmarks.topics.{topic}").run(bench)
            print(body)
            if not given.quick:
                page.save(topic, body)


main()
