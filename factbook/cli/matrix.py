"""``factbook matrix``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

import click

from ._shared import OUTDATED, PROBLEMS, CannotGoOn, needs, open_project, show

if TYPE_CHECKING:
    from factbook_codegen.settings import Project

    from factbook.system import System

_FOLDER = "matrix"

_EPILOG = """\b
Examples:
  factbook matrix
  factbook matrix --check     in CI: fails when the files are not current

\b
Exit codes:
  0  the files are current
  1  errors in the settings, or a function that fails
  2  used wrongly, or there is no project or no wired system here
  3  files are out of date (--check), were edited by hand, or cannot be written
"""


@click.command(epilog=_EPILOG)
@click.option("--check", is_flag=True, help="Write nothing; say which files are not as the deciders are, and fail.")
def command(check: bool) -> None:
    """Write which commands each decider accepts in which states.

    Explores the deciders of each system that is wired in deciders/<system>/__init__.py, and writes a table and a
    diagram for each of them into generated/<system>/matrix/, with the shortest history to every answer.
    """
    project, problems = open_project()
    if problems:
        show(problems)
        raise SystemExit(PROBLEMS)
    with needs("codegen"):
        import_module("factbook_codegen.svg")
    with needs("test"):
        import_module("factbook.testing.matrix")
    sys.path.insert(0, str(project.root))
    current = True
    for name in _systems(project):
        current &= _bring(project, name, check)
    if not current:
        raise SystemExit(OUTDATED)


def _systems(project: Project) -> Iterator[str]:
    """The systems that were generated, and those of which only a matrix is left."""
    names = {file.parent.name for file in project.generated.glob("*/catalogue.json")}
    if not names:
        raise CannotGoOn(f"{project.settings.generated}/ holds no system: run `factbook generate` first.")
    yield from sorted(names | {folder.parent.name for folder in project.generated.glob(f"*/{_FOLDER}")})


def _bring(project: Project, name: str, check: bool) -> bool:
    """Bring the matrices of one system up to date, or only say in what they are not; whether they now are."""
    from factbook_codegen.disk import digest, look
    from factbook_codegen.moving import CannotWrite, carry_out
    from factbook_codegen.writing import STAGING, complaints, foreign, plan, problem, read_sums, sums_text

    folder = project.generated / name / _FOLDER
    shown = f"{project.settings.generated}/{name}/{_FOLDER}"
    texts = _texts(project, name) if (project.generated / name / "catalogue.json").exists() else {}
    contents = {path: text.encode() for path, text in texts.items()}
    wanted = {path: digest(content) for path, content in contents.items()}
    disk = look(folder, skip=(STAGING,))
    todo = plan(wanted, disk, read_sums(folder), (), shown)
    show([*complaints(todo, shown), *foreign(todo, shown)])
    if todo.current:
        click.echo(f"{shown}/: all {todo.unchanged} files are current")
        return True
    numbers = f"{len(todo.missing)} new, {len(todo.stale)} changed, {len(todo.orphans)} removed"
    if check or todo.refused:
        edited = f", {len(todo.edited)} edited by hand" if todo.edited else ""
        click.echo(f"{shown}/: nothing was written ({numbers}{edited}, {todo.unchanged} current)")
        for path in (*todo.missing, *todo.stale, *todo.orphans):
            click.echo(f"  {shown}/{path} is not as the deciders are: run `factbook matrix`", err=True)
        return False
    try:
        carry_out(todo, folder, disk.folders, contents, sums_text(wanted).encode())
    except CannotWrite as error:
        show([problem("FB704", f"{shown}/{error.path}", f"nothing was written: {error.reason}", "make room for it")])
        return False
    click.echo(f"{shown}/: {numbers}, {todo.unchanged} unchanged")
    return True


def _texts(project: Project, name: str) -> dict[str, str]:
    """Table, DOT and picture of each decider, by path."""
    from factbook_codegen.diagrams import states
    from factbook_codegen.svg import Undrawn, render

    from factbook.blaming import blame
    from factbook.testing.matrix import matrix

    texts: dict[str, str] = {}
    dots: dict[str, str] = {}
    for full, decider in _system(name).deciders.items():
        try:
            found = matrix(decider)
        except Exception as error:  # whatever a user's own function raises
            if (blamed := blame(error, project.root)) is None:
                raise
            click.echo(blamed, err=True)
            raise SystemExit(PROBLEMS) from None
        picture = found.picture()
        title = f"States of {full.rpartition('.')[2]}"
        dot = states(title, f"deciders/{name}", picture.stays, picture.commands, picture.events)
        texts[f"{full}.md"] = found.markdown()
        texts[f"{full}.dot"] = dots[f"{full}.svg"] = dot
    renderer = project.settings.svg
    if renderer == "none":
        return texts
    try:
        return {**texts, **render(dots, renderer=renderer)}
    except Undrawn as error:
        raise CannotGoOn(str(error)) from None


def _system(name: str) -> System:
    from factbook.testing.wired import Unwired, wired

    try:
        return wired(name)
    except Unwired as error:
        raise CannotGoOn(str(error)) from None
    except Exception as error:  # whatever a user's own module raises when it is imported
        what = f"{type(error).__name__}: {error}"
        raise CannotGoOn(f"deciders/{name} cannot be imported: {what}. Is generated/ current?") from error
