"""``factbook reactions``."""

from __future__ import annotations

import click

from ._names import of_contexts
from ._systems import EXIT_CODES, REFUSED, faults, find_system, has_events, store_url, system_options, url_to_look

_EPILOG = f"""\b
Examples:
  factbook reactions                                  how each policy stands, and what is parked
  factbook reactions resume shipping.ShipWhenPaid 17  try it again
  factbook reactions resume shipping.ShipWhenPaid     try all of it that is parked again
  factbook reactions drop shipping.ShipWhenPaid 17    give it up

{EXIT_CODES}"""


@click.command(epilog=_EPILOG)
@click.argument("what", type=click.Choice(["list", "resume", "drop"]), default="list")
@click.argument("policy", required=False, shell_complete=of_contexts("policies", whole=True))
@click.argument("position", required=False, type=click.IntRange(1))
@system_options
def command(what: str, policy: str | None, position: int | None, name: str | None, store: str | None) -> None:
    """Show what policies still have to do, and take up or give up what is parked.

    What fails is tried again, later and later. A reaction is parked when it failed for a reason that does not pass, or
    too often. The others go on without it.
    """
    from factbook.desk import open_desk
    from factbook.drivers.sync import utc_now

    system = find_system(name)
    if (what == "resume" and policy is None) or (what == "drop" and (policy is None or position is None)):
        raise click.UsageError(f"say what to {what}: POLICY and POSITION, as `factbook reactions` shows them")
    look = what == "list"
    url = url_to_look(system, store) if look else store_url(system, store)
    has_events(url)
    with faults():
        desk = open_desk(url, read_only=look)
        try:
            if what == "list":
                standings = desk.standings()
                if not standings:
                    click.echo("no policy had anything to do so far", err=True)
                for issuer, standing in standings.items():
                    parked = f", {standing.parked} parked" if standing.parked else ""
                    click.echo(f"{issuer}: at position {standing.position}, {standing.waiting} waiting{parked}")
                for one in desk.failing(10):
                    again = f"again at {one.due_at:%Y-%m-%d %H:%M:%S}"
                    click.echo(
                        f"failing: {one.policy} at {one.position}, after {one.tries} tries, {again}: {one.reason}"
                    )
                for one in desk.parked():
                    click.echo(f"parked: {one.policy} at {one.position}, after {one.tries} tries: {one.reason}")
                if desk.parked():
                    click.echo("mend what is wrong, then: factbook reactions resume POLICY POSITION, or drop", err=True)
                for refusal in desk.refusals(10):
                    what = f"{refusal.policy} at {refusal.position}: {refusal.command}: {refusal.rejection}"
                    click.echo(f"refused: {what}")
                return
            assert policy is not None
            if position is None:
                if not (count := desk.resume_all(policy, utc_now())):
                    click.echo(f"nothing of {policy} is parked", err=True)
                    raise SystemExit(REFUSED)
                click.echo(f"{count:,} will be tried again")
                return
            found = desk.resume(policy, position, utc_now()) if what == "resume" else desk.drop(policy, position)
            if not found:
                click.echo(f"nothing of {policy} is parked at position {position}", err=True)
                raise SystemExit(REFUSED)
            click.echo("it will be tried again" if what == "resume" else "given up")
        finally:
            desk.close()
