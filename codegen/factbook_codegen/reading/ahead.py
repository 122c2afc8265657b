"""Reads many files in two processes, before they are looked at as a whole.

What a context says depends on the files that it mentions, and on no others. So a half of the contexts can be read with
only the files that it mentions, and goes onto the shelf, from where whoever reads all files takes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from ..forking import MANY, both, may_fork
from .folders import SHARED, Sheet
from .shelf import Shelf
from .together import read_together

_WORTHWHILE: Final = 0.8
"""The part of the work that the longer half may be at most."""


def read_ahead(name: str, sheets: Sequence[Sheet], shelf: Shelf) -> None:
    """Put the contexts of a system on the shelf, if there are so many new ones that two processes are faster."""
    wanted = [
        sheet
        for sheet in sheets
        if sheet.name != SHARED
        and shelf.lacks(f"{name}/{sheet.name}")
        and 2 * len(shelf.leads_to(f"{name}/{sheet.name}")) < len(sheets)
    ]
    if len(wanted) < MANY or not may_fork():
        return
    middle = len(wanted) // 2
    ours, theirs = (_with_mentioned(name, half, sheets, shelf) for half in (wanted[:middle], wanted[middle:]))
    if max(len(ours), len(theirs)) < _WORTHWHILE * len(wanted):
        both(partial(read_together, name, ours, shelf), partial(_read, name, theirs, shelf))


def _with_mentioned(name: str, half: Sequence[Sheet], sheets: Sequence[Sheet], shelf: Shelf) -> list[Sheet]:
    """A half of the files with all others that these lead to."""
    needed = {SHARED}.union(*(shelf.leads_to(f"{name}/{sheet.name}") for sheet in half))
    return [sheet for sheet in sheets if sheet.name in needed]


def _read(name: str, sheets: Sequence[Sheet], shelf: Shelf) -> None:
    """Read without an answer, which would have to travel: what was read stands on the shelf."""
    read_together(name, sheets, shelf)
