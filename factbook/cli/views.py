"""``factbook views``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from ._names import of_contexts
from ._shared import CannotGoOn
from ._systems import EXIT_CODES, REFUSED, find_system, looking, near, store_url, system_options

if TYPE_CHECKING:
    from factbook.stores import Store
    from factbook.system import System
    from factbook.views import Views

_EPILOG = f"""\b
Examples:
  factbook views                                    how each one is, and how far behind
  factbook views OrderSummary status=paid --limit 20
  factbook views OrderSummary --json | jq .total
  factbook views rebuild OrderSummary               build it anew beside the old one
  factbook views resume OrderSummary                after what stopped it was mended

{EXIT_CODES}"""


def _second(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The view that is to be rebuilt or to go on; conditions are not completed."""
    acts = ctx.params.get("what") in ("rebuild", "resume")
    return of_contexts("views")(ctx, param, incomplete) if acts else []


@click.command(epilog=_EPILOG)
@click.argument(
    "what",
    required=False,
    metavar="[VIEW | rebuild VIEW | resume VIEW]",
    shell_complete=of_contexts("views", words=("rebuild", "resume")),
)
@click.argument("more", nargs=-1, metavar="[FIELD=VALUE]...", shell_complete=_second)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many rows.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object for each row.")
@click.option("--stale", is_flag=True, help="Do not bring the view up to date first: change nothing.")
@system_options
def command(
    what: str | None,
    more: tuple[str, ...],
    limit: int,
    as_json: bool,
    stale: bool,
    name: str | None,
    store: str | None,
) -> None:
    """Show how the views are, or the rows of one of them; rebuild one, or let one that has stopped go on."""
    from factbook.views import Views

    system = find_system(name)
    asked = what if what not in ("rebuild", "resume") else more[0] if len(more) == 1 else ""
    if asked == "":
        raise click.UsageError(f"say which view to {what}")
    view = _name(system, asked) if asked else ""
    url = store_url(system, store)
    right = what in ("rebuild", "resume")
    with looking(url) as events, Views(system, url, read_only=stale and not right) as views:
        if right:
            (views.rebuild if what == "rebuild" else views.resume)(view)
        if not stale:
            views.catch_up(events)
        if what is None or right:
            _status(views, events)
        else:
            _rows(views, view, more, limit, as_json)


def _name(system: System, given: str) -> str:
    found = [one for one in system.views if given in (one, one.rpartition(".")[2])]
    if len(found) > 1:
        raise CannotGoOn(f'"{given}" may be {" or ".join(found)}: say which')
    if not found:
        known = [*system.views, *(one.rpartition(".")[2] for one in system.views)]
        raise CannotGoOn(f'there is no view "{given}"{near(given, known)}')
    return found[0]


def _status(views: Views, events: Store) -> None:
    stopped = False
    for view, status in views.status(events).items():
        behind = f", {status.behind} behind" if status.behind else ""
        reason = f": {status.reason}" if status.reason else ""
        click.echo(f"{view}: {status.state} at position {status.position}{behind}{reason}")
        stopped |= status.state == "stopped"
    if stopped:
        raise SystemExit(REFUSED)


def _rows(views: Views, view: str, where: tuple[str, ...], limit: int, as_json: bool) -> None:
    from factbook.codec import encode

    from ._telling import plain, table

    wanted: dict[str, Any] = {}
    for one in where:
        field, equals, value = one.partition("=")
        if not equals:
            raise click.UsageError(f'"{one}" is no condition: write FIELD=VALUE')
        wanted[field] = value
    contract = views.system.views[view].contract
    assert contract is not None
    row_class: Any = contract.row
    known: list[str] = [field.name for field in row_class.__attrs_attrs__]
    for field in wanted:
        if field not in known:
            raise CannotGoOn(f'{view} has no field "{field}"{near(field, known)}')
    found = [row for row in views.rows(view) if _is(json.loads(encode(row)), wanted)]
    if as_json:
        for row in found[:limit]:
            click.echo(encode(row).decode())
    elif found:
        click.echo("\n".join(table([plain(row) for row in found[:limit]])))
        if len(found) > limit:
            click.echo(f"  … and {len(found) - limit} more")
    else:
        click.echo("no rows", err=True)


def _is(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(
        (row[name] if isinstance(row[name], str) else json.dumps(row[name])) == value for name, value in wanted.items()
    )
