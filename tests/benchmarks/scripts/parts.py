"""Prints which part of ``factbook generate`` takes which share of the time, as JSON on the last line.

Everything runs in one process here, and is watched by a profiler, so that shares can be compared, and times cannot.
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import sys
from collections import Counter
from typing import Any, Final

from factbook.cli import main as factbook

PARTS: Final = {
    "/reading/scan.py": "from YAML to nodes, most of it libyaml",
    "/reading/shape.py": "holding the files to the shape of the language",
    "/reading/shelf.py": "keeping what was read for the next run, or taking it from there",
    "/reading/": "resolving names, types, boundaries and examples",
    "/targets/strategies.py": "making test data",
    "/targets/pools.py": "making test data",
    "/targets/python/_guard.py": "looking at every line of Python once more",
    "/targets/python/": "making Python",
    "/targets/schemas/": "making JSON Schemas",
    "/targets/catalogue_json/": "making `catalogue.json`",
    "/targets/asyncapi.py": "making AsyncAPI",
    "/diagrams/": "making diagrams, as DOT",
    "/moving.py": "writing",
    "/factbook_codegen/": "finding out what is there and what has changed",
    "<frozen importlib": "importing",
}
"""Parts by what the path of a module contains, the first that fits."""

Function = tuple[str, int, str]


def part(function: Function) -> str:
    """The part that a function belongs to; none for one that others use."""
    return next((name for piece, name in PARTS.items() if piece in function[0]), "")


def shares(stats: dict[Function, Any]) -> dict[str, float]:
    """The share of each part; what a function of no part takes counts for those that call it."""
    known: dict[Function, dict[str, float]] = {}

    def works_for(function: Function) -> dict[str, float]:
        """The parts that a function works for; in a circle of callers, what is not known yet counts for nobody."""
        if function not in known:
            known[function] = {}
            callers = stats[function][4]
            weights: Counter[str] = Counter()
            for caller, (_, _, _, spent) in callers.items() if not part(function) else ():
                for name, share in works_for(caller).items():
                    weights[name] += spent * share
            weights = weights or Counter({part(function) or "all else": 1.0})
            known[function] = {name: weight / weights.total() for name, weight in weights.items()}
        return known[function]

    found: Counter[str] = Counter()
    for function, (_, _, own, _, _) in stats.items():
        for name, share in works_for(function).items():
            found[name] += own * share
    return {name: seconds / found.total() for name, seconds in found.most_common()}


def main() -> None:
    """Generate in the current folder, watched."""
    if hasattr(os, "sched_getaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core, so that there is one process
    sys.argv = ["factbook", "generate"]
    profile = cProfile.Profile()
    try:
        profile.runcall(factbook)
    except SystemExit as ended:
        if ended.code:
            raise
    watched: Any = pstats.Stats(profile)
    print(json.dumps(shares(watched.stats)))


if __name__ == "__main__":
    main()
