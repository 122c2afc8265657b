"""Reads files of a system together: each by itself first, then what their contexts say about each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from ..diagnostics import Diagnostic, Severity
from ..model import Ref, System
from . import suppressions
from .checks import used_in
from .doubts import Doubts
from .folders import SHARED, Sheet
from .opening import open_sheet
from .problems import Problems
from .scan import lines_of
from .shelf import Kept, Shelf
from .source import Source, SystemSources
from .suppressions import Allowance
from .systems import resolve


@frozen
class Together:
    """What was read: the model, and for each context the problems that its file has by itself, what it allows, and
    which named types its messages use.

    ``doubts`` are about what may only follow from these problems. ``unplaced`` are the problems of files that nothing
    could be made of; ``whole`` says that there is no such file, and that no part of a file had to be left out.
    """

    system: System
    problems: dict[str, Problems]
    allowed: dict[str, tuple[Allowance, ...]]
    uses: dict[str, tuple[Ref, ...]]
    doubts: Doubts
    unplaced: tuple[Diagnostic, ...]
    whole: bool


def read_together(name: str, sheets: Sequence[Sheet], shelf: Shelf) -> Together:
    """Read files of the system ``name``, and keep on the shelf what has no errors."""
    sources: dict[str, Source] = {}
    kept: dict[str, Kept] = {}
    problems: dict[str, Problems] = {}
    unreadable: set[str] = set()
    unplaced: list[Diagnostic] = []
    folder = sheets[0].file.rpartition("/")[0] if sheets else name
    for sheet in sheets:
        own = Problems(sheet.file)
        known = shelf.take(f"{name}/{sheet.name}") if sheet.name != SHARED else None
        if known is not None:
            kept[sheet.name] = known
            problems[sheet.name] = Problems(sheet.file, lines_of(sheet.data.decode()), list(known.found))
        elif (source := open_sheet(sheet, own, sources)) is not None:
            sources[source.name] = source
            problems[source.name] = own
        else:
            unreadable.add("" if sheet.name == SHARED else sheet.name)
            unplaced += own.found
    known_contexts = {context: one.context for context, one in kept.items()}
    together = SystemSources(name, folder, sources, known_contexts, frozenset(unreadable))
    system = resolve(together)
    allowed = {context: one.allowances for context, one in kept.items()}
    allowed |= {context: tuple(suppressions.allowances(source)) for context, source in sources.items()}
    uses = {context: one.uses for context, one in kept.items()}
    uses |= {name: tuple(used_in(context)) for name, context in system.contexts.items() if name not in kept}
    whole = not unreadable and not any(source.removed for source in sources.values())
    if whole and {sheet.name for sheet in sheets} - {SHARED} == set(system.contexts):
        _keep(system, sources, allowed, uses, shelf)
    return Together(system, problems, allowed, uses, together.doubts, tuple(unplaced), whole)


def _keep(
    system: System,
    sources: Mapping[str, Source],
    allowed: Mapping[str, tuple[Allowance, ...]],
    uses: Mapping[str, tuple[Ref, ...]],
    shelf: Shelf,
) -> None:
    """Put what was read without error on the shelf, before the whole system is looked at.

    Only where every context stands in a file of its name, because the keys of the shelf follow the names of files.
    """
    for name, source in sources.items():
        found = tuple(source.problems.found)
        if name and not any(one.severity is Severity.ERROR for one in found):
            shelf.put(f"{system.name}/{name}", Kept(system.contexts[name], found, allowed[name], uses[name]))
