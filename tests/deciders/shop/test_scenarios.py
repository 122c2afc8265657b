"""What the catalogue tells of the shop comes out as it is told: every scenario, and every story."""

from __future__ import annotations

from pathlib import Path

import pytest

import generated.shop
from deciders.shop import shop
from factbook import catalogue
from factbook.catalogue import Scenario, Story
from factbook.testing.playing import play_scenario, play_story

SHOP = catalogue.load(Path(generated.shop.__file__).parent)


@pytest.mark.parametrize(
    ("context", "scenario"),
    [
        pytest.param(context, scenario, id=f"{context}, {scenario.subject}: {scenario.title}")
        for context in SHOP.contexts
        for scenario in SHOP.contexts[context].scenarios
    ],
)
def test_a_scenario_comes_out_as_told(context: str, scenario: Scenario) -> None:
    """Given these events, when this happens, then exactly that follows."""
    play_scenario(shop, context, scenario)


@pytest.mark.parametrize("story", [pytest.param(story, id=story.title) for story in SHOP.stories])
def test_a_story_comes_out_as_told(story: Story) -> None:
    """Deciders, policies and views together do what a reader of the story expects."""
    play_story(shop, story)
