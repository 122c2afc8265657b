"""``factbook diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from ._shared import OUTDATED, PROBLEMS, CannotGoOn, needs, open_project, show

if TYPE_CHECKING:
    from factbook_codegen.diffing.findings import Finding
    from factbook_codegen.settings import Project

_EPILOG = """\b
Examples:
  factbook diff                    with what was released last
  factbook diff main               with a revision of git
  factbook diff ../shop-2025       with another folder
  factbook diff main --fix         write the versions that are needed
  factbook diff main --behaviour   where decisions are others than there
  factbook diff main --behaviour --store sqlite:shop.db --limit 10000
                                   and where on commands that were recorded
  factbook diff v1.4 --format markdown >> CHANGELOG.md

\b
Exit codes:
  0  everything is safe, or accepted
  1  errors in one of the catalogues
  2  used wrongly, or there is nothing to compare with
  3  something needs a version, is a new event, or breaks
"""


@click.command(epilog=_EPILOG)
@click.argument("source", metavar="[REF|DIR]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "markdown"]),
    default="text",
    show_default=True,
    help="How to write the report: for people, programs, code hosts, or a changelog.",
)
@click.option("--fix", is_flag=True, help="Write the versions and changes that are needed into the catalogue.")
@click.option("--behaviour", is_flag=True, help="Compare what the deciders decide instead: of REF or DIR, and of now.")
@click.option(
    "--store",
    metavar="URL",
    help="With --behaviour: decide on the commands that this store kept; it is only read.",
)
@click.option("--limit", type=click.IntRange(1), help="With --store: at most so many commands, the newest ones.")
@click.option("--system", "name", metavar="NAME", help="With --store: whose store it is, if there are more systems.")
@click.option("--no-witness", is_flag=True, help="Do not look for payloads that show what breaks: faster.")
def command(
    source: str | None,
    form: Literal["text", "json", "sarif", "markdown"],
    fix: bool,
    behaviour: bool,
    store: str | None,
    limit: int | None,
    name: str | None,
    no_witness: bool,
) -> None:
    """Say what changed in the catalogue, and whether what was recorded and sent is still understood.

    Each change of an event is safe, needs a version (the YAML to add is printed), or makes it a new event. What breaks
    is shown by a payload that the new code cannot read, found by running it. A break that is meant is accepted once, in
    accepted-breaks.toml.
    """
    with needs("codegen"):
        from factbook_codegen.diffing import accepting
        from factbook_codegen.diffing.comparing import compare
        from factbook_codegen.diffing.fixing import fix as write
        from factbook_codegen.diffing.reading import read_kept
        from factbook_codegen.diffing.sources import NoSource, before
        from factbook_codegen.reports import has_errors
    project, problems = open_project()
    if store is None and (limit, name) != (None, None):
        raise click.UsageError("--limit and --system go with --store.")
    if behaviour:
        if source is None or fix or form != "text":
            raise click.UsageError("--behaviour needs REF or DIR, and goes with neither --fix nor --format.")
        if store is not None:
            from ._whatif import what_if

            what_if(project, source, store, limit, name)
        else:
            _behaviour(project, source)
        return
    if store is not None:
        raise click.UsageError("--store goes with --behaviour, and REF or DIR.")
    now = read_kept(project, project.catalogue, project.root)
    if has_errors((*problems, *now.diagnostics)):
        show((*problems, *now.diagnostics))
        raise SystemExit(PROBLEMS)
    try:
        with before(project, source) as (folder, root, against):
            then = read_kept(project, folder, root)
    except NoSource as error:
        raise CannotGoOn(str(error)) from None
    if has_errors(then.diagnostics):
        click.echo(f"the catalogue of {against} has errors, so there is nothing to compare with:", err=True)
        show(then.diagnostics)
        raise SystemExit(PROBLEMS)
    if no_witness:
        findings = compare(then.catalogue, now.catalogue)
    else:
        with needs("test"):
            from ._witness import mismatch, with_witnesses
        findings = compare(then.catalogue, now.catalogue, mismatch)
        findings = with_witnesses(findings, then.catalogue, now.catalogue, project)
    try:
        findings = accepting.accepted(findings, project.root)
    except accepting.Unreadable as error:
        raise CannotGoOn(str(error)) from None
    _report(findings, against, form)
    for change in accepting.unused(findings, project.root):
        click.echo(f"{accepting.FILE}: nothing is changed as {change} says any more; remove it", err=True)
    if fix:
        for line in write(findings, project.root):
            click.echo(line, err=form != "text")
        left = [one for one in findings if one.broken and not one.yaml]
    else:
        left = [one for one in findings if one.broken]
    if left:
        raise SystemExit(OUTDATED)


def _behaviour(project: Project, source: str) -> None:
    """Where the deciders of two revisions decide differently."""
    import sys

    from factbook_codegen.diffing.sources import NoSource, code_before

    with needs("test"):
        from factbook.testing.behaviour import changes, other
        from factbook.testing.wired import Unwired, wired
    sys.path.insert(0, str(project.root))
    found = 0
    try:
        with code_before(project, source) as folder:
            for name in sorted(one.name for one in project.catalogue.iterdir() if one.is_dir()):
                with other(folder, name) as then:
                    for change in changes(wired(name), then):
                        found += 1
                        click.echo(f"{change.command}: it was {change.before}; now it is {change.now}")
                        click.echo("\nscenarios:\n" + change.scenario + "\n")
    except (NoSource, Unwired, RuntimeError) as error:
        raise CannotGoOn(str(error)) from None
    click.echo(f"compared with {source}: {found} command{'' if found == 1 else 's'} decided on differently")
    if found:
        raise SystemExit(OUTDATED)


def _report(findings: list[Finding], against: str, form: str) -> None:
    from factbook_codegen.diffing import telling

    match form:
        case "json":
            click.echo(telling.as_json(findings, against), nl=False)
        case "sarif":
            from importlib.metadata import version

            click.echo(telling.sarif(findings, version("factbook")), nl=False)
        case "markdown":
            click.echo(telling.markdown(findings, against), nl=False)
        case _:
            if findings:
                click.echo(telling.text(findings))
            click.echo(telling.summary(findings, against))
