"""Python: the classes of all messages, their codec, and the constructors of deciders, views, policies and systems."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from ...model import Context, System
from .. import Files, Target
from ._context import context_files
from ._render import Renderer, environment
from ._system import system_files

__all__ = ["TARGET", "python_target"]


def python_target(override: Path | None = None) -> Target:
    """The target, with the templates of a folder in place of its own of the same name."""

    @cache
    def renderer() -> Renderer:
        return Renderer(environment(override), override)

    def context(found: Context, system: System) -> Files:
        return context_files(found, system, renderer())

    def system(found: System) -> Files:
        return system_files(found, renderer())

    return Target("python", context=context, system=system, templates=python_target)


TARGET: Final = python_target()
