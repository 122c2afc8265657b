"""``factbook events``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from factbook.errors import Undecodable
from factbook.wire import is_object

from ._names import of_contexts
from ._shared import CannotGoOn
from ._systems import (
    EXIT_CODES,
    colourful,
    find_class,
    find_system,
    looking,
    near,
    store_url,
    system_options,
)

if TYPE_CHECKING:
    from factbook.queries import Query
    from factbook.recording import Recorded
    from factbook.stores import Store
    from factbook.system import System

_EPILOG = f"""\b
Examples:
  factbook events --limit 20
  factbook events --type OrderPlaced --actor ada --since 2026-01-31
  factbook events --tag order:6e8bc430-9c3a-41d9-9669-0800200c9a66 --json | jq .data
  factbook events --tree 17          what led to the event at 17, and what followed
  factbook events --follow           each new one as it comes, until Ctrl-C

{EXIT_CODES}"""


@click.command(epilog=_EPILOG)
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar="EVENT",
    shell_complete=of_contexts("events"),
    help="Events of this type; may be repeated.",
)
@click.option("--tag", "tags", multiple=True, help="Events about this (order:6e8b…); repeated: about all of these.")
@click.option("--actor", help="Events that this person, or this policy, caused.")
@click.option("--ip", help="Events caused from this address.")
@click.option("--correlation", type=click.UUID, help="Everything that follows from the command of this id.")
@click.option("--causation", type=click.UUID, help="What was caused by the event of this id.")
@click.option("--since", type=click.DateTime(), help="Recorded at this time (UTC) or later.")
@click.option("--until", type=click.DateTime(), help="Recorded before this time (UTC).")
@click.option("--after", type=click.IntRange(0), default=0, help="Beyond this position.")
@click.option("--limit", type=click.IntRange(1), help="At most so many: the newest, or with --follow the next.")
@click.option("--tree", type=click.IntRange(1), metavar="POSITION", help="What led to an event, and what followed.")
@click.option("--follow", is_flag=True, help="Go on with each new event as it comes.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object for each event.")
@system_options
def command(
    types: tuple[str, ...],
    tags: tuple[str, ...],
    actor: str | None,
    ip: str | None,
    correlation: UUID | None,
    causation: UUID | None,
    since: datetime | None,
    until: datetime | None,
    after: int,
    limit: int | None,
    tree: int | None,
    follow: bool,
    as_json: bool,
    name: str | None,
    store: str | None,
) -> None:
    """Show what happened: all of it, or what was caused by somebody, is about something, or follows from something."""
    from factbook.audit import first_at, recorded_by, search
    from factbook.stores import follow as following

    if follow and until is not None:
        raise click.UsageError(
            "--follow goes on with what is recorded from now on, and --until ends before: choose one"
        )

    system = find_system(name)
    _note_tags(system, tags)
    names = [_type(find_class(system, one, "events")) if not one.startswith("factbook.") else one for one in types]
    with looking(store_url(system, store)) as opened:
        try:
            if tree is not None:
                _tree(opened, tree)
                return
            query = search(names, tags, actor=actor, ip=ip, correlation=correlation, causation=causation)
            if since is not None:
                after = max(after, first_at(opened, since.replace(tzinfo=UTC)) - 1)
            last = first_at(opened, until.replace(tzinfo=UTC)) - 1 if until is not None else None
            first: list[Recorded] = []
            if correlation is not None:  # the command that began it carries no tag of itself
                among = search(names, tags, actor=actor, ip=ip, causation=causation)
                first = [
                    event
                    for event in recorded_by(opened, correlation)
                    if among.matches(event.type, event.tags)
                    and event.position > after
                    and (last is None or event.position <= last)
                ]
            if follow:
                found: Iterable[Recorded] = islice(chain(first, following(opened, query, after)), limit)
            elif limit is not None:
                newest = opened.read(query, after, last, limit, backwards=True).events
                found = iter([*first, *reversed(newest)][-limit:])
            else:
                found = chain(first, _found(opened, query, after, last))
            _print(found, as_json)
        except KeyboardInterrupt:
            pass


def _note_tags(system: System, tags: tuple[str, ...]) -> None:
    """Note what is most likely mistyped. It is no error: a store may hold tags that the catalogue no longer gives."""
    if not tags:
        return
    contexts = system.catalogue.contexts.values()
    known = {tag.prefix for context in contexts for event in context.events.values() for tag in event.tags}
    for one in tags:
        prefix, colon, _ = one.partition(":")
        if not colon:
            click.echo(f'note: "{one}" is no tag of the catalogue: write PREFIX:VALUE, as in order:6e8b…', err=True)
        elif prefix not in known and not prefix.startswith("@"):
            click.echo(f'note: no event is tagged "{prefix}:…"{near(prefix, sorted(known))}', err=True)


def _type(cls: type[Any]) -> str:
    return f"{cls.__module__.split('.')[-2]}.{cls.__name__}"


def _found(store: Store, query: Query, after: int, last: int | None) -> Iterator[Recorded]:
    while page := store.read(query, after, last, 1_000).events:
        yield from page
        after = page[-1].position


def _print(events: Iterable[Recorded], as_json: bool) -> None:
    colour = colourful()
    none = True
    for event in events:
        none = False
        click.echo(as_object(event) if as_json else _line(event, colour))
    if none and not as_json:
        click.echo("nothing was found", err=True)


def as_object(event: Recorded) -> str:
    """An event as one line of JSON."""
    return json.dumps(
        {
            "position": event.position,
            "id": str(event.known_id or event.raw_id.decode("utf-8", "replace")),
            "type": event.type,
            "version": event.version,
            "data": _loaded(event.data),
            "tags": _loaded(event.raw_tags),
            "metadata": _loaded(event.raw_metadata),
        },
        ensure_ascii=False,
    )


def _line(event: Recorded, colour: bool) -> str:
    from factbook.audit import about

    known = about(event)
    time = known.recorded_at.strftime("%Y-%m-%d %H:%M:%S") if known.recorded_at else " " * 19
    by = (f"  by {_cut(_short(known.actor))}" if known.actor else "") + _damaged(event)
    name = click.style(_short(event.type), fg="yellow") if colour else _short(event.type)
    return f"{event.position:>6}  {time}  {name}{by}\n        {_cut(_data(event.data))}"


def _damaged(event: Recorded) -> str:
    """A note about what a foreign program wrote wrongly."""
    wrong: list[str] = []
    for name in ("id", "tags", "metadata"):
        try:
            getattr(event, name)
        except Undecodable:
            wrong.append(name)
    return f"  (its {' and '.join(wrong)} cannot be read)" if wrong else ""


def _data(data: bytes) -> str:
    loaded = _loaded(data)
    if not is_object(loaded):
        return f"(no JSON object: {_short(loaded)})"
    return ", ".join(f"{_short(key)}: {_short(value)}" for key, value in loaded.items() if value is not None)


def _loaded(raw: bytes) -> Any:
    """What a store keeps as JSON; as a text, where it is damaged."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return raw.decode("utf-8", "replace")


def _cut(text: str) -> str:
    return text if len(text) <= 150 else f"{text[:149]}…"


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _tree(store: Store, position: int) -> None:
    from factbook.audit import about, causes, trace
    from factbook.queries import ALL

    found = store.read(ALL, position - 1, limit=1).events
    if not found or found[0].position != position:
        raise CannotGoOn(f"there is no event at position {position}")
    colour = colourful()
    led = causes(store, found[0])
    root = led[0] if led else found[0]
    begun = about(root)
    if begun.command:
        by = f"  by {_cut(_short(begun.actor))}" if begun.actor else ""
        click.echo(f"{_short(begun.command)}{by}")
    for depth, event in trace(store, root).walk():
        known = about(event)
        policy = f"{_short(known.actor)} → {_short(known.command)}: " if known.causation_id else ""
        text = f"{event.position:>6}  {'   ' * depth}└ {policy}{_short(event.type)}{_damaged(event)}"
        here = event.position == position
        click.echo(click.style(text, bold=True) if here and colour else f"{text}{'   ← here' if here else ''}")
