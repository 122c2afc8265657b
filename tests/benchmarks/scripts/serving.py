"""Prints how long it takes from a change of a file until an open page is told to load again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Final
from urllib.request import urlopen

from .. import projects

_CHANGES: Final = 4
"""How often a file is changed; the first does not count, because what stays at hand is then read for the first time."""

_LONGEST: Final = 300
"""Seconds after which it is given up."""


def main(folder: Path, size: int) -> None:
    """Serve the site of a project, and change one file again and again."""
    command = (projects.FACTBOOK, "docs", "--serve", "--no-play", "--port", "0")
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().split()[0]
        process.stdout.readline()  # what the first build did
        change = projects.changing(folder, size)
        _settled(folder / "generated")
        seconds: list[float] = []
        at = _news(address, "none")
        for _ in range(_CHANGES):
            before = time.perf_counter()
            change()
            at = _news(address, str(at))
            seconds.append(time.perf_counter() - before)
            _settled(folder / "generated")
        print(median(seconds[1:]))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _news(address: str, since: str) -> int:
    """What a page does that is open: wait until the site is another."""
    give_up = time.monotonic() + _LONGEST
    while time.monotonic() < give_up:
        with urlopen(f"{address}-/changes?since={since}", timeout=_LONGEST) as answer:
            news = json.load(answer)
        if news["problems"]:
            raise SystemExit(news["problems"])
        if str(news["at"]) != since:
            return int(news["at"])
    raise SystemExit("no page was told to load again")


def _settled(folder: Path) -> None:
    """Wait until nothing has been written into a folder for a while."""
    quiet = 0
    seen: object = None
    while quiet < 20:
        time.sleep(0.1)
        now = [one.stat().st_mtime_ns for one in (folder, folder / "SHA256SUMS") if one.exists()]
        quiet = quiet + 1 if now and now == seen else 0
        seen = now


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
