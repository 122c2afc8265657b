"""``factbook release``."""

from __future__ import annotations

import click

from ._shared import OUTDATED, PROBLEMS, CannotGoOn, needs, open_project, show

_LISTED = 20

_EPILOG = """\b
Examples:
  factbook release            when a version of the system goes live
  factbook release --check    in CI: fails when a released file was edited

\b
Exit codes:
  0  everything that is live is released
  1  errors in the catalogue, or a released file was edited: nothing was written
  2  used wrongly, or there is no project here
  3  generated/ is not current (run `factbook generate`), or with --check there
     are versions that were not released
"""


@click.command(epilog=_EPILOG)
@click.option("--check", is_flag=True, help="Write nothing; say what was not released or was edited, and fail.")
def command(check: bool) -> None:
    """Freeze what is live: for each version of each event its schema, and payloads that must stay readable.

    They are written to generated/<system>/released/, once and never again; every later test run reads them all.
    Payloads of your own go beside them: <Event>.v1.<anything>.json.
    """
    with needs("codegen"):
        from factbook_codegen import releasing, reserving
        from factbook_codegen.generating import generate
        from factbook_codegen.reading import read
        from factbook_codegen.reports import has_errors
    project, problems = open_project()
    outcome = generate(project, check=True, svg=False)
    reading = read(project.catalogue, project.root)
    found = [*problems, *outcome.problems, *releasing.edited(project, reading.catalogue)]
    found += reserving.reserved(reading.catalogue, project)
    if has_errors(found):
        show(found)
        raise SystemExit(PROBLEMS if outcome.plan is None or outcome.current else OUTDATED)
    if check:
        missing = releasing.missing(project, reading.catalogue)
        for path in missing[:_LISTED]:
            click.echo(f"  not released: {path}")
        click.echo(f"{len(missing)} not released")
        if missing:
            raise SystemExit(OUTDATED)
        return
    if unfit := list(releasing.unfit(project, reading.catalogue)):
        raise CannotGoOn("\n  ".join(("nothing was released, since this would stay for ever:", *unfit)))
    with needs("test"):
        from ._payloads import payloads
    done = releasing.freeze(project, reading.catalogue, payloads(project))
    click.echo(f"{project.settings.generated}/: {len(done.added)} released, {done.kept} before")
    for path in done.added[:_LISTED]:
        click.echo(f"  + {project.settings.generated}/{path}")
    if len(done.added) > _LISTED:
        click.echo(f"    and {len(done.added) - _LISTED} more")
