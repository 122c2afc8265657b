"""``factbook store``."""

from __future__ import annotations

from contextlib import closing

import click

from ._shared import CannotGoOn
from ._systems import EXIT_CODES, REFUSED, faults, find_system, looking, printable, progress, store_url, system_options

_EPILOG = f"""\b
Examples:
  factbook store init --store postgresql://db/shop
  factbook store verify
  factbook store retag
  factbook store copy sqlite:shop.db postgresql://db/shop

{EXIT_CODES}"""


@click.group(epilog=_EPILOG)
def command() -> None:
    """Set up, upgrade, verify, tag anew and copy stores."""


@command.command()
@system_options
def init(name: str | None, store: str | None) -> None:
    """Set a store up where there is none. It does nothing where there is one already."""
    from factbook.stores.setup import init_store

    with faults():
        click.echo(init_store(store or store_url(find_system(name), store)))


@command.command()
@system_options
def upgrade(name: str | None, store: str | None) -> None:
    """Bring a store that an older factbook set up to the form of this one."""
    from factbook.stores.setup import upgrade_store

    with faults():
        click.echo(upgrade_store(store or store_url(find_system(name), store)))


@command.command()
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="Tell at most so many differences.")
@system_options
def verify(most: int, name: str | None, store: str | None) -> None:
    """Look at every event: is it what the catalogue says?

    Told are types and versions that nobody knows, data that is not what the catalogue says, tags that do not follow
    from the data, and what is wrong with the store itself: events that are gone, an index that does not say which tags
    the events carry, and what is damaged in a file of SQLite.
    """
    from factbook.translation import Translation
    from factbook.verifying import damage
    from factbook.verifying import verify as look

    system = find_system(name)
    with looking(store_url(system, store)) as opened:
        tell = progress("looked at {:,} events")
        events, wrong, before = 0, 0, 0
        for text in damage(opened):
            wrong += 1
            click.echo(f"{'store':>6}  {printable(text)}")
        if wrong:
            click.echo(
                "what is gone is only in a backup; where `factbook store copy` copies the rest to, the index is whole",
                err=True,
            )
        for found in look(opened, Translation(system)):
            if found is None or found.position != before:
                events += 1
                tell(events)
            if found is not None:
                before = found.position
                wrong += 1
                if wrong <= most:
                    click.echo(f"{found.position:>6}  {found.type}  {found.text}")
    click.echo(
        f"{events:,} events, {wrong:,} differences" if wrong else f"{events:,} events, all as the catalogue says"
    )
    if wrong:
        raise SystemExit(REFUSED)


@command.command()
@system_options
def retag(name: str | None, store: str | None) -> None:
    """Give recorded events the tags that the catalogue gives them now.

    Needed when a tag was added to an event, or taken away: until then, a system refuses to run on the store. It may be
    stopped at any time: begun again, it goes on where it was.
    """
    from factbook.retagging import retag as begin
    from factbook.stores import open_store
    from factbook.translation import Translation

    system = find_system(name)
    with faults():
        opened = open_store(store_url(system, store))
        try:
            looked, changed = begin(opened, Translation(system), progress("looked at {:,} events"))
        finally:
            opened.close()
    click.echo(f"{looked:,} events looked at, {changed:,} tagged anew")


@command.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """Copy every event from one store to another, then compare the two.

    It may be stopped at any time: begun again, it goes on where it was. FROM and TO are URLs, such as sqlite:shop.db.
    Views are built anew beside the copy. What policies still have to do follows from the events, too: see "Put back a
    backup" in docs/running.md before you process a copy.
    """
    from factbook import copying
    from factbook.stores import open_store

    for url in (source, target):
        if url.startswith("memory:"):
            raise CannotGoOn(
                f"{url} is within one process and gone with it: another one can copy nothing from it or to it. Name a"
                " store that lasts, such as sqlite:shop.db"
            )
    if source == target:
        raise CannotGoOn("a store cannot be copied to itself: name another one as TO")
    with looking(source) as first, closing(open_store(target)) as second:
        count = copying.copy(first, second, progress("copied {:,} events"))
        difference = copying.compare(first, second, progress("compared {:,} events"))
    if difference:
        click.echo(f"the copy differs: {difference}", err=True)
        raise SystemExit(REFUSED)
    click.echo(f"{count:,} events copied; both stores hold the same")
