"""Measures commands: wall and processor time in rounds that alternate, peak memory in a run of its own."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from math import inf
from pathlib import Path
from statistics import median
from typing import Final

from attrs import frozen

_POLL: Final = 0.002
"""Seconds between two looks at the memory of a process and its children."""

_LONGEST: Final = 600
"""Seconds after which a command is given up."""

_ENVIRONMENT: Final = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""What commands run in: as on a machine where everything was compiled when it was installed."""


def _nothing() -> None:
    """What there is to prepare by default."""


@frozen
class Case:
    """A command to measure, in ``folder``; ``prepare`` runs before each time and is not measured.

    With ``inner`` the command says itself, in seconds on the last line of its output, how long what matters took.
    """

    name: str
    command: Sequence[str | Path]
    folder: Path
    prepare: Callable[[], None] = _nothing
    inner: bool = False


@frozen
class Sample:
    """What was measured of a case: seconds of each round, peak memory in bytes (0 where it cannot be known), and the
    seconds of each round that processors worked, together (none where a command times only a part of itself).
    """

    seconds: tuple[float, ...]
    peak: int
    busy: tuple[float, ...] = ()

    @property
    def median(self) -> float:
        """The median of the rounds, in seconds."""
        return median(self.seconds)


class Failed(Exception):
    """A command that was to be measured failed."""


@frozen
class Bench:
    """How to measure: so many ``rounds``, in the folder ``work`` for things that come and go, beside what is installed
    in the environment whose programs lie in ``peers``; ``quick`` only tries whether it works, with the least size.
    No round begins that would end after ``deadline`` (in seconds of the monotonic clock), and no larger size after it,
    but for the first.
    """

    rounds: int
    work: Path
    peers: Path
    quick: bool = False
    deadline: float = inf

    def discard(self, *paths: Path) -> None:
        """Take files or folders away without deleting them, which some file systems pay for when the next are made."""
        trash = self.work / "discarded"
        for path in paths:
            if path.exists():
                trash.mkdir(parents=True, exist_ok=True)
                path.rename(trash / str(sum(1 for _ in trash.iterdir())))

    def by_size(
        self, sizes: Sequence[int], cases: Callable[[Bench, int], Sequence[Case]]
    ) -> dict[int, dict[str, Sample]]:
        """Measure the ``cases`` of each size, one size after the other, as long as there is time."""
        samples: dict[int, dict[str, Sample]] = {}
        for size in sizes[:1] if self.quick else sizes:
            if samples and time.monotonic() > self.deadline:
                print(" no time for more", file=sys.stderr, flush=True)
                break
            print(f" {size:,}", file=sys.stderr, flush=True)
            samples[size] = self.measure(cases(self, size))
        return samples

    def measure(self, cases: Sequence[Case]) -> dict[str, Sample]:
        """Measure the cases by turns: each round runs all of them, every other round in reverse order.

        Before the first round every case runs once for its memory, which also fills the caches of the file system.
        """
        peaks: dict[str, int] = {}
        for case in cases:
            case.prepare()
            peaks[case.name] = _peak(case)
        measured: dict[str, list[tuple[float, float]]] = {case.name: [] for case in cases}
        for number in range(self.rounds):
            start = time.monotonic()
            for case in cases if number % 2 == 0 else reversed(cases):
                case.prepare()
                measured[case.name].append(_timed(case))
            print(f"  round {number + 1} of {self.rounds}", file=sys.stderr, flush=True)
            if 2 * time.monotonic() - start > self.deadline:
                print("  no time for more", file=sys.stderr, flush=True)
                break
        return {
            case.name: Sample(
                tuple(seconds for seconds, _ in measured[case.name]),
                peaks[case.name],
                () if case.inner else tuple(busy for _, busy in measured[case.name]),
            )
            for case in cases
        }


def _timed(case: Case) -> tuple[float, float]:
    """Wall time, or what the command says itself, and processor time."""
    busy = _busy()
    start = time.perf_counter()
    try:
        done = subprocess.run(
            case.command,
            cwd=case.folder,
            env=_ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST,
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{case.name}: not done after {_LONGEST} s") from error
    seconds = time.perf_counter() - start
    if done.returncode:
        raise Failed(f"{case.name}: exit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return float(done.stdout.splitlines()[-1]) if case.inner else seconds, _busy() - busy


def _busy() -> float:
    """The seconds that processors have worked for commands that have ended, and for what these started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak(case: Case) -> int:
    """The most memory that the process and its descendants were seen to hold together (Linux only, else 0)."""
    if not Path("/proc/self/smaps_rollup").exists():
        return 0
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(case.command, cwd=case.folder, env=_ENVIRONMENT, stdout=quiet, stderr=quiet)
    greatest = 0
    give_up = time.monotonic() + _LONGEST
    while process.poll() is None:
        if time.monotonic() > give_up:
            process.kill()
        greatest = max(greatest, sum(map(_held, _family(process.pid))))
        time.sleep(_POLL)
    return greatest


def _family(pid: int) -> list[int]:
    """A process and its descendants that live now."""
    found = [pid]
    for each in found:
        with suppress(OSError):
            found += map(int, Path(f"/proc/{each}/task/{each}/children").read_text("ascii").split())
    return found


def _held(pid: int) -> int:
    """The memory that a process holds; of pages that it shares, its part, so that sums count nothing twice."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
