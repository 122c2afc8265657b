"""A story step by step, as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from attrs import frozen
from markupsafe import Markup

from ..model import Do, Payload, Recorded, Ref, See, SetFlag, Story, Wait
from .values import Names, given

__all__ = ["StoryStep", "steps"]


@frozen
class StoryStep:
    """One step; ``kind`` says which of the others matter, ``told`` are the fields that its author wrote."""

    kind: str
    role: str = ""
    payload: Payload | None = None
    refused: Ref | None = None
    absent: bool = False
    duration: timedelta | None = None
    flag: str = ""
    on: bool = False
    events: tuple[Ref, ...] = ()
    told: Sequence[tuple[str, Markup]] = ()


def steps(story: Story) -> list[StoryStep]:
    """The steps of a story, in its order; an id has the same name in all of them."""
    names = Names()
    found: list[StoryStep] = []
    for step in story.steps:
        match step:
            case Do(role, command, refused):
                told = given(command.data, command.written, names)
                found.append(StoryStep("do", role, command, refused, told=told))
            case See(row, absent):
                told = given(row.data, row.written, names)
                found.append(StoryStep("see", payload=row, absent=absent, told=told))
            case Wait(duration):
                found.append(StoryStep("wait", duration=duration))
            case SetFlag(flag, on):
                found.append(StoryStep("flag", flag=flag, on=on))
            case Recorded(events):
                found.append(StoryStep("recorded", events=events))
    return found
