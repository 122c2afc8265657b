"""The command line. Every command is a module of its own that is imported when it is called."""

from __future__ import annotations

import sys
from io import TextIOWrapper

import click

from ._lazy import LazyGroup

__all__ = ["main"]

_EPILOG = """\b
Examples:
  factbook new shop          start a project in ./shop
  factbook check             say everything that is wrong with the catalogue
  factbook generate          write what follows from it into generated/
  factbook docs              build the documentation site into site/
  factbook explain FB201     what a problem means, and how to mend it

\b
Exit codes:
  0  fine
  1  problems found
  2  used wrongly, or there is no project here
  3  the generated files are out of date, edited by hand, or cannot be written
"""

_COMMANDS = {
    "new": "Start a project that is complete and green.",
    "check": "Say everything that is wrong with the catalogue.",
    "generate": "Write what follows from the catalogue.",
    "matrix": "Write which commands each decider accepts in which states.",
    "scenario": "Keep examples that were found: add them to the catalogue.",
    "docs": "Build the documentation site.",
    "play": "Play the stories of the catalogue on the real pipeline.",
    "send": "Send a command to a system.",
    "events": "Show what happened, and what led to what.",
    "state": "Show the state that a decision would be made on.",
    "views": "Show the rows of a view, and how the views are.",
    "flags": "Show the flags of a system, or switch one.",
    "run": "Process what follows from events: policies, effects, views.",
    "reactions": "Show what policies still have to do.",
    "diff": "Say what changed, and whether it is still understood.",
    "release": "Freeze what is live, so that it stays readable.",
    "store": "Set up, upgrade, verify and copy stores.",
    "explain": "Say what a problem means and how to mend it.",
    "doctor": "Look whether everything factbook needs is in order.",
    "completion": "Print what makes a shell complete factbook's commands.",
}


@click.group(
    cls=LazyGroup,
    commands_at="factbook.cli",
    summaries=_COMMANDS,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="factbook", message="factbook %(version)s")
def main() -> None:
    """Systems whose truth is the list of facts that happened.

    You write a catalogue and pure functions; everything else is generated. Commands work from any folder of a project:
    factbook looks upwards for a pyproject.toml with [tool.factbook], or else for a folder named catalogue.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character is no reason to fail
