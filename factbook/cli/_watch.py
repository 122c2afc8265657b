"""``factbook generate --watch``: one line a run, until Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ._shared import needs, open_project, show

if TYPE_CHECKING:
    from factbook_codegen.diagnostics import Diagnostic
    from factbook_codegen.outcome import Outcome
    from factbook_codegen.settings import Project


def watch_project(project: Project, *, svg: bool, overwrite: Sequence[str]) -> None:
    """Generate now and after every change. Errors are shown and waited out; only Ctrl-C ends it."""
    with needs("codegen"):
        from factbook_codegen.watching import changes
    problems: list[Diagnostic] = []
    click.echo(f"watching {project.settings.catalogue}/ (Ctrl-C ends it)")
    try:
        while True:
            for _ in changes(project):
                if not problems:
                    _run(project, svg, overwrite)
                    overwrite = ()
            project, problems = open_project()
            show(problems)
    except KeyboardInterrupt:
        click.echo("stopped")


def _run(project: Project, svg: bool, overwrite: Sequence[str]) -> None:
    from factbook_codegen.diagnostics import Severity
    from factbook_codegen.generating import generate

    start = time.perf_counter()
    outcome = generate(project, svg=svg, overwrite=overwrite)
    seconds = time.perf_counter() - start
    show([one for one in outcome.problems if one.severity is not Severity.NOTE])
    click.echo(f"{time.strftime('%H:%M:%S')}  {_line(outcome)} ({seconds:.1f} s)")


def _line(outcome: Outcome) -> str:
    plan = outcome.plan
    if plan is None or not outcome.current:
        from factbook_codegen.diagnostics import Severity

        errors = sum(one.severity is Severity.ERROR for one in outcome.problems)
        return f"nothing written: {errors} error{'s' if errors != 1 else ''}"
    if plan.current:
        return f"all {plan.unchanged} files are current"
    return (
        f"{len(plan.missing)} new, {len(plan.stale)} changed, {len(plan.orphans)} removed, {plan.unchanged} unchanged"
    )
