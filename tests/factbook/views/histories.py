"""Real histories of the shop, and what its views have to look like after them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from deciders.shop import shop
from factbook.catalogue import Do, SetFlag, Wait
from factbook.recording import Metadata, derived_id
from factbook.stores import Store
from factbook.testing.playing import first_outcome, play_step
from factbook.testing.world import World, catalogue_of
from factbook.translation import Translation

__all__ = ["STORIES", "record", "told", "worldly"]

STORIES = {story.title: story for story in catalogue_of(shop).stories}
TRANSLATION = Translation(shop)


@cache
def told(title: str) -> tuple[Any, ...]:
    """The events of a story."""
    world = World(shop, first_outcome)
    for step in STORIES[title].steps:
        if isinstance(step, Do | Wait | SetFlag):
            play_step(world, step)
    return tuple(world.log)


def worldly(events: Sequence[Any]) -> dict[str, dict[Any, Any]]:
    """The rows of every view by key, as the plainest thing makes them that keeps views."""
    world = World(shop, first_outcome)
    world.record(events)
    return {view: world.rows(view) for view in shop.views}


def record(store: Store, events: Sequence[Any], start: int = 0) -> None:
    """Append events, each by itself, under ids that follow from their number."""
    for number, event in enumerate(events, start):
        store.append([TRANSLATION.new_event(event, derived_id(UUID(int=1), str(number)), Metadata())])
