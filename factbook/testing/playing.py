"""Plays the scenarios and stories of a catalogue on hand-written functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

import attrs

from factbook.catalogue import Do, Recorded, Scenario, See, SetFlag, Step, Story, Wait
from factbook.catalogue import System as Catalogue
from factbook.decider import accepted
from factbook.system import System

from .domain import instance, name_of
from .specs import spec
from .stages import Happened, Stage, WorldStage
from .tables import told
from .world import World, outcomes_of

__all__ = ["Told", "first_outcome", "play", "play_scenario", "play_step", "play_story"]


def play_scenario(system: System, context: str, scenario: Scenario) -> None:
    """Hold functions to one scenario of a context; raises ``AssertionError`` with the difference."""
    __tracebackhide__ = True
    package, name = f"{system.package}.{context}", f"{context}.{scenario.subject}"
    given = [instance(package, payload.ref, payload.data) for payload in scenario.given]
    then = [instance(package, payload.ref, payload.data) for payload in scenario.then]
    if scenario.kind == "view":
        spec(system.views[name]).given(*given).then(*then)
        return
    assert scenario.when is not None
    when = instance(package, scenario.when.ref, scenario.when.data)
    if scenario.kind == "policy":
        spec(system.policies[name]).given(*given).when(when).then(*then)
        return
    decision = spec(system.deciders[name]).given(*given).when(when)
    if scenario.refused is not None:
        decision.then_rejected(instance(package, scenario.refused.ref, scenario.refused.data))
    else:
        decision.then(*then)


class _Declared(Protocol):
    @property
    def catalogue(self) -> Catalogue: ...


def first_outcome(world: _Declared, effect: Any) -> Any:
    """What comes of an effect in a story: its first declared outcome, with the fields that both have taken over."""
    kind = outcomes_of(effect, world.catalogue)[0]
    from .exploring import few  # Hypothesis takes longer to import than scenarios take to play

    plain = few(kind)[0]
    own: Any = effect.__class__
    taken = {field.name: getattr(effect, field.name) for field in attrs.fields(own)}
    return attrs.evolve(plain, **{name: value for name, value in taken.items() if hasattr(plain, name)})


def play_story(
    system: System, story: Story, world: World | None = None, after: Callable[[], object] | None = None
) -> World:
    """Play a story on a world of its own, or on one that is given; ``after`` is called after each step.

    Raises ``AssertionError`` at the step that does not come out as told.
    """
    __tracebackhide__ = True
    world = world or World(system, first_outcome)
    for _ in play(WorldStage(world), story):
        if after is not None:
            after()
    return world


class Told(NamedTuple):
    """A step of a story that came out as told, and what was recorded in it."""

    step: Step
    happened: Sequence[Happened]


def play(stage: Stage, story: Story) -> Iterator[Told]:
    """Play a story, step by step; raises ``AssertionError`` at the step that does not come out as told."""
    __tracebackhide__ = True
    package = f"{stage.system.package}.{next(iter(stage.system.catalogue.contexts))}"
    before = stage.position
    for number, step in enumerate(story.steps, 1):
        where = f"step {number} of {story.title!r} ({step.place})"
        match step:
            case Do():
                before = stage.position
                _do(stage, package, step, where)
            case Wait(duration=duration):
                before = stage.position
                stage.wait(duration)
            case SetFlag(flag=flag, on=on):
                stage.switch(flag, on)
            case See():
                _see(stage, package, step, where)
            case Recorded(events=events):
                actual = [event.name for event in stage.happened(before)]
                if actual != list(events):
                    raise AssertionError(f"{where}: recorded {', '.join(actual) or 'nothing'}, not {', '.join(events)}")
        yield Told(step, stage.happened(before) if isinstance(step, Do | Wait) else ())


def play_step(world: World, step: Do | Wait | SetFlag) -> None:
    """Do what is done in a step, whatever comes of it."""
    match step:
        case Do(command=command):
            world.send(
                instance(f"{world.system.package}.{next(iter(world.catalogue.contexts))}", command.ref, command.data)
            )
        case Wait(duration=duration):
            world.wait(duration)
        case SetFlag(flag=flag, on=on):
            world.flags[flag] = on


def _do(stage: Stage, package: str, step: Do, where: str) -> None:
    __tracebackhide__ = True
    command = instance(package, step.command.ref, step.command.data)
    outcome = stage.send(step.role, command)
    if step.refused is None:
        if not accepted(outcome):
            raise AssertionError(f"{where}: {step.command.ref} is refused with {told(outcome)}")
    elif accepted(outcome):
        raise AssertionError(f"{where}: {step.command.ref} is accepted, not refused with {step.refused}")
    elif name_of(outcome.__class__) != step.refused:
        raise AssertionError(f"{where}: {step.command.ref} is refused with {told(outcome)}, not {step.refused}")


def _see(stage: Stage, package: str, step: See, where: str) -> None:
    __tracebackhide__ = True
    wanted = instance(package, step.row.ref, step.row.data)
    contract = stage.system.views[step.row.ref].contract
    assert contract is not None
    key = tuple(getattr(wanted, name) for name in contract.key)
    row = stage.row(step.row.ref, key)
    if step.absent:
        if row is not None:
            raise AssertionError(f"{where}: there is {told(row)}, and nothing should be there")
        return
    if row is None:
        raise AssertionError(f"{where}: {step.row.ref} has no row {', '.join(map(str, key))}")
    wrong = [
        f"{name}: expected {told(getattr(wanted, name))}, and it is {told(getattr(row, name))}"
        for name in step.row.written
        if getattr(wanted, name) != getattr(row, name)
    ]
    if wrong:
        raise AssertionError(f"{where}: {step.row.ref} shows something else\n  " + "\n  ".join(wrong))
