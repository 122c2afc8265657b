"""Reads two catalogues that are mostly the same: contexts that have not changed are read once, and kept."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from attrs import evolve

from .. import cache, inputs
from ..choosing import choose
from ..reading import NO_SHELF, Reading, Shelf, read
from ..settings import Project
from ..undisturbed import undisturbed

__all__ = ["read_kept"]


def read_kept(project: Project, folder: Path, root: Path) -> Reading:
    """The catalogue in ``folder``, which may be that of ``project`` or one as it was, below the folder ``root``.

    What is kept is kept in the cache of the project, under keys that follow from the content of files.
    """
    if folder != root / project.settings.catalogue:
        return read(folder, root)
    with undisturbed():
        chosen, _ = choose(project)
        tool = cache.fingerprint(one.module for one in chosen if one.entry)
        memory = cache.load(project.root, tool)
        taken = inputs.take(Project(root, evolve(project.settings, templates=None)), tool, memory)
        kept = project.root / cache.FOLDER
        with suppress(OSError):  # where nothing can be kept, everything is read
            cache.make_folder(kept)
        shelf = Shelf(kept / "read", taken.unit_keys, taken.mentioned) if kept.is_dir() else NO_SHELF
        return read(folder, root, shelf)
