"""``factbook scenario``."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ._shared import PROBLEMS, CannotGoOn, needs, open_project, show

if TYPE_CHECKING:
    from factbook_codegen.adding import Addition
    from factbook_codegen.settings import Project

LAST: Final = ".factbook/counterexample.yaml"
"""Where the pytest plugin saves the last counterexample."""

_CONTEXT: Final = re.compile(r"^# context: (\S+)$", re.MULTILINE)

_EPILOG = """\b
Examples:
  factbook scenario add --title "a code is withdrawn once" --then "[]"
  factbook scenario add found.yaml
  pbpaste | factbook scenario add -

\b
Exit codes:
  0  it is in the catalogue
  1  it cannot be added, or the catalogue would be wrong: nothing was written
  2  used wrongly, or there is no project here
"""


@click.group()
def command() -> None:
    """Keep examples that were found: add them to the catalogue."""


@command.command(epilog=_EPILOG)
@click.argument("file", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--title", default="", metavar="TEXT", help="What the example says, instead of the title it has.")
@click.option("--then", default="", metavar="YAML", help="What is right, instead of what it says under `then`.")
@click.option("--context", default="", metavar="NAME", help="The context, where the name of the subject is in several.")
def add(file: Path | None, title: str, then: str, context: str) -> None:
    """Add the scenarios in FILE to the catalogue (`-` reads them from stdin).

    Without FILE, it is the counterexample that the last failing run of pytest found. They go below `scenarios:` of the
    context that has the command, decider, view or policy they are about; all else in the file stays as it is. Nothing
    is written when the catalogue would have errors that it has not now.
    """
    with needs("codegen"):
        from factbook_codegen.adding import CannotAdd
        from factbook_codegen.adding import add as add_to
        from factbook_codegen.reading import find_sheets
    project, problems = open_project()
    if problems:
        show(problems)
        raise SystemExit(PROBLEMS)
    text = _text(project, file)
    if file is None and not context and (named := _CONTEXT.search(text)):
        context = named[1]
    sheets, _ = find_sheets(project.catalogue, project.root)
    try:
        made = add_to(sheets, text, context, title, then)
    except CannotAdd as error:
        click.echo(f"nothing was added: {error}", err=True)
        raise SystemExit(PROBLEMS) from None
    before = {sheet.file: sheet.data for own in sheets.values() for sheet in own}
    for path, addition in {one.file: one for one in made}.items():
        _write(project, addition, before[path])
    for one in made:
        click.echo(f'{one.file}:{one.line}: "{one.title}" is a scenario of {one.subject} now')
    if not then:
        click.echo("Look whether it says under `then` what is right: a counterexample says what was answered.")
    click.echo("Then run `factbook generate`, and it is a test.")


def _text(project: Project, file: Path | None) -> str:
    if file is None and not (project.root / LAST).exists():
        raise CannotGoOn("no run of pytest has left a counterexample here: name a FILE, or `-` to read from stdin.")
    try:
        if file is not None and str(file) == "-":
            return sys.stdin.read()
        return (file or project.root / LAST).read_text("utf-8")
    except UnicodeDecodeError:
        raise CannotGoOn(f"{file or LAST} is no text in UTF-8.") from None
    except OSError as error:
        raise CannotGoOn(f"{file or LAST} cannot be read: {error.strerror}.") from None


def _write(project: Project, addition: Addition, before: bytes) -> None:
    """Replace a file in one step, so that it is whole whatever happens; a file changed meanwhile is left alone."""
    place = (project.root / addition.file).resolve()
    beside = place.with_name(f".{place.name}.new")
    try:
        if place.read_bytes() != before:
            raise CannotGoOn(f"{addition.file} was changed meanwhile, and is left as it is: try again.")
        beside.write_bytes(addition.data)
        shutil.copymode(place, beside)
        os.replace(beside, place)
    except OSError as error:
        raise CannotGoOn(f"{addition.file} cannot be written, and is as it was: {error.strerror}.") from None
    finally:
        beside.unlink(missing_ok=True)
