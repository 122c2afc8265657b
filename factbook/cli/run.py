"""``factbook run``."""

from __future__ import annotations

import os
import signal
import sys
from threading import Lock
from typing import Final

import click

from ._systems import EXIT_CODES, faults, find_handlers, find_system, store_url, system_options

_EPILOG = f"""\b
Examples:
  factbook run                                         on the project's own file
  factbook run --workers 4 --store postgresql://db/shop

{EXIT_CODES}"""

PATIENCE: Final = 5.0
"""After how many seconds it is told what has not ended yet."""


@click.command(epilog=_EPILOG)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="How many threads.")
@click.option("--until-idle", is_flag=True, help="End when nothing is left to do now.")
@system_options
def command(workers: int, until_idle: bool, name: str | None, store: str | None) -> None:
    """Process what follows from events: policies, effects, views. Ends on Ctrl-C or SIGTERM, with nothing half done.

    Several of these may run on one store, on several machines: they share the work, and nothing is done twice. What
    does effects outside is `effects.SYSTEM.EFFECTS`, a mapping from the class of an effect to a function.
    """
    from factbook.application import Application

    system = find_system(name)
    handlers = find_handlers(system)
    with faults():
        if until_idle:
            with Application(system, store_url(system, store), effects=handlers, require_handlers=True) as app:
                click.echo(f"done: {app.settle()} reactions")
            return
        ending = _Ending()
        for one in (signal.SIGINT, signal.SIGTERM):  # before anything is begun
            signal.signal(one, ending)
        with Application(system, store_url(system, store), effects=handlers, workers=workers) as app:
            click.echo(f"processing {system.name} on {app.store}; Ctrl-C ends it")
            ending.wait()
            click.echo("ending what was begun")
            while doing := app.end(PATIENCE):
                click.echo(f"still doing {', '.join(doing)}; Ctrl-C again ends at once")


class _Ending:
    """What a signal does: the first one asks to end, the second one ends at once.

    It comes in the middle of whatever the main thread does, with the locks that it holds: so nothing is printed here
    as elsewhere, and no ``Event`` is set.
    """

    def __init__(self) -> None:
        self._asked = Lock()
        self._asked.acquire()
        self._first = True

    def __call__(self, number: int, frame: object) -> None:
        """Handle a signal."""
        if self._first:
            self._first = False
            self._asked.release()
            return
        told = "ended at once: what was begun is begun again by whoever runs next, under the same key\n"
        os.write(sys.stdout.fileno(), told.encode())
        os._exit(128 + number)

    def wait(self) -> None:
        """Until the first one comes."""
        while not self._asked.acquire(timeout=1):  # without a timeout, some systems would let no signal through
            pass
