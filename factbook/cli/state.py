"""``factbook state``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_type_hints

import click

from ._names import of_contexts
from ._shared import CannotGoOn
from ._systems import EXIT_CODES, REFUSED, find_system, looking, near, store_url, system_options
from .send import data_of

if TYPE_CHECKING:
    from factbook.contracts import CommandContract
    from factbook.stores import Store
    from factbook.system import AnyDecider, System

_EPILOG = f"""\b
Examples:
  factbook state Order order_id=6e8bc430-9c3a-41d9-9669-0800200c9a66
  factbook state PlaceOrder @order.json --at 17     as it was when 17 was recorded

{EXIT_CODES}"""


@click.command(epilog=_EPILOG)
@click.argument("decider", metavar="DECIDER|COMMAND", shell_complete=of_contexts("deciders", "commands"))
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]... | JSON | @FILE | -")
@click.option("--at", type=click.IntRange(0), metavar="POSITION", help="As it was at this position; else as it is.")
@system_options
def command(decider: str, fields: tuple[str, ...], at: int | None, name: str | None, store: str | None) -> None:
    """Show the state that a decision would be made on, and the events that it is folded from.

    The fields are those of the command by which its boundary is drawn; without them, it says which these are.
    """
    system = find_system(name)
    machine, contract = _find(system, decider)
    message = _boundary_values(decider, contract, data_of(fields))
    with looking(store_url(system, store)) as opened:
        _show(opened, system, machine, contract, message, at)


def _show(
    store: Store, system: System, machine: AnyDecider, contract: CommandContract, message: Any, at: int | None
) -> None:
    from factbook.testing.tables import told
    from factbook.translation import Translation

    translation = Translation(system)
    state, after, count, head = machine.initial, 0, 0, 0
    query = contract.reads.query(message)
    while True:
        page = store.read(query, after, at, 1_000)
        head = page.head if at is None else min(at, page.head)
        for event in page.events:
            count += 1
            state = translation.fold(machine.evolve, state, [event])
            click.echo(f"{event.position:>6}  {told(translation.decode(event))}")
        if len(page.events) < 1_000:
            break
        after = page.events[-1].position
    click.echo(f"{'state' if count else 'no events; the state is'} at position {head}: {told(state)}")


def _find(system: System, name: str) -> tuple[AnyDecider, CommandContract]:
    """A decider and one of its commands, by the name of either."""
    known: dict[str, tuple[AnyDecider, CommandContract]] = {}
    for full, machine in system.deciders.items():
        if machine.contract is not None:
            for one in machine.contract.commands.values():
                known.setdefault(one.name, (machine, one))
                known.setdefault(full, (machine, one))
    found = [full for full in known if name in (full, full.partition(".")[2])]
    if not found:
        raise CannotGoOn(
            f'there is no decider or command "{name}"{near(name, [*known, *(one.partition(".")[2] for one in known)])}'
        )
    if len(found) > 1 and known[found[0]] != known[found[1]]:
        raise CannotGoOn(f'"{name}" may be {" or ".join(found)}: say which')
    return known[found[0]]


def _boundary_values(named: str, contract: CommandContract, data: dict[str, Any]) -> Any:
    """What of a command its boundary is drawn by, as an object with just these fields."""
    import attrs

    from factbook.codec import structure
    from factbook.errors import Undecodable

    hints = get_type_hints(contract.command, include_extras=True)
    paths = (path for read in contract.reads.reads for _, path in read.tags)
    needed = dict.fromkeys(path.partition(".")[0] for path in paths)
    names = {"__annotations__": {name: hints[name] for name in needed}}
    kind = attrs.frozen(type(contract.command.__name__, (), names))
    try:
        return structure(kind, {key: value for key, value in data.items() if key in needed})
    except Undecodable as error:
        wanted = " ".join(f"{name}=…" for name in needed)
        click.echo(
            f"Which one? Its boundary is drawn by {', '.join(needed)}: factbook state {named} {wanted}", err=True
        )
        for problem in error.problems:
            if not problem.missing:
                click.echo(f"  {problem}", err=True)
        raise SystemExit(REFUSED) from None
