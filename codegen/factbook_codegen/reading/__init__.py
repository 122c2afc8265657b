"""Reads the catalogue of a project: from folders of YAML files to a model and everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from attrs import frozen

from ..diagnostics import Diagnostic, Severity, in_order
from ..model import Catalogue, System
from . import suppressions
from .ahead import read_ahead
from .checks import Checks
from .folders import Sheet, find_sheets
from .shelf import NO_SHELF, Shelf
from .together import read_together

__all__ = ["NO_SHELF", "Reading", "Sheet", "Shelf", "find_sheets", "read", "read_system"]


@frozen
class Reading:
    """What reading found: the model (of what could be read), and every problem in the order of the files."""

    catalogue: Catalogue
    diagnostics: tuple[Diagnostic, ...]

    @property
    def failed(self) -> bool:
        """Whether there is an error among the problems, so that nothing should be generated."""
        return any(one.severity is Severity.ERROR for one in self.diagnostics)


def read(root: Path, project: Path | None = None, shelf: Shelf = NO_SHELF) -> Reading:
    """Read all systems below ``root`` (the folder ``catalogue``); messages name files relative to ``project``.

    ``project`` is the parent of ``root`` when it is not given. ``shelf`` keeps contexts from one run to the next.
    Nothing outside ``root`` is read, not even through a link. Problems are values, never exceptions.
    """
    sheets, diagnostics = find_sheets(root, project or root.parent)
    systems: dict[str, System] = {}
    for name, own in sheets.items():
        read_ahead(name, own, shelf)
        system, found = read_system(name, own, shelf)
        systems[name] = system
        diagnostics += found
    return Reading(Catalogue(systems), in_order(diagnostics))


def read_system(name: str, sheets: tuple[Sheet, ...], shelf: Shelf = NO_SHELF) -> tuple[System, list[Diagnostic]]:
    """Read one system from its files."""
    together = read_together(name, sheets, shelf)
    Checks(together.system, together.problems, together.uses, together.doubts).run()
    found = list(together.unplaced)
    for context, own in together.problems.items():
        found += suppressions.apply(together.allowed[context], own)
    if not together.whole:
        found = [one for one in found if one.code not in _FOLLOW_UPS]
    elif any(one.severity is Severity.ERROR for one in found):
        # What is suppressed may only be missing because of the error.
        found = [one for one in found if one.code != "FB901"]
    return together.system, found


_FOLLOW_UPS: Final = frozenset(
    ["FB216", "FB302", "FB303", "FB317", "FB403", "FB405", "FB410", "FB412", "FB513", "FB901"]
)
"""That nobody uses, records or issues something may only follow from what could not be read."""
