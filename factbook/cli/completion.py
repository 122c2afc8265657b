"""``factbook completion``."""

from __future__ import annotations

from typing import Literal

import click
from click.shell_completion import get_completion_class

_EPILOG = """\b
Examples:
  factbook completion bash >> ~/.bashrc
  factbook completion zsh >> ~/.zshrc
  factbook completion fish > ~/.config/fish/completions/factbook.fish
"""


@click.command(epilog=_EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: Literal["bash", "zsh", "fish"]) -> None:
    """Print what makes a shell complete factbook's commands, options and codes.

    In a project the names of its commands, deciders, events, views, flags, policies, roles and systems are completed,
    too: those that were generated last.
    """
    found = get_completion_class(shell)
    assert found is not None, shell
    root = click.get_current_context().find_root().command
    # `source` would look which version of bash is installed here, which may not be where this is used.
    script = found(root, {}, "factbook", "_FACTBOOK_COMPLETE")
    click.echo(script.source_template % script.source_vars())
