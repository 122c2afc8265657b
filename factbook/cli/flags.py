"""``factbook flags``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from ._names import of_system
from ._shared import CannotGoOn
from ._systems import EXIT_CODES, faults, find_system, looking, near, store_url, system_options, url_to_look

if TYPE_CHECKING:
    from factbook.flags import Flags
    from factbook.system import System

_EPILOG = f"""\b
Examples:
  factbook flags                                     how they stand
  factbook flags ship_automatically off --actor ada
  factbook flags ship_automatically on --tag customer:19c4…
  factbook flags ship_automatically default          take back what was said

{EXIT_CODES}"""


@click.command(epilog=_EPILOG)
@click.argument("flag", required=False, shell_complete=of_system("flags"))
@click.argument("state", required=False, type=click.Choice(["on", "off", "default"]))
@click.option("--tag", help="Only for events that carry this tag.")
@click.option("--actor", help="Who switches it; it is recorded.")
@system_options
def command(
    flag: str | None,
    state: Literal["on", "off", "default"] | None,
    tag: str | None,
    actor: str | None,
    name: str | None,
    store: str | None,
) -> None:
    """Show the flags, or switch one. Every change is recorded, and found by `events --type factbook.FlagSet`."""
    from factbook.application import Application
    from factbook.flags import FLAGS, Flags

    system = find_system(name)
    if flag is not None and flag not in system.flags():
        raise CannotGoOn(f'there is no flag "{flag}"{near(flag, list(system.flags()))}')
    if flag is not None and state is not None:
        if tag is not None and state != "default":
            _refuse_unknown(system, flag, tag)
        with faults(), Application(system, store_url(system, store)) as app:
            app.switch(flag, {"on": True, "off": False, "default": None}[state], tag=tag, actor=actor)
            _show(app.flags(), flag)
        return
    with looking(url_to_look(system, store)) as events:
        _show(Flags(system.flags()).after(events.read(FLAGS).events), flag)


def _refuse_unknown(system: System, flag: str, tag: str) -> None:
    """Refuse a tag that no event carries which the flag is looked at for: whoever switches wants to be sure of it."""
    waited = {
        f"{event.__module__.split('.')[-2]}.{event.__name__}"
        for policy in system.policies.values()
        if policy.contract is not None and policy.contract.flag == flag
        for event in policy.contract.when
    }
    contexts = system.catalogue.contexts.items()
    events = {f"{context}.{name}": event for context, one in contexts for name, event in one.events.items()}
    known = sorted({tag.prefix for name in waited for tag in events[name].tags})
    prefix, colon, value = tag.partition(":")
    if not colon or not value:
        raise CannotGoOn(f'"{tag}" is no tag: write PREFIX:VALUE; PREFIX is one of {", ".join(known)}')
    if prefix not in known:
        raise CannotGoOn(f'no event that {flag} is looked at for is tagged "{prefix}:…"{near(prefix, known)}')


def _show(flags: Flags, flag: str | None) -> None:
    if not flags.defaults:
        click.echo("the catalogue has no flags", err=True)
    for one in [flag] if flag is not None else flags.defaults:
        click.echo(f"{one}: {_word(flags.is_on(one))}")
        for (changed, about), on in flags.changes.items():
            if changed == one and about is not None:
                click.echo(f"  for {about}: {_word(on)}")


def _word(on: bool) -> str:
    return "on" if on else "off"
