"""The pytest plugin: every scenario and story of a catalogue is a test, named by its words.

Name the folder of the catalogue among pytest's paths (``testpaths = ["tests", "catalogue"]``); a file of it is then
collected like a file of tests. The functions are those of ``deciders.<system>``: the wired system, under the name of
the system.
"""

# pyright: reportUnknownMemberType=false
# (pytest's constructors of nodes are only partly typed)

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from factbook.catalogue import Context, Scenario, Story
    from factbook.catalogue import System as SystemCatalogue
    from factbook.system import System

__all__ = ["CatalogueFile", "ScenarioItem", "StoryItem", "pytest_collect_file"]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CatalogueFile | None:
    """Collect the YAML files of systems: ``catalogue/<system>/<context>.yaml``."""
    if file_path.suffix not in (".yaml", ".yml"):
        return None
    root = parent.config.rootpath
    settings = _settings(root)
    if settings is None or file_path.parent.parent != root / settings.get("catalogue", "catalogue"):
        return None
    return CatalogueFile.from_parent(parent, path=file_path)


def _settings(root: Path) -> dict[str, Any] | None:
    """``[tool.factbook]`` of a project; ``None`` where there is no such table."""
    try:
        tool = tomllib.loads((root / "pyproject.toml").read_text("utf-8")).get("tool", {})
    except (OSError, tomllib.TOMLDecodeError):
        return None
    found: dict[str, Any] | None = tool.get("factbook")
    return found


class CatalogueFile(pytest.File):
    """One file of the catalogue: a context with its scenarios and stories, or ``system.yaml`` with its stories."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """The scenarios and stories, in the order of the file."""
        from factbook import catalogue
        from factbook.errors import CatalogueUnreadable

        settings = _settings(self.config.rootpath) or {}
        generated = self.config.rootpath / settings.get("generated", "generated") / self.path.parent.name
        try:
            system = catalogue.load(generated)
        except CatalogueUnreadable as error:
            raise self.CollectError(f"{error}\nRun `factbook generate` first.") from None
        name = self.path.stem
        if name == "system":
            yield from self._stories(system, system.stories)
        elif name in system.contexts:
            yield from self._scenarios(system, system.contexts[name])
            yield from self._stories(system, system.contexts[name].stories)

    def _scenarios(self, system: SystemCatalogue, context: Context) -> Iterator[pytest.Item]:
        for scenario in context.scenarios:
            yield ScenarioItem.from_parent(
                self, name=f"{scenario.subject}: {scenario.title}", catalogue=system, scenario=scenario
            )

    def _stories(self, system: SystemCatalogue, stories: Iterable[Story]) -> Iterator[pytest.Item]:
        for story in stories:
            yield StoryItem.from_parent(self, name=story.title, catalogue=system, story=story)


class _Item(pytest.Item):
    """What scenarios and stories have in common: the place in the YAML, and the functions."""

    place: str

    def __init__(self, *, catalogue: SystemCatalogue, **rest: Any) -> None:
        super().__init__(**rest)
        self.catalogue = catalogue

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the example stands."""
        line = int(self.place.split(":")[1])
        return self.path, line - 1, self.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What differs; the way through factbook itself is of no interest."""
        if isinstance(excinfo.value, AssertionError):
            return f"{self.place}\n\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def system(self) -> System:
        """The wired system: ``deciders.<system>.<system>``."""
        from factbook.system import System

        name = self.path.parent.name
        try:
            found = getattr(import_module(f"deciders.{name}"), name, None)
        except ModuleNotFoundError as error:
            if error.name not in ("deciders", f"deciders.{name}"):
                raise
            found = None
        if not isinstance(found, System):
            pytest.fail(f"deciders/{name}/__init__.py holds no system called {name} to play this on", pytrace=False)
        return found


class ScenarioItem(_Item):
    """One scenario."""

    def __init__(self, *, scenario: Scenario, **rest: Any) -> None:
        super().__init__(**rest)
        self.scenario = scenario
        self.place = scenario.place

    def runtest(self) -> None:
        """Play it."""
        from .playing import play_scenario

        system = self.system()
        play_scenario(system, f"{system.package}.{self.path.stem}", self.scenario)


class StoryItem(_Item):
    """One story."""

    def __init__(self, *, story: Story, **rest: Any) -> None:
        super().__init__(**rest)
        self.story = story
        self.place = story.place

    def runtest(self) -> None:
        """Play it."""
        from .playing import play_story

        play_story(self.system(), self.story)
