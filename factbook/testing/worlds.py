"""Histories that a whole system can have: parts of its stories, then any commands that some role may issue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from factbook.catalogue import Do, SetFlag, Wait
from factbook.system import System

from .domain import about, entry_of, kind_of
from .exploring import few, samples
from .playing import first_outcome, play_step
from .world import World, catalogue_of

__all__ = ["COPIES", "beginnings", "issuable", "pasts", "some_pasts"]

Step: TypeAlias = Do | Wait | SetFlag

COMMANDS: Final = 12
"""How many commands follow at most after what is told in a story."""

READY: Final = 12
"""How many commands of each kind are drawn in advance, always the same ones."""

COPIES: Final = 6
"""Of how many of the last events a command may take over the values."""

_KNOWN: Final[dict[tuple[int, int], tuple[System, list[list[Any]]]]] = {}


def pasts(system: System) -> SearchStrategy[list[Any]]:
    """All that happened in a world of this system, in order: every event could come there, and in this order."""
    ready, told = [few(kind, READY) for kind in issuable(system)], beginnings(system)
    for context in catalogue_of(system).contexts.values():  # one draw inside another is not for Hypothesis
        for effect in context.effects.values():
            few(kind_of(f"{system.package}.{context.name}", effect.records[0]))

    @st.composite
    def past(draw: st.DrawFn) -> list[Any]:
        world = World(system, first_outcome)
        steps = draw(st.sampled_from(told))
        for step in steps[: draw(st.integers(0, len(steps)))]:
            play_step(world, step)
        for _ in range(draw(st.integers(0, COMMANDS))):
            command = draw(st.sampled_from(draw(st.sampled_from(ready))))
            event = draw(st.none() | st.sampled_from(world.log[-COPIES:])) if world.log else None
            world.send(command if event is None else about(command, event))
        return world.log

    return past()


def some_pasts(system: System, count: int) -> list[list[Any]]:
    """Every story, and ``count`` other pasts, always the same ones, the shortest first; drawn once for all views."""
    key = (id(system), count)
    if key not in _KNOWN:
        told = [_told(system, steps) for steps in beginnings(system)]
        found = [one for one in (*told, *samples(pasts(system), count)) if one]
        _KNOWN[key] = (system, sorted(found, key=len))  # who keeps a system keeps its id
    return _KNOWN[key][1]


def _told(system: System, steps: Sequence[Step]) -> list[Any]:
    world = World(system, first_outcome)
    for step in steps:
        play_step(world, step)
    return world.log


def issuable(system: System) -> list[type[Any]]:
    """The commands that some role may issue: those of policies come when it is their time."""
    return [kind for decider in system.deciders.values() for kind in decider.commands if _has_issuer(kind)]


def _has_issuer(kind: type[Any]) -> bool:
    return bool(entry_of(kind).commands[kind.__name__].by)


def beginnings(system: System) -> list[tuple[Step, ...]]:
    """Nothing, and what is done in each story of the catalogue."""
    catalogue = catalogue_of(system)
    told = [catalogue.stories, *(context.stories for context in catalogue.contexts.values())]
    done = [tuple(step for step in one.steps if isinstance(step, Step)) for some in told for one in some]
    return [(), *done]
