"""``factbook docs``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from ._shared import OUTDATED, PROBLEMS, CannotGoOn, needs, open_project, show

if TYPE_CHECKING:
    from factbook_codegen.settings import Project
    from factbook_codegen.site.building import Built

_EPILOG = """\b
Examples:
  factbook docs              then open site/index.html
  factbook docs --serve      look at it in a browser while you edit the catalogue

\b
Exit codes:
  0  the site is there
  1  errors in the catalogue, the settings or a page; a scenario or story is
     false: nothing was written
  2  used wrongly, there is no project here, or its functions cannot be imported
  3  generated/ is out of date, or the site cannot be written
"""


@click.command(epilog=_EPILOG)
@click.option("--serve", is_flag=True, help="Stay, show the site on this machine, and build it again on every change.")
@click.option("--port", type=click.IntRange(0, 65535), default=8600, show_default=True, help="Where to serve; 0: any.")
@click.option("--no-play", is_flag=True, help="Show scenarios and stories without playing them.")
def command(serve: bool, port: int, no_play: bool) -> None:
    """Build the documentation site into the folder site/.

    Pages for everything in the catalogue, with diagrams, search, and the Markdown that lies beside it. Every scenario
    and story that is shown is played on your functions first. The folder works from a disk, from any address, offline
    and on paper.
    """
    source = click.get_current_context().get_parameter_source("port")
    if source is ParameterSource.COMMANDLINE and not serve:
        raise click.UsageError("--port goes with --serve: without it the site is only written, into a folder.")
    with needs("codegen"):
        import_module("factbook_codegen.site.building")
    project, problems = open_project()
    if problems:
        show(problems)
        raise SystemExit(PROBLEMS)
    if serve:
        from ._serve import serve_project

        serve_project(project, play=not no_play, port=port)
        return
    built = build_site(project, play=not no_play)
    report(project, built)
    if code := exit_code(built):
        raise SystemExit(code)


def build_site(project: Project, *, play: bool) -> Built:
    """Build the site, with examples played in this process."""
    from factbook_codegen.site.building import build

    if not play:
        from factbook_codegen.site.played import Played

        unplayed = Played("the site was built with --no-play")
        return build(project, lambda catalogue: (dict.fromkeys(catalogue.systems, unplayed), ()))
    from ._examples import Outdated, Unplayable
    from ._examples import play as play_examples

    try:
        return build(project, lambda catalogue: play_examples(project, catalogue))
    except Outdated as outdated:
        name = project.settings.generated
        click.echo(f"{name}/{outdated} is not as the catalogue says: run `factbook generate` first.", err=True)
        raise SystemExit(OUTDATED) from None
    except Unplayable as error:
        raise CannotGoOn(f"{error}\nWith --no-play the site is built without playing anything.") from None


def exit_code(built: Built) -> int:
    """What the process answers after a build."""
    if built.plan is None:
        return PROBLEMS
    return 0 if built.done else OUTDATED


def report(project: Project, built: Built) -> None:
    """Print the problems that matter now, what was done, and where to look."""
    from factbook_codegen import reports
    from factbook_codegen.diagnostics import Severity

    show([one for one in built.problems if one.severity is not Severity.NOTE])
    click.echo(reports.summary(built.counts, built.problems))
    name, plan = project.settings.site, built.plan
    if plan is None or not built.done:
        click.echo(f"{name}/: nothing was written")
        return
    numbers = f"{len(plan.missing)} new, {len(plan.stale)} changed, {len(plan.orphans)} removed"
    click.echo(f"{name}/: {numbers}, {plan.unchanged} unchanged")
    click.echo(f"open {name}/index.html")
