"""Plays every scenario and story of a project for its documentation, and tells what came of them as data."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from attrs import Factory, define

from ._shown import written

if TYPE_CHECKING:
    from factbook_codegen.diagnostics import Diagnostic
    from factbook_codegen.diagrams import Moment
    from factbook_codegen.model import Catalogue, Ref
    from factbook_codegen.model import System as SystemModel
    from factbook_codegen.settings import Project
    from factbook_codegen.site.played import Arrow, Played

    from factbook import catalogue
    from factbook.system import System
    from factbook.testing.coverage import Ran
    from factbook.testing.world import Due


class Outdated(Exception):
    """What is generated is not what the catalogue says."""


class Unplayable(Exception):
    """The functions of a system cannot be imported; the text says why."""


def play(project: Project, model: Catalogue) -> tuple[Mapping[str, Played], Sequence[Diagnostic]]:
    """What came of the examples of each system, and which of them are false.

    Raises :class:`Outdated` and :class:`Unplayable`.
    """
    from factbook_codegen.site.played import Played

    sys.path.insert(0, str(project.root))
    try:
        from factbook.testing.coverage import Recorder

        recorder = Recorder()
        recorder.start()  # before anything imports what is to be watched
        played: dict[str, Played] = {}
        false: list[Diagnostic] = []
        for name, system in model.systems.items():
            if reason := _cannot(project, name):
                played[name] = Played(reason)
            else:
                played[name], wrong = _play(project, system, recorder.ran)
                false += wrong
        return played, false
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "hypothesis":
            raise
        reason = "the extra `test` of factbook is not installed"
        return {name: Played(reason) for name in model.systems}, ()
    finally:
        sys.path.remove(str(project.root))


def _cannot(project: Project, name: str) -> str:
    """Why the examples of a system cannot be played; empty where they can."""
    if not (project.root / "deciders" / name).exists() and not (project.root / "deciders" / f"{name}.py").exists():
        return f"there are no functions in deciders/{name}"
    if not (project.generated / name / "catalogue.json").exists():
        return f"{project.settings.generated}/{name} was not generated"
    if find_spec("deciders") is None or find_spec(f"deciders.{name}") is None:
        return f"deciders/{name} is no package"
    return ""


def _play(project: Project, model: SystemModel, ran: Ran) -> tuple[Played, list[Diagnostic]]:
    from factbook_codegen.diagnostics import Diagnostic
    from factbook_codegen.site.played import Played

    from factbook.catalogue import load
    from factbook.testing.playing import play_scenario, play_story

    folder = project.generated / model.name
    _hold_to(model, folder)
    system = _functions(model.name)
    known = load(folder)
    scenarios: set[str] = set()
    stories: dict[str, tuple[tuple[Moment, ...], ...]] = {}
    false: list[Diagnostic] = []

    def failed(place: str, title: str, error: BaseException) -> None:
        file, line, column = place.rsplit(":", 2)
        from factbook_codegen.model import Place

        told = " ".join(str(error).split()) or type(error).__name__
        message = f"{title!r} does not come out as told: {told[:400]}"
        false.append(Diagnostic("FB811", message, Place(file, int(line), int(column)), help="run `pytest`"))

    for context, scenario in _scenarios(known):
        try:
            play_scenario(system, context, scenario)
            scenarios.add(scenario.place)
        except Exception as error:  # the functions are anybody's: whatever they raise is reported
            failed(scenario.place, scenario.title, error)
    for story in (*known.stories, *(one for context in known.contexts.values() for one in context.stories)):
        told = _Told(system)
        try:
            play_story(system, story, told.world, told.step)
            stories[story.place] = tuple(map(tuple, told.steps))
        except Exception as error:  # as above
            failed(story.place, story.title, error)
    messages, refused = written(model, system.package)
    arrows = tuple(_arrows(project.generated, model.name, ran))
    return Played("", frozenset(scenarios), stories, arrows, messages), [*false, *refused]


def _functions(name: str) -> System:
    from factbook.testing.wired import Unwired, wired

    try:
        return wired(name)
    except Unwired as error:
        raise Unplayable(str(error)) from None
    except Exception as error:  # whatever a user's own module raises when it is imported
        raise Unplayable(f"deciders/{name} cannot be imported: {type(error).__name__}: {error}") from error


def _hold_to(model: SystemModel, folder: Path) -> None:
    """Raise where what was generated is not what was read: it would be played, and something else be shown."""
    from factbook_codegen.targets import catalogue_json

    target = catalogue_json.TARGET
    assert target.context is not None
    assert target.system is not None
    files = target.system(model)
    for context in model.contexts.values():
        files |= target.context(context, model)
    for path, text in files.items():
        file = folder.parent / path
        if not file.exists() or file.read_text("utf-8") != text:
            raise Outdated(path)


def _scenarios(known: catalogue.System) -> Iterator[tuple[str, catalogue.Scenario]]:
    for name, context in known.contexts.items():
        yield from ((name, scenario) for scenario in context.scenarios)


def _arrows(generated: Path, name: str, ran: Ran) -> Iterator[Arrow]:
    from factbook_codegen.site.played import Arrow

    from factbook.testing.coverage import arrows

    for arrow in arrows(generated):
        if arrow.system == name and "→" in arrow.kind:  # words and bounds lead nowhere
            yield Arrow(arrow.kind, arrow.tail, arrow.head, arrow in ran)


@define
class _Told:
    """Listens to a world while a story is played on it, and notes what happens in each step."""

    system: System
    steps: list[list[Moment]] = Factory(list["list[Moment]"])
    now: list[Moment] = Factory(list["Moment"])
    world: Any = None

    def __attrs_post_init__(self) -> None:
        from factbook.testing.playing import first_outcome
        from factbook.testing.world import World

        told = self

        class Listening(World):
            due: Due | None = None

            def decide(self, command: Any) -> Any:
                outcome = super().decide(command)
                told.note("command", command, outcome, self.due)
                return outcome

            def _react(self, due: Due) -> None:
                self.due = due
                try:
                    super()._react(due)
                finally:
                    self.due = None

        def outcome(world: World, effect: Any) -> Any:
            event = first_outcome(world, effect)
            told.note("effect", effect, [event], cast("Listening", world).due)
            return event

        self.world = Listening(self.system, outcome)

    def step(self) -> None:
        """The step is over."""
        self.steps.append(self.now)
        self.now = []

    def note(self, kind: str, asked: Any, outcome: Any, due: Due | None) -> None:
        """Something was asked, and this came of it."""
        from factbook_codegen.diagrams import Moment

        from factbook.decider import accepted

        went = accepted(outcome)
        self.now.append(
            Moment(
                kind,
                _ref(asked),
                tuple(map(_ref, outcome)) if went else (),
                None if went else _ref(outcome),
                None if due is None else _named(due.policy),
                None if due is None else _ref(due.event),
            )
        )


def _ref(message: object) -> Ref:
    from factbook.testing.domain import name_of

    return _named(name_of(message.__class__))


def _named(name: str) -> Ref:
    from factbook_codegen.model import Ref

    context, _, short = name.partition(".")
    return Ref(context, short)
