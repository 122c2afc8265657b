"""``docs/benchmarks.md``: a section for each topic, which a run replaces and the others keep."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from .harness import Sample

PAGE: Final = Path(__file__).parents[2] / "docs" / "benchmarks.md"

_HEAD: Final = """\
# Benchmarks

How fast factbook is, beside what others do and beside what is possible at all. Figures of one table were measured in
one run on one machine: compare them with each other, not with those of another machine. Cases alternate within each
round; a figure is the median of all rounds, and the least and the greatest stand in brackets. Memory is the most that a
process and its children held together, in a run of its own. The time that processors were busy, all of them together,
says more than the time that passed where other programs were running too.

`make bench` measures everything anew and writes this page. Below each table stands the command that measures only that
section: it takes `--rounds 9` for more rounds, `--minutes 5` for less time, and `--quick` to try whether it works.
What is measured beside factbook is installed into an environment of its own, in the versions of
`tests/benchmarks/peers.txt`.
"""


def replaced(text: str, topic: str, body: str) -> str:
    """The page with this section in place of the one of the same topic, or at its end."""
    section = f"<!-- begin {topic} -->\n{body.strip()}\n<!-- end {topic} -->"
    pattern = re.compile(rf"<!-- begin {re.escape(topic)} -->.*?<!-- end {re.escape(topic)} -->", re.DOTALL)
    if pattern.search(text):
        return pattern.sub(lambda _: section, text)
    return f"{(text or _HEAD).rstrip()}\n\n{section}\n"


def save(topic: str, body: str, page: Path = PAGE) -> None:
    """Write a section into the page."""
    page.write_text(replaced(page.read_text("utf-8") if page.exists() else "", topic, body), "utf-8")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column holds words, the others figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def by_size(samples: Mapping[int, Mapping[str, Sample]], rows: Sequence[str], *more: Sequence[str]) -> str:
    """A table with a row for each case, a column for each size, and the busy time and the memory at the largest."""
    largest = max(samples)
    head = ("", *(f"{size:,}" for size in samples), f"busy at {largest:,}", f"memory at {largest:,}")
    figures = [
        (
            name,
            *(seconds(of[name]) for of in samples.values()),
            busy(samples[largest][name]),
            megabytes(samples[largest][name]),
        )
        for name in rows
    ]
    return table(head, [*figures, *more])


def seconds(sample: Sample) -> str:
    """Median and extremes, in seconds."""
    return f"{_short(sample.median)} s ({_short(min(sample.seconds))} to {_short(max(sample.seconds))})"


def busy(sample: Sample) -> str:
    """The median of the time that processors were busy."""
    return f"{_short(median(sample.busy))} s" if sample.busy else ""


def rate(sample: Sample, count: int) -> str:
    """How many a second, when a round did so many: median and extremes."""
    most, least = count / min(sample.seconds), count / max(sample.seconds)
    return f"{count / sample.median:,.0f} /s ({least:,.0f} to {most:,.0f})"


def microseconds(sample: Sample) -> str:
    """Median and extremes, in millionths of a second."""
    least, middle, most = (value * 1e6 for value in (min(sample.seconds), sample.median, max(sample.seconds)))
    return f"{middle:,.0f} µs ({least:,.0f} to {most:,.0f})"


def megabytes(sample: Sample) -> str:
    """Peak memory."""
    return f"{sample.peak / 1e6:.0f} MB" if sample.peak else ""


def machine(rounds: int, topic: str = "") -> str:
    """What it was measured on, without saying where; how much else that machine had to do; and by which command."""
    load = f", where {os.getloadavg()[0]:.1f} programs were running at its end" if hasattr(os, "getloadavg") else ""
    said = (
        f"Measured with Python {platform.python_version()} on {platform.system()} ({platform.machine()}), "
        f"{os.cpu_count()} cores{load}; {rounds} round{'' if rounds == 1 else 's'}."
    )
    return f"{said}\n\n    .venv/bin/python -m tests.benchmarks {topic}" if topic else said


def rounds_of(samples: Mapping[int, Mapping[str, Sample]]) -> int:
    """The fewest rounds that a case had."""
    return min(len(sample.seconds) for of in samples.values() for sample in of.values())


def _short(value: float) -> str:
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
