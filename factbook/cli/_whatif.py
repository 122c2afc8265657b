"""``factbook diff --behaviour --store``: the recorded commands of a store, decided on by two revisions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ._shared import OUTDATED, CannotGoOn, needs
from ._systems import find_system, progress

if TYPE_CHECKING:
    from factbook_codegen.settings import Project

    from factbook.stores import Store
    from factbook.testing.sides import Here
    from factbook.testing.whatif import Difference, Replay, Tally


def what_if(project: Project, source: str, url: str, limit: int | None, name: str | None) -> None:
    """Tell where the deciders of ``source`` and those of now decide differently on what a store holds."""
    from factbook_codegen.diffing.sources import NoSource, code_before

    from factbook.errors import FactbookError
    from factbook.stores.readonly import open_read_only

    with needs("test"):
        from factbook.testing.sides import Here, there
        from factbook.testing.whatif import replay
    system = find_system(name)
    now = Here(system)
    try:
        store = open_read_only(url)
        try:
            with code_before(project, source) as folder, there(folder, system.name) as then:
                found = replay(store, now, then, limit, progress("{:,} commands", 100))
            if sys.stderr.isatty():
                click.echo("\r", err=True, nl=False)
            _tell(found, source, store, now)
        finally:
            store.close()
    except (NoSource, RuntimeError, FactbookError) as error:
        raise CannotGoOn(str(error)) from None
    if found.differing:
        raise SystemExit(OUTDATED)


def _tell(found: Replay, source: str, store: Store, now: Here) -> None:
    for command, tally in found.tallies.items():
        if tally.differing:
            _differences(command, tally, source, store, now)
    for command, tally in found.tallies.items():
        for count, what in (
            (tally.unlike, "decided on alike by both, but not as it was recorded"),
            (tally.unknown_now, "not understood by the code of now"),
            (tally.unknown_then, f"not understood by {source}"),
        ):
            if count:
                click.echo(f"{command}: {count:,} of {tally.asked:,} {what}")
    if found.skipped:
        many, what = ("command was", "it") if found.skipped == 1 else ("commands were", "them")
        click.echo(f"{found.skipped:,} {many} passed over, since the store did not keep {what}")
        if not found.asked:
            click.echo("an application keeps commands where it is made with keep_commands=True", err=True)
    many = "command" if found.asked == 1 else "commands"
    click.echo(f"compared with {source}: {found.asked:,} recorded {many}, {found.differing:,} decided on differently")


def _differences(command: str, tally: Tally, source: str, store: Store, now: Here) -> None:
    from factbook.testing.whatif import scenario

    click.echo(f"{command}: {tally.differing:,} of {tally.asked:,} decided on differently")
    for one in tally.shown:
        by = f" by {_plain(one.actor)}" if one.actor else ""
        told = f"{source}: {_plain(one.then.told)}; now: {_plain(one.now.told)}"
        click.echo(f"  at {one.position}{by}: {_recorded(one)}; {told}")
    if (more := tally.differing - len(tally.shown)) > 0:
        click.echo(f"  and {more:,} more")
    assert tally.example is not None
    if yaml := scenario(store, now, tally.example):
        click.echo(f"\nscenarios:\n{yaml}")
    else:
        click.echo(f"  each after more than {tally.example.read - 1:,} events, too many for a scenario\n")


def _recorded(one: Difference) -> str:
    return f"recorded {', '.join(name.rpartition('.')[2] for name in one.recorded)}"


def _plain(text: str) -> str:
    """What comes out of a store may not steer the terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
