"""Diagrams as DOT texts; ``factbook_codegen.svg`` draws those that have changed."""

from __future__ import annotations

from typing import Final

from ..diagrams import boundaries, contention, context_map, flow, slug, story_timeline
from ..model import Context, System
from . import Files, Target


def context(own: Context, system: System) -> Files:
    """The flow of one context, and the boundary of each of its commands."""
    folder = f"{system.name}/{own.name}/diagrams"
    drawn = {f"{folder}/flow.dot": flow(own, system)}
    for command, dot in boundaries(own, system).items():
        drawn[f"{folder}/{command}.boundary.dot"] = dot
    return drawn


def system(whole: System) -> Files:
    """The map of the contexts, the contention map (with one for each context of a large system), every story."""
    folder = f"{whole.name}/diagrams"
    drawn = {f"{folder}/context-map.dot": context_map(whole)}
    for name, dot in contention(whole).items():
        drawn[f"{folder}/{name}.dot"] = dot
    stories = [*whole.stories, *(story for each in whole.contexts.values() for story in each.stories)]
    taken: set[str] = set()
    for story in stories:
        taken.add(name := slug(story.title, taken))
        drawn[f"{folder}/story-{name}.dot"] = story_timeline(story, whole)
    return drawn


TARGET: Final = Target("diagrams", context, system)
"""The target that writes diagrams."""
