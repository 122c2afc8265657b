"""Reads a project's catalogue only to say what is wrong with it."""

from __future__ import annotations

from . import releasing, reports, reserving, upcasters
from .choosing import choose
from .diagnostics import Diagnostic, in_order
from .reading import read
from .settings import Project
from .undisturbed import undisturbed


def check(project: Project) -> tuple[tuple[Diagnostic, ...], dict[str, int]]:
    """Every problem of the catalogue and of the choice of targets, and how much the catalogue holds."""
    with undisturbed():
        _, problems = choose(project)
        reading = read(project.catalogue, project.root)
        missing = upcasters.missing(reading.catalogue, project)
        taken = reserving.reserved(reading.catalogue, project)
        edited = releasing.edited(project, reading.catalogue)
        return in_order((*problems, *reading.diagnostics, *missing, *taken, *edited)), reports.count(reading.catalogue)
