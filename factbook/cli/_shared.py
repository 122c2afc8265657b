"""What the commands share: exit codes, the project they work on, and how they show problems."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from factbook_codegen.diagnostics import Diagnostic
    from factbook_codegen.settings import Project

PROBLEMS: Final = 1
USAGE: Final = 2
OUTDATED: Final = 3


class CannotGoOn(click.ClickException):
    """What a person asked for cannot be done here; nothing is wrong with a catalogue."""

    exit_code = USAGE


def open_project() -> tuple[Project, list[Diagnostic]]:
    """The project around the current folder, and what is wrong with its settings."""
    from factbook_codegen.settings import find_project, load_project

    root = find_project(Path.cwd())
    if root is None:
        raise CannotGoOn(
            "there is no project here: neither this folder nor one above it has a pyproject.toml with [tool.factbook]"
            " or a folder named catalogue. Start one with `factbook new NAME`."
        )
    return load_project(root)


@contextmanager
def needs(extra: str) -> Generator[None]:
    """Say which extra to install when a package that it brings is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("factbook", "factbook_codegen"):
            raise
        raise CannotGoOn(
            f"this needs the package {error.name}, which is not installed: pip install 'factbook[{extra}]'"
        ) from error


def show(problems: Sequence[Diagnostic]) -> None:
    """Print problems for a person, on stderr."""
    from factbook_codegen import reports

    if problems:
        click.echo(reports.text(problems, colour=_colourful()), err=True)


def _colourful() -> bool:
    return sys.stderr.isatty() and "NO_COLOR" not in os.environ
