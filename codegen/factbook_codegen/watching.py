"""Waits for changes to what goes into a generated folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, watch

from .settings import Project

_SUFFIXES = (".yaml", ".yml")


def changes(project: Project, *, site: bool = False) -> Iterator[frozenset[str]]:
    """Wait, and answer each time which files changed (below the project), until Ctrl-C or a change of pyproject.toml.

    With ``site``, pages written by hand and the functions in ``deciders/`` count as well.

    The first answer is empty and comes as soon as watching has begun, so that what the caller does then misses nothing.
    Changes that happen while the caller works on an answer are in the next one.
    """
    settings = project.root / "pyproject.toml"
    templates = project.templates
    pages, deciders = project.pages, project.root / "deciders"

    def matters(_: Change, name: str) -> bool:
        path = Path(name)
        if path == settings:
            return True
        if templates and path.is_relative_to(templates):
            return not path.name.startswith(".")
        if site and (
            (pages and path.is_relative_to(pages))
            or (path.suffix == ".py" and path.is_relative_to(deciders))
            or (path.suffix == ".md" and path.is_relative_to(project.catalogue))
        ):
            return True
        return path.suffix in _SUFFIXES and path.is_relative_to(project.catalogue)

    more = (pages, deciders) if site else ()
    folders = [folder for folder in (project.catalogue, templates, *more) if folder and folder.is_dir()]
    watched = [*(folders or [project.root]), *([settings] if settings.exists() else [])]
    begun = False
    for found in watch(*watched, watch_filter=matters, debounce=200, rust_timeout=100, yield_on_timeout=True):
        paths = frozenset(Path(name).relative_to(project.root).as_posix() for _, name in found)
        if settings.name in paths:
            return
        if paths or not begun:
            begun = True
            yield paths
