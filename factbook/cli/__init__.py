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
    "play": "Play the stories of the catalogue on the real pipeline.",
    "send": "Send a command to a system.",
    "events": "Show what happened, and what led to what.",
    "state": "Show the state that a decision would be made on.",
    "views": "Show the rows of a view, and how the views are.",
    "flags": "Show the flags of a system, or switch one.",
    "run": "Process what follows from events: policies, effects, views.",
    "reactions": "Show what policies still have to do.",
