"""Finds the targets that a project wants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import frozen

from .diagnostics import Diagnostic, near
from .place import Place
from .settings import BUILT_IN, Project
from .upcasters import line
from .writing import problem

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from .targets import Target

GROUP: Final = "factbook.targets"
"""The entry point group in which packages announce targets."""

TEMPLATES: Final = Path(__file__).parent / "templates"
"""Factbook's own templates."""


@frozen
class Chosen:
    """A target that a project wants: one of factbook's own (``entry`` is ``None``) or one that a package announces."""

    name: str
    entry: EntryPoint | None = None

    @property
    def module(self) -> str:
        """The module that holds it."""
        return self.entry.module if self.entry else f"factbook_codegen.targets.{self.name}"

    def load(self, project: Project) -> Target:
        """Import it, with the project's templates in front of its own."""
        from .targets import Target

        target = self.entry.load() if self.entry else import_module(self.module).TARGET
        if not isinstance(target, Target):
            raise TypeError(f"{self.module} holds no factbook_codegen.targets.Target but {type(target).__name__}")
        templates = project.templates
        return target.templates(templates) if templates and target.templates else target


def choose(project: Project) -> tuple[list[Chosen], list[Diagnostic]]:
    """The targets that the settings name. Packages are only searched for a name that is not one of factbook's own."""
    chosen: list[Chosen] = []
    problems: list[Diagnostic] = []
    others: Mapping[str, EntryPoint] | None = None
    for name in project.settings.targets:
        if name in BUILT_IN:
            chosen.append(Chosen(name))
            continue
        if others is None:
            from importlib.metadata import entry_points

            others = {entry.name: entry for entry in entry_points(group=GROUP)}
        if name in others:
            chosen.append(Chosen(name, others[name]))
        else:
            place = project.places.get("targets", Place("pyproject.toml", 1, 1))
            help_ = near(name, (*BUILT_IN, *others)) or f'no installed package announces it in the group "{GROUP}"'
            source = line(project.root / place.file, place)
            length = len("targets") if source.startswith("targets", place.column - 1) else 1
            problems.append(
                Diagnostic("FB804", f'there is no target "{name}"', place, help=help_, length=length, source=source)
            )
    return chosen, [*problems, *_mistyped(project)]


def _mistyped(project: Project) -> Iterator[Diagnostic]:
    """Templates of the project that are named almost like one of factbook's own, and so replace none."""
    if project.templates is None:
        return
    ours = sorted(file.name for file in TEMPLATES.iterdir())
    for file in sorted(project.templates.iterdir()):
        if file.name not in ours and (close := get_close_matches(file.name, ours, n=1, cutoff=0.8)):
            path = file.relative_to(project.root).as_posix()
            help_ = f'did you mean "{close[0]}"?'
            yield problem("FB807", path, "factbook has no template of this name, so it replaces none", help_)
