"""The pytest plugin: every scenario and story of a catalogue is a test, named by its words.

Name the folder of the catalogue among pytest's paths (``testpaths = ["tests", "catalogue"]``); a file of it is then
collected like a file of tests. The functions are those of ``deciders.<system>``: the wired system, under the name of
the system.
"""

# pyright: reportUnknownMemberType=false
# (pytest's constructors of nodes are only partly typed)

from __future__ import annotations

import tomllib
from argparse import ArgumentTypeError
from collections.abc import Generator, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import pytest

if TYPE_CHECKING:
    from factbook.catalogue import Context, Event, Scenario, Story
    from factbook.catalogue import System as SystemCatalogue
    from factbook.system import System

    from .coverage import Arrow, Recorder

__all__ = ["CatalogueFile", "ReleasedItem", "ScenarioItem", "StoryItem", "VersionItem", "pytest_collect_file"]

_RECORDER: Final[pytest.StashKey[Recorder]] = pytest.StashKey()
_SETTINGS: Final[pytest.StashKey[dict[str, Any] | None]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--catalogue-coverage`` and where to write it."""
    group = parser.getgroup("factbook")
    group.addoption(
        "--catalogue-coverage",
        nargs="?",
        type=_percent,
        const=0.0,
        metavar="PERCENT",
        help="say which arrows of the catalogue ran in these tests; fail if fewer than PERCENT of them did",
    )
    group.addoption("--catalogue-coverage-json", type=Path, metavar="PATH", help="write the coverage as JSON")
    group.addoption("--catalogue-coverage-html", type=Path, metavar="PATH", help="write the coverage as an HTML table")


def _percent(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no number; name what to test first, or write =0") from None


def _wanted(options: Any) -> bool:
    wanted = (options.catalogue_coverage, options.catalogue_coverage_json, options.catalogue_coverage_html)
    return any(one is not None for one in wanted)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Begin to watch before anything can import what is to be watched."""
    if _wanted(early_config.known_args_namespace):
        from .coverage import Recorder

        recorder = early_config.stash[_RECORDER] = Recorder()
        recorder.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Tell what scenarios exercise from what other tests do."""
    recorder = item.config.stash.get(_RECORDER, None)
    if recorder is None:
        return (yield)
    from .coverage import SCENARIOS, TESTS

    recorder.by = SCENARIOS if isinstance(item, _Item) else TESTS
    try:
        return (yield)
    finally:
        recorder.by = TESTS


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker of pytest-xdist noted."""
    from .coverage import Arrow

    recorder = node.config.stash.get(_RECORDER, None)
    if recorder is not None:
        for arrow, by in getattr(node, "workeroutput", {}).get("catalogue_coverage", ()):
            recorder.ran.setdefault(Arrow(*arrow), set()).update(by)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Save the counterexample of a law that does not hold, for `factbook scenario add`."""
    report = yield
    raised = call.excinfo.value if call.excinfo else None
    if scenario := getattr(raised, "scenario", ""):
        root = item.config.rootpath
        if _settings(item.config) is not None and find_spec("factbook_codegen") is not None:
            from factbook_codegen.cache import FOLDER, make_folder

            make_folder(root / FOLDER)
            context = getattr(raised, "context", "")
            text = f"# {item.nodeid}\n# context: {context}\nscenarios:\n{scenario}"
            (root / FOLDER / "counterexample.yaml").write_text(text, "utf-8")
            report.sections.append(("to keep this case", "factbook scenario add --title … --then …"))
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail below the threshold; in a worker of pytest-xdist, hand over what was noted."""
    recorder = session.config.stash.get(_RECORDER, None)
    if recorder is None:
        return
    if hasattr(session.config, "workeroutput"):
        handed = [(list(arrow), sorted(by)) for arrow, by in recorder.ran.items()]
        cast("Any", session.config).workeroutput["catalogue_coverage"] = handed
        return
    from .coverage import share

    least = session.config.option.catalogue_coverage
    if least and share(_known(session.config), recorder.ran) < least and session.exitstatus in (0, 5):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what is out of date; print the coverage, and write it where it is wanted."""
    _tell_stale(terminalreporter, config)
    recorder = config.stash.get(_RECORDER, None)
    if recorder is None:
        return
    from .coverage import as_html, as_json, as_text, share

    known, options = _known(config), config.option
    terminalreporter.section("catalogue coverage")
    for line in as_text(known, recorder.ran):
        terminalreporter.write_line(line)
    if options.catalogue_coverage and share(known, recorder.ran) < options.catalogue_coverage:
        terminalreporter.write_line(f"that is less than {options.catalogue_coverage:g} %", red=True)
    for path, form in ((options.catalogue_coverage_json, as_json), (options.catalogue_coverage_html, as_html)):
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(form(known, recorder.ran), "utf-8")


def _tell_stale(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """A note, no failure: who changes the catalogue may well want to see first what the tests say."""
    settings = _settings(config)
    if settings is None:
        return
    from factbook.sources import changed, told

    if files := changed(config.rootpath / settings.get("generated", "generated")):
        terminalreporter.section("factbook", yellow=True)
        terminalreporter.write_line(f"note: {told(files, config.rootpath)}")


def _known(config: pytest.Config) -> list[Arrow]:
    from .coverage import arrows

    return list(arrows(Path(config.rootpath, (_settings(config) or {}).get("generated", "generated"))))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CatalogueFile | None:
    """Collect the YAML files of systems: ``catalogue/<system>/<context>.yaml``."""
    if file_path.suffix not in (".yaml", ".yml"):
        return None
    config = parent.config
    settings = _settings(config)
    if settings is None or file_path.parent.parent != config.rootpath / settings.get("catalogue", "catalogue"):
        return None
    return CatalogueFile.from_parent(parent, path=file_path)


def _settings(config: pytest.Config) -> dict[str, Any] | None:
    """``[tool.factbook]`` of a project, read once in a run; ``None`` where there is no such table."""
    if _SETTINGS not in config.stash:
        try:
            tool = tomllib.loads((config.rootpath / "pyproject.toml").read_text("utf-8")).get("tool", {})
        except (OSError, tomllib.TOMLDecodeError):
            tool = {}
        config.stash[_SETTINGS] = tool.get("factbook")
    return config.stash[_SETTINGS]


class CatalogueFile(pytest.File):
    """One file of the catalogue: a context with its scenarios and stories, or ``system.yaml`` with its stories."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """The scenarios and stories, in the order of the file; raises ``CollectError`` when they cannot be played."""
        catalogue = self._catalogue()
        here = self.path.relative_to(self.config.rootpath).as_posix()
        scenarios = [(context.name, one) for context in catalogue.contexts.values() for one in context.scenarios]
        scenarios = [(context, one) for context, one in scenarios if _file_of(one) == here]
        told = (catalogue.stories, *(context.stories for context in catalogue.contexts.values()))
        stories = [story for some in told for story in some if _file_of(story) == here]
        self._hold_to_source([one.place for _, one in scenarios] + [one.place for one in stories])
        contexts = [context for context in catalogue.contexts.values() if _file_of(context) == here]
        versions = [(context.name, event) for context in contexts for event in context.events.values() if event.older]
        frozen = [context for context in contexts if (self._generated / "released" / context.name).is_dir()]
        if scenarios or stories or versions or frozen:
            system = self._system(len(scenarios) + len(stories))
            for context, scenario in scenarios:
                asked = scenario.kind == "decider" and scenario.when
                name = f"{asked.ref.rpartition('.')[2] if asked else scenario.subject}: {scenario.title}"
                yield ScenarioItem.from_parent(self, name=name, system=system, example=scenario, context=context)
            for story in stories:
                yield StoryItem.from_parent(self, name=story.title, system=system, example=story)
            for context, event in versions:
                for older in event.older:
                    name = f"{event.name}: version {older.version} is read as version {event.version}"
                    ref = f"{context}.{event.name}"
                    yield VersionItem.from_parent(
                        self, name=name, system=system, example=event, event=ref, version=older.version
                    )
            for one in frozen:
                name = f"what was released of {one.name}"
                folder = self._generated / "released"
                yield ReleasedItem.from_parent(self, name=name, system=system, example=one, folder=folder)

    def _catalogue(self) -> SystemCatalogue:
        from factbook import catalogue
        from factbook.errors import CatalogueUnreadable

        try:
            found = catalogue.load(self._generated)
            list(found.contexts.values())  # each is read when it is first asked for
        except CatalogueUnreadable as error:
            raise self.CollectError(str(error)) from None
        return found

    @property
    def _generated(self) -> Path:
        settings = _settings(self.config) or {}
        return Path(self.config.rootpath, settings.get("generated", "generated"), self.path.parent.name)

    def _hold_to_source(self, places: list[str]) -> None:
        """Complain where what was generated does not know all that the file says: it would pass without being played.

        Only the generator can read the file; where it is not installed, nobody edits the catalogue.
        """
        from factbook.sources import changed

        if self.path not in changed(self._generated.parent) or find_spec("factbook_codegen") is None:
            return
        from factbook_codegen.reading import read

        system = read(self.path.parent.parent).catalogue.systems.get(self.path.parent.name)
        if system is None:
            return
        written = [story.place for story in system.stories]
        for context in system.contexts.values():
            written += [one.place for one in context.scenarios] + [one.place for one in context.stories]
        own = [place for place in written if Path(place.file).name == self.path.name]
        told = {place.partition(":")[2] for place in places}
        if {f"{place.line}:{place.column}" for place in own} != told:
            raise self.CollectError(
                f"{self.path.name} has examples that were not generated: run `factbook generate` first."
            )

    def _system(self, examples: int) -> System:
        """The wired system: ``deciders.<system>.<system>``."""
        from .wired import Unwired, wired

        try:
            return wired(self.path.parent.name)
        except Unwired as error:
            raise self.CollectError(
                f"There is nothing to play the {examples} examples of {self.path.name} on: {error}"
                f'\n(Is it there? Then pytest does not find it: set `pythonpath = ["."]` in [tool.pytest.ini_options].)'
            ) from None
        except Exception as error:  # whatever a module of the project raises when it is imported
            from factbook.blaming import blame

            if (blamed := blame(error, self.config.rootpath)) is None:
                raise
            raise self.CollectError(blamed) from None


def _file_of(example: Context | Scenario | Story) -> str:
    return example.place.partition(":")[0]


class _Item(pytest.Item):
    """What scenarios and stories have in common: the place in the YAML, and the functions."""

    def __init__(self, *, system: System, example: Context | Event | Scenario | Story, **rest: Any) -> None:
        super().__init__(**rest)
        self.system = system
        self.place = example.place

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the example stands."""
        return self.path, int(self.place.split(":")[1]) - 1, self.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What differs; the way through factbook itself is of no interest."""
        if isinstance(excinfo.value, AssertionError):
            from factbook.blaming import blame, uncovered

            if uncovered(excinfo.value) and (blamed := blame(excinfo.value, self.config.rootpath)):
                return f"{self.place}: {self.name}\n\n{blamed}"
            return f"{self.place}: {self.name}\n\n{excinfo.value}"
        return super().repr_failure(excinfo, style)


class ScenarioItem(_Item):
    """One scenario."""

    def __init__(self, *, example: Scenario, context: str, **rest: Any) -> None:
        super().__init__(example=example, **rest)
        self.context = context
        self.scenario = example

    def runtest(self) -> None:
        """Play it."""
        from .playing import play_scenario

        play_scenario(self.system, self.context, self.scenario)


class VersionItem(_Item):
    """One older version of an event."""

    def __init__(self, *, example: Event, event: str, version: int, **rest: Any) -> None:
        super().__init__(example=example, **rest)
        self.event = event
        self.version = version

    def runtest(self) -> None:
        """Hold it to the laws of versions."""
        from .versions import check_version

        check_version(self.system, self.event, self.version)


class ReleasedItem(_Item):
    """The payloads of a context that were released."""

    def __init__(self, *, example: Context, folder: Path, **rest: Any) -> None:
        super().__init__(example=example, **rest)
        self.context = example.name
        self.folder = folder

    def runtest(self) -> None:
        """Read each of them."""
        from .laws import LawBroken
        from .released import check_released, released, tampered

        for path in tampered(self.folder):
            if path.startswith(f"{self.context}/"):
                raise LawBroken(f"{self.folder / path} is not as it was released: take it back from version control")
        for found in released(self.folder):
            if found.event.startswith(f"{self.context}."):
                check_released(self.system, found)


class StoryItem(_Item):
    """One story."""

    def __init__(self, *, example: Story, **rest: Any) -> None:
        super().__init__(example=example, **rest)
        self.story = example

    def runtest(self) -> None:
        """Play it."""
        from .playing import play_story

        play_story(self.system, self.story)
