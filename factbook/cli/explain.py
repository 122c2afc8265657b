"""``factbook explain``."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from ._shared import CannotGoOn

_EPILOG = """\b
Examples:
  factbook explain FB201     the page of one problem
  factbook explain           all codes, a line each
"""


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from factbook_codegen.codes import CODES

    return [CompletionItem(code.code, help=code.title) for code in CODES.values() if code.code.startswith(incomplete)]


@click.command(epilog=_EPILOG)
@click.argument("code", required=False, shell_complete=_complete)
def command(code: str | None) -> None:
    """Say what a problem means and how to mend it.

    CODE is what stands in brackets in a report, such as FB201. Without it, all codes are listed.
    """
    from factbook_codegen.codes import CODES
    from factbook_codegen.explaining import UnknownCode, explanation

    if code is None:
        for one in CODES.values():
            click.echo(f"{one.code}  {one.severity.word:7}  {one.title}")
        return
    try:
        click.echo(explanation(code))
    except UnknownCode as unknown:
        raise CannotGoOn(str(unknown)) from None
