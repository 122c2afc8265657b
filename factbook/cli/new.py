"""``factbook new``."""

from __future__ import annotations

from pathlib import Path

import click

from ._shared import CannotGoOn

_EPILOG = """\b
Examples:
  factbook new shop
  cd shop && factbook check && factbook generate && pytest && factbook docs
  factbook new shop --ci     with a workflow for GitHub that publishes the site

\b
Exit codes:
  0  the project is there
  2  there is something of that name already, or the name cannot be used
"""


@click.command(epilog=_EPILOG)
@click.argument("path", metavar="NAME", type=click.Path(path_type=Path))
@click.option("--ci", is_flag=True, help="Write a workflow too: it checks the project, and publishes its site.")
def command(path: Path, ci: bool) -> None:
    """Start a project in a new folder NAME.

    It is small and complete: a catalogue with scenarios and a story, pure functions that keep its promises, a test, a
    README. Nothing is asked, and nothing that exists is touched.
    """
    from factbook_codegen.newproject import create, wrong_with

    if wrong := wrong_with(path.name):
        raise CannotGoOn(f'"{path.name}" cannot name a project: {wrong}.')
    try:
        written = create(path, ci=ci)
    except FileExistsError:
        raise CannotGoOn(f"{path} exists already, and is left as it is. Choose another name.") from None
    except OSError as error:
        raise CannotGoOn(f"{path} cannot be written: {error.strerror}.") from None
    for file in written:
        click.echo(f"  + {path / file}")
    click.echo(f"\nNow: cd {path} && factbook check && factbook generate && pytest && factbook docs")
