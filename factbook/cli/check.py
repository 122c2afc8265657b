"""``factbook check``."""

from __future__ import annotations

from typing import Literal

import click

from ._shared import PROBLEMS, needs, open_project, show

_EPILOG = """\b
Examples:
  factbook check
  factbook check --format json | jq '.problems[].code'
  factbook check --format sarif > factbook.sarif

\b
Exit codes:
  0  no errors (there may be warnings)
  1  errors
  2  used wrongly, or there is no project here
"""


@click.command(epilog=_EPILOG)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="How to write the report: for people, for programs, or for code hosts.",
)
def command(form: Literal["text", "json", "sarif"]) -> None:
    """Say everything that is wrong with the catalogue.

    Reads every file of the catalogue and the settings, and reports all problems at once, in the order of the files.
    The text report goes to stderr, the others to stdout. Nothing is written.
    """
    with needs("codegen"):
        from factbook_codegen import reports
        from factbook_codegen.checking import check
    project, problems = open_project()
    found, counts = check(project)
    problems = [*problems, *found]
    match form:
        case "text":
            show(problems)
            click.echo(reports.summary(counts, problems))
        case "json":
            click.echo(reports.as_json(problems, counts), nl=False)
        case "sarif":
            from importlib.metadata import version

            click.echo(reports.sarif(problems, version("factbook")), nl=False)
    if reports.has_errors(problems):
        raise SystemExit(PROBLEMS)
