"""``factbook generate``."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._shared import OUTDATED, PROBLEMS, CannotGoOn, needs, open_project, show

if TYPE_CHECKING:
    from factbook_codegen.outcome import Outcome
    from factbook_codegen.settings import Project

_LISTED = 20

_EPILOG = """\b
Examples:
  factbook generate
  factbook generate --check          in CI: fails when generated/ is not current
  factbook generate --watch          again after every change, until Ctrl-C
  factbook generate --overwrite generated/shop/ordering/events.py

\b
Exit codes:
  0  generated/ is current
  1  errors in the catalogue, the settings or a target: nothing was written
  2  used wrongly, or there is no project here
  3  files in generated/ are out of date (--check), were edited by hand, or
     cannot be written: nothing was written
"""


@click.command(epilog=_EPILOG)
@click.option("--check", is_flag=True, help="Write nothing; say which files are not as the catalogue says, and fail.")
@click.option("--watch", is_flag=True, help="Stay, and generate again whenever the catalogue changes.")
@click.option("--no-svg", is_flag=True, help="Leave the pictures as they are: faster, when only code is wanted.")
@click.option(
    "--overwrite",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write over a file (or the files of a folder) that was edited by hand. May be repeated.",
)
def command(check: bool, watch: bool, no_svg: bool, overwrite: tuple[Path, ...]) -> None:
    """Write what follows from the catalogue into the folder generated/.

    Only files that change are written, all of them or none; files that nothing makes any more are removed. A file that
    was edited by hand is never written over, unless it is named with --overwrite.
    """
    if check and (watch or overwrite):
        raise click.UsageError("--check only looks: it goes with neither --watch nor --overwrite.")
    with needs("codegen"):
        from factbook_codegen.generating import generate
    project, problems = open_project()
    if problems:
        show(problems)
        raise SystemExit(PROBLEMS)
    below = [_below(project, path) for path in overwrite]
    if watch:
        from ._watch import watch_project

        watch_project(project, svg=not no_svg, overwrite=below)
        return
    outcome = generate(project, check=check, svg=not no_svg, overwrite=below)
    report(project, outcome)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)  # the process ends here: nobody has to look through all that goes with it
    if code := exit_code(outcome):
        raise SystemExit(code)


def exit_code(outcome: Outcome) -> int:
    """What the process answers after a run."""
    if outcome.failed:
        return PROBLEMS
    return 0 if outcome.current else OUTDATED


def report(project: Project, outcome: Outcome) -> None:
    """Print the problems that matter now, what was done, and a summary."""
    from factbook_codegen import reports
    from factbook_codegen.diagnostics import Severity

    shown = [one for one in outcome.problems if one.severity is not Severity.NOTE]
    show(shown)
    if outcome.diff:
        click.echo(outcome.diff + "\n", err=True)
    if outcome.counts:
        click.echo(reports.summary(outcome.counts, outcome.problems))
    for line in _deeds(project, outcome):
        click.echo(line)


def _deeds(project: Project, outcome: Outcome) -> Iterable[str]:
    name, plan = project.settings.generated, outcome.plan
    if plan is None:
        yield f"{name}/: nothing was written"
        return
    if plan.current:
        yield f"{name}/: all {plan.unchanged} files are current"
        return
    changes = sorted(
        [(path, "+") for path in plan.missing]
        + [(path, "~") for path in plan.stale]
        + [(path, "-") for path in plan.orphans]
    )
    if not changes and outcome.done:
        yield f"{name}/: all {plan.unchanged} files are current; their list now names the catalogue as it is"
        return
    numbers = f"{len(plan.missing)} new, {len(plan.stale)} changed, {len(plan.orphans)} removed"
    if not outcome.done:
        edited = f", {len(plan.edited)} edited by hand" if plan.edited else ""
        yield f"{name}/: nothing was written ({numbers}{edited}, {plan.unchanged} current)"
        return
    yield f"{name}/: {numbers}, {plan.unchanged} unchanged"
    for path, sign in changes[:_LISTED]:
        yield f"  {sign} {name}/{path}"
    if len(changes) > _LISTED:
        yield f"    and {len(changes) - _LISTED} more"


def _below(project: Project, path: Path) -> str:
    """A path that a person gave, from here or from the project, as a path below the generated folder."""
    for start in (Path.cwd(), project.root):
        candidate = Path(start, path)
        if candidate.is_relative_to(project.generated) and ".." not in path.parts:
            return candidate.relative_to(project.generated).as_posix()
    raise CannotGoOn(f"--overwrite {path}: that is not in {project.settings.generated}/")
