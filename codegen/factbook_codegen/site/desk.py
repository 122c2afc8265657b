"""What stays at hand from one build of a site to the next in the same process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from attrs import Factory, define, evolve, frozen

from ..inputs import Inputs
from ..model import Context
from ..reading import Sheet, Shelf, find_sheets
from ..reading.folders import SHARED
from ..reading.shelf import Kept
from ..reading.together import read_together
from ..settings import Project
from .surfaces import surface

__all__ = ["Desk"]

_FEW: Final = 4
"""Files that are looked at before all others; where more have changed, it is as quick to read on."""


@frozen
class Known:
    """A context as it was read, with the key of all that it follows from, and the digest of its own file."""

    key: str
    own: str | None
    kept: Kept


@define
class Desk:
    """Contexts as they were read (``shop/ordering``), what else decided on them in their system, and their parts of the
    index for the search.

    What came of a context is taken again only for the very same object.
    """

    contexts: dict[str, Known] = Factory(dict[str, Known])
    common: dict[str, object] = Factory(dict[str, object])
    indexed: dict[str, tuple[Context, str]] = Factory(dict[str, tuple[Context, str]])

    def shelf(self, project: Project, folder: Path, inputs: Inputs) -> Shelf:
        """The shelf of a project, with what is at hand in front of it.

        A context that mentions one that has changed is at hand, too, where nothing that it could have seen of that is
        different: then it would be read as it was.
        """
        shelf = _AtHand(self, folder, inputs)
        if self.contexts:
            sheets, _ = find_sheets(project.catalogue, project.root)
            for system, own in sheets.items():
                self._look_ahead(system, own, inputs, shelf)
        return shelf

    def _look_ahead(self, system: str, sheets: Sequence[Sheet], inputs: Inputs, shelf: Shelf) -> None:
        """Read what has changed, and keep at hand what does not follow from that."""
        shared = next((inputs.digests.get(sheet.file) for sheet in sheets if sheet.name == SHARED), None)
        common = inputs.tool, inputs.rest, shared
        if self.common.get(system) != common:
            self.common[system] = common
            return
        files = {sheet.name: sheet.file for sheet in sheets if sheet.name != SHARED}
        keys = {name: inputs.unit_keys.get(f"{system}/{name}", "") for name in files}
        before = {name: known for name in files if (known := self.contexts.get(f"{system}/{name}"))}
        stale = [name for name in files if name not in before or before[name].key != keys[name]]
        changed = {name for name in stale if name not in before or before[name].own != inputs.digests.get(files[name])}
        if not changed or len(changed) > _FEW or len(changed) == len(stale) or not all(keys.values()):
            return
        needed = {SHARED}.union(*(inputs.mentioned[f"{system}/{name}"] for name in changed))
        read_together(system, [sheet for sheet in sheets if sheet.name in needed], shelf)
        others = changed.difference(name for name in changed if self._looks_as_before(system, name, keys, before))
        for name in stale:
            if name not in changed and others.isdisjoint(inputs.mentioned[f"{system}/{name}"]):
                self.contexts[f"{system}/{name}"] = evolve(before[name], key=keys[name])

    def _looks_as_before(self, system: str, name: str, keys: Mapping[str, str], before: Mapping[str, Known]) -> bool:
        now, then = self.contexts.get(f"{system}/{name}"), before.get(name)
        if now is None or then is None or now.key != keys[name]:
            return False
        return surface(now.kept.context) == surface(then.kept.context)


class _AtHand(Shelf):
    def __init__(self, desk: Desk, folder: Path, inputs: Inputs) -> None:
        super().__init__(folder, inputs.unit_keys, inputs.mentioned)
        self._desk = desk
        self._digests = inputs.digests

    def lacks(self, name: str) -> bool:
        known = self._desk.contexts.get(name)
        return super().lacks(name) and not (known and known.key == self.keys.get(name))

    def take(self, name: str) -> Kept | None:
        known, key = self._desk.contexts.get(name), self.keys.get(name)
        if known is not None and known.key == key:
            return known.kept
        kept = super().take(name)
        if kept is not None:
            self._keep(name, kept)
        return kept

    def put(self, name: str, kept: Kept) -> None:
        super().put(name, kept)
        self._keep(name, kept)

    def _keep(self, name: str, kept: Kept) -> None:
        if (key := self.keys.get(name)) is not None:
            self._desk.contexts[name] = Known(key, self._digests.get(kept.context.place.file), kept)
