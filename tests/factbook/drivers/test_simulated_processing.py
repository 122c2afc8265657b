"""Processors that compete, crash and lose answers: what follows from events follows once."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

import pytest

from deciders.shop import shop
from factbook.application import Application
from factbook.catalogue import Do, Story, Wait
from factbook.drivers.simulated import NO_FAULTS, Simulation
from factbook.effects import Asking, Pause
from factbook.handling import Handling, Sent
from factbook.processing import Processing
from factbook.testing.domain import instance
from factbook.testing.playing import play_story
from factbook.testing.simulating import simulate
from factbook.translation import Translation
from tests.factbook.running.shops import STORIES, Outside, decoded

UNTIMED = [story for story in STORIES if not any(isinstance(step, Wait) for step in story.steps)]
TOLD = max(UNTIMED, key=lambda story: len(story.steps))


def sending(story: Story) -> Asking[None]:
    """The commands of a story, one each ten minutes, so that everything can follow."""
    handling = Handling(Translation(shop))
    for step in story.steps:
        if isinstance(step, Do):
            command = instance("generated.shop.cart", step.command.ref, step.command.data)
            yield from handling.handle(command, Sent(command_id=uuid5(NAMESPACE_URL, step.place)))
            yield Pause(600.0)


def rounds(processing: Processing) -> Asking[None]:
    """What a processor does."""
    while True:
        if not (yield from processing.round()):
            yield Pause(20.0)


def told(simulation: Simulation) -> None:
    """A story that is told by one, while two competing processors do what follows."""
    outside = Outside()
    with Application(shop, simulation.store, effects=outside.handlers, clock=lambda: simulation.now) as app:
        simulation.answers = app.answers()
        simulation.start(lambda: sending(TOLD), "the story", process="web")
        for name in ("first", "second"):
            simulation.start(lambda: rounds(app.processing), name, process=name, endless=True, tries=10**9)
        simulation.run()
        simulation.faults = NO_FAULTS
        simulation.run(seconds=3_600.0)
        expected, actual = play_story(shop, TOLD).log, decoded(app)

    assert sorted(map(repr, expected)) == sorted(map(repr, actual))


def test_what_follows_follows_once() -> None:
    """Under a few seeds: the same events as in the plainest world, each once, whatever died on the way."""
    simulate(told, 2)


@pytest.mark.long
def test_what_follows_follows_once_under_many_seeds() -> None:
    """Under many."""
    simulate(told, range(2, 40))
