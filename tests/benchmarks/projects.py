"""Projects to run ``factbook generate`` in."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from . import catalogues
from .harness import Bench, Failed

FACTBOOK: Final = Path(sys.executable).with_name("factbook")
"""The command that is measured."""


def fresh(folder: Path, messages: int, svg: str = "none") -> Path:
    """A project with so many messages, in which nothing was generated yet."""
    catalogues.write_project(folder, messages, svg)
    return folder


def generate(project: Path) -> None:
    """Generate once, unmeasured."""
    done = subprocess.run([FACTBOOK, "generate"], cwd=project, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"factbook generate: exit code {done.returncode}\n{done.stdout}{done.stderr}")


def forget(project: Path, bench: Bench) -> None:
    """Take away what was generated, and what is remembered of it."""
    bench.discard(project / "generated", project / ".factbook")


def changing(project: Path, messages: int) -> Callable[[], None]:
    """What changes, each time anew, the summary of an event and the bound of a field in the last file."""
    file = project / "catalogue" / catalogues.SYSTEM / f"{catalogues.contexts(messages)[-1]}.yaml"
    original = file.read_text("utf-8")
    turn = 0

    def change() -> None:
        nonlocal turn
        turn += 1
        changed = original.replace("The shelf of a case was changed", f"The shelf of a case was changed {turn} times")
        file.write_text(re.sub("max: 10000", f"max: {20000 + turn}", changed, count=1), "utf-8")

    return change
