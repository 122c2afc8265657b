"""``factbook send``."""

from __future__ import annotations

import json
import sys
from collections.abc import Container
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import click

from ._names import of_contexts, of_system
from ._shared import CannotGoOn
from ._systems import (
    EXIT_CODES,
    REFUSED,
    faults,
    find_class,
    find_handlers,
    find_system,
    near,
    store_url,
    system_options,
)

if TYPE_CHECKING:
    from factbook.handling import Outcome
    from factbook.system import System
    from factbook.translation import Translation

_EPILOG = f"""\b
Examples:
  factbook send AddItem sku=MUG-0001 quantity=2 cart_id=6e8b… customer_id=19c4…
  factbook send ordering.PlaceOrder @order.json --actor ada --ip 192.0.2.7
  echo '{{"order_id": "6e8b…"}}' | factbook send PayOrder - --settle

{EXIT_CODES}"""

MOST: int = 1_000_000
"""How many bytes a command may have."""


@click.command(epilog=_EPILOG)
@click.argument("command_name", metavar="COMMAND", shell_complete=of_contexts("commands"))
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]... | JSON | @FILE | -")
@click.option("--actor", help="Who sends it.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    shell_complete=of_system("roles"),
    help="A role in which it is sent, and judged by; may be repeated.",
)
@click.option("--ip", help="From which address it came.")
@click.option("--id", "command_id", type=click.UUID, help="The command's id: sent again under it, it is recorded once.")
@click.option("--settle", is_flag=True, help="Also carry out what follows from it, in this process.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@system_options
def command(
    command_name: str,
    fields: tuple[str, ...],
    actor: str | None,
    roles: tuple[str, ...],
    ip: str | None,
    command_id: UUID | None,
    settle: bool,
    as_json: bool,
    name: str | None,
    store: str | None,
) -> None:
    """Send a command to a system.

    Fields are given one by one, or all as a JSON object. A value is read as JSON where it is JSON (2, true, [..]), else
    it is a text. What is left out is filled in as the catalogue says. Nothing is recorded unless everything is right.

    With --role, one of the roles has to be among those that may issue the command. Without it that is not asked: who
    can write to a store may send anything.
    """
    from factbook.application import Application
    from factbook.drivers.ids import new_id
    from factbook.drivers.sync import utc_now
    from factbook.errors import ConstraintViolated
    from factbook.handling import SENT, Rejected

    system = find_system(name)
    kind = find_class(system, command_name, "commands")
    data = data_of(fields, texts_of(kind))
    _judge(system, kind, roles)
    try:
        sent = SENT.by(actor, roles, ip, command_id)
    except ConstraintViolated as error:
        click.echo(f"Not sent: {error}", err=True)
        raise SystemExit(REFUSED) from None
    with faults(), Application(system, store_url(system, store), effects=find_handlers(system)) as app:
        codec = app.translation.codec(kind)
        try:
            whole = codec.complete(kind.__name__, data, now=utc_now(), new_id=new_id)
            message = codec.structure(kind, whole)
        except ValueError as error:
            click.echo(f"Not sent: {error}\n{_fields_of(system, kind)}", err=True)
            raise SystemExit(REFUSED) from None
        outcome = app.send(message, sent=sent)
        _show(outcome, app.translation, as_json)  # at once: what follows may fail
        if settle:
            app.settle()
        if isinstance(outcome, Rejected):
            raise SystemExit(REFUSED)


def _fields_of(system: System, kind: type[Any]) -> str:
    from ._fields import fields_told

    declared = system.catalogue.contexts[_context(kind)].commands[kind.__name__]
    told = fields_told(declared.fields, system.catalogue)
    return f"{kind.__name__} has the fields\n{told}" if told else f"{kind.__name__} has no fields"


def _context(kind: type[Any]) -> str:
    return kind.__module__.split(".")[-2]


def _judge(system: System, kind: type[Any], roles: tuple[str, ...]) -> None:
    """Hold roles that are given to `by` of the catalogue; who gives none is trusted, as whoever holds the store is."""
    if not roles:
        return
    known = roles_of(system)
    for role in roles:
        if role not in known:
            raise CannotGoOn(f'there is no role "{role}"{near(role, known)}')
    context = _context(kind)
    by = system.catalogue.contexts[context].commands[kind.__name__].by
    if not by:
        who = "is issued by policies only"
    elif set(by).isdisjoint(roles):
        who = f"may be issued by {' or '.join(by)}, not by {' or '.join(roles)}"
    else:
        return
    click.echo(f"Not sent: {context}.{kind.__name__} {who}; leave --role out, and that is not asked", err=True)
    raise SystemExit(REFUSED)


def roles_of(system: System) -> list[str]:
    """The roles that a catalogue names."""
    catalogue = system.catalogue
    return [*catalogue.roles, *(role for context in catalogue.contexts.values() for role in context.roles)]


def texts_of(kind: type[Any]) -> frozenset[str]:
    """The fields of a message that travel as a text whatever stands there: texts and decimals."""
    return frozenset(name for name, hint in get_type_hints(kind).items() if not {str, Decimal}.isdisjoint(_bare(hint)))


def _bare(hint: Any) -> tuple[Any, ...]:
    """What a hint allows, without the names that the catalogue gives it."""
    if isinstance(hint, NewType):
        return _bare(hint.__supertype__)
    if get_origin(hint) in (Union, UnionType):
        return tuple(each for one in get_args(hint) for each in _bare(one))
    return (hint,)


def data_of(given: tuple[str, ...], texts: Container[str] = ()) -> dict[str, Any]:
    """The fields as they travel; what stands for a number or a word of JSON is a text in ``texts``.

    Raises ``UsageError``.
    """
    if len(given) == 1 and (given[0] == "-" or given[0].startswith(("@", "{"))):
        return _whole(given[0])
    data: dict[str, Any] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise click.UsageError(f'"{one}" is no field: write FIELD=VALUE, a JSON object, @FILE or -')
        if name in data:
            raise click.UsageError(f"{name} is given twice")
        try:
            data[name] = json.loads(value, object_pairs_hook=_once)
        except (ValueError, RecursionError):
            data[name] = value
        if isinstance(data[name], float):
            data[name] = value  # a decimal travels as a text
        if name in texts and isinstance(data[name], int):
            data[name] = value  # a title may be 1984, or true
    return data


def _whole(source: str) -> dict[str, Any]:
    try:
        if source == "-":
            text = sys.stdin.buffer.read(MOST + 1)
        elif source.startswith("@"):
            with Path(source[1:]).open("rb") as file:
                text = file.read(MOST + 1)
        else:
            text = source.encode("utf-8", "surrogatepass")
    except OSError as error:
        raise click.UsageError(f"{source[1:]} cannot be read: {error.strerror}") from None
    if len(text) > MOST:
        raise click.UsageError(f"a command has at most {MOST:,} bytes")
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"character {error.pos + 1}"
        raise click.UsageError(f"this is no JSON: what stands from {at} on cannot be read") from None
    except UnicodeDecodeError:
        raise click.UsageError("this is no JSON: it is not UTF-8") from None
    except RecursionError:
        raise click.UsageError("this JSON is nested too deep") from None
    except ValueError:
        raise click.UsageError("this JSON has a number of too many digits") from None
    if not isinstance(data, dict):
        raise click.UsageError("a command is a JSON object, its fields by name")
    return data  # pyright: ignore[reportUnknownVariableType]  # any JSON


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON in which no name comes twice: one of the two would be dropped in silence."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise click.UsageError(f'"{name}" is given twice')
        found[name] = value
    return found


def _show(outcome: Outcome, translation: Translation, as_json: bool) -> None:
    from factbook.handling import Rejected
    from factbook.testing.tables import told

    if isinstance(outcome, Rejected):
        kind = outcome.rejection.__class__
        if as_json:
            click.echo(
                json.dumps({"rejected": translation.name_of(kind), "data": translation.plain(outcome.rejection)})
            )
        else:
            click.echo(f"rejected: {told(outcome.rejection)}  ({' '.join((kind.__doc__ or '').split())})", err=True)
        return
    if as_json:
        events = [
            {"type": translation.name_of(one.__class__), "data": translation.plain(one)} for one in outcome.events
        ]
        click.echo(json.dumps({"position": outcome.position, "events": events}))
        return
    click.echo(f"accepted at position {outcome.position}" if outcome.events else "accepted: nothing had to be recorded")
    for event in outcome.events:
        click.echo(f"  {told(event)}")
