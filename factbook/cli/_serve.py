"""``factbook docs --serve``: the site in a browser, built again whenever something changes, until Ctrl-C."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click
from attrs import Factory, define

from ._shared import CannotGoOn, needs, open_project, show

if TYPE_CHECKING:
    from factbook_codegen.diagnostics import Diagnostic
    from factbook_codegen.settings import Project
    from factbook_codegen.site.desk import Desk
    from factbook_codegen.site.played import Played
    from factbook_codegen.site.serving import Live

_APART = "from factbook.cli import _serve; _serve.tell()"


def serve_project(project: Project, *, play: bool, port: int) -> None:
    """Build, serve, and build again after every change. Errors are shown and waited out; only Ctrl-C ends it."""
    with needs("codegen"):
        from factbook_codegen.site.desk import Desk
        from factbook_codegen.site.serving import Live, serve
        from factbook_codegen.watching import changes
    live = Live()
    session = _Session(live, play, Desk())
    problems: Sequence[Diagnostic] = ()
    try:
        with serve(project.site, live, port) as address:
            click.echo(f"{address} (Ctrl-C ends it)")
            while True:
                for _ in changes(project, site=True):
                    if not problems:
                        session.run(project)
                project, problems = open_project()
                show(problems)
    except OSError as error:
        raise CannotGoOn(f"port {port} cannot be used: {error.strerror}. Choose another with --port.") from None
    except KeyboardInterrupt:
        click.echo("stopped")


@define
class _Session:
    live: Live
    play: bool
    desk: Desk
    played: Mapping[str, Played] = Factory(dict[str, "Played"])

    def run(self, project: Project) -> None:
        """Build first, so that whoever looks sees it at once; then generate, play the examples (in a process of their
        own), and build again if they say more."""
        from factbook_codegen.generating import generate

        start = time.perf_counter()
        if not self._build(project, start):
            return
        outcome = generate(project)
        if outcome.failed or not outcome.current:
            self._tell(outcome.problems, f"nothing written to {project.settings.generated}/")
            return
        if not self.play:
            return
        played, false, fault = play_apart(project)
        if fault:
            self.live.changed(fault)
            click.echo(fault, err=True)
            return
        if false:
            self._tell(false, f"{len(false)} scenarios or stories are false")
        if played != self.played:
            self.played = played
            self._build(project, start, quiet=bool(false))

    def _build(self, project: Project, start: float, *, quiet: bool = False) -> bool:
        from factbook_codegen.site.building import build

        built = build(project, lambda _: (self.played, ()), self.desk)
        if not built.done or built.plan is None:
            self._tell(built.problems, f"nothing written to {project.settings.site}/")
            return False
        if not quiet:
            self.live.changed()
        changed = len(built.plan.writes) + len(built.plan.orphans)
        _say(f"{changed} files changed, {built.plan.unchanged} unchanged ({time.perf_counter() - start:.1f} s)")
        return True

    def _tell(self, problems: Sequence[Diagnostic], words: str) -> None:
        from factbook_codegen import reports
        from factbook_codegen.diagnostics import Severity

        shown = [one for one in problems if one.severity is not Severity.NOTE]
        show(shown)
        self.live.changed(reports.text(shown))
        _say(words)


def _say(words: str) -> None:
    click.echo(f"{time.strftime('%H:%M:%S')}  {words}")


def play_apart(project: Project) -> tuple[Mapping[str, Played], Sequence[Diagnostic], str]:
    """Play the examples in a process of their own, so that changed functions are imported anew.

    The last part of the answer says what went wrong with that, if anything did.
    """
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as pipe:
        process = subprocess.Popen(
            [sys.executable, "-c", _APART, str(writing)],
            cwd=project.root,
            pass_fds=(writing,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        os.close(writing)
        answer = pipe.read()
    _, errors = process.communicate()
    if process.returncode or not answer:
        return {}, (), f"the examples cannot be played: {(errors.strip().splitlines() or ['no reason given'])[-1]}"
    played, false = pickle.loads(answer)  # what our own process has sent
    return played, false, ""


def tell() -> None:
    """Be that process: play, and send what came of it."""
    from factbook_codegen.reading import read

    from ._examples import play

    project, _ = open_project()
    answer: Any = play(project, read(project.catalogue, project.root).catalogue)
    with suppress(BrokenPipeError), os.fdopen(int(sys.argv[1]), "wb") as pipe:
        pickle.dump(answer, pipe, protocol=5)
