"""Runs the command line in this process, as a person would in a shell of 80 columns."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen
from click.testing import CliRunner

from factbook.cli import main


@frozen
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def factbook(*arguments: str, cwd: Path | None = None) -> Answer:
    """Run ``factbook <arguments>`` in a folder."""
    with _inside(cwd):
        result = CliRunner().invoke(main, arguments, prog_name="factbook", env={"COLUMNS": "80"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.exit_code, result.stdout, result.stderr)


@contextmanager
def _inside(folder: Path | None) -> Generator[None]:
    before = Path.cwd()
    os.chdir(folder or before)
    try:
        yield
    finally:
        os.chdir(before)
