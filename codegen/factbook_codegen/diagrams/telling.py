"""A story as columns of a timeline, by what really happened when it was played."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from attrs import evolve

from ..model import Do, Recorded, Ref, See, SetFlag, Story, System, Wait
from .labels import duration
from .timeline import Cell, Column, actor_cell, event_cells, look_at, row_cell, switch_cell, written

__all__ = ["Happened", "Moment", "told"]


class Moment(NamedTuple):
    """One decision or one deed: what was asked (``kind`` is ``command`` or ``effect``), and what came of it.

    ``policy`` and ``cause`` say who asked and because of which event, where that was not a person. ``rejection`` is set
    where a command was refused.
    """

    kind: str
    asked: Ref
    events: tuple[Ref, ...] = ()
    rejection: Ref | None = None
    policy: Ref | None = None
    cause: Ref | None = None


Happened: TypeAlias = Sequence[Sequence[Moment]]
"""What happened in each step of a story, in order."""


def told(story: Story, system: System, happened: Happened) -> tuple[Column, ...]:
    """The columns of ``story``."""
    columns: list[Column] = []
    for number, (step, moments) in enumerate(zip(story.steps, happened, strict=True), 1):
        match step:
            case See(payload, absent):
                look_at(columns, number, row_cell(payload, absent, system))
            case Do(role, payload):
                first, *others = moments
                tip = ", ".join(written(payload)) or system.command(payload.ref).summary
                column = evolve(_column(first, system, tip), who=actor_cell(role, system), steps=(number,))
                columns += [column, *(_column(one, system) for one in others)]
            case Wait(span):
                columns.append(Column((number,), Cell("clock", f"wait {duration(span)}")))
                columns += [_column(one, system) for one in moments]
            case SetFlag(flag, on):
                columns.append(Column((number,), switch_cell(flag, on, system)))
            case Recorded():
                pass
    return tuple(columns)


def _column(moment: Moment, system: System, tip: str = "") -> Column:
    context = system.contexts[moment.asked.context]
    things = context.commands if moment.kind == "command" else context.effects
    refused = moment.rejection
    asked = Cell(
        moment.kind,
        moment.asked.name,
        moment.asked,
        "refused" if refused else "",
        ("refused",) if refused else (),
        tip or things[moment.asked.name].summary,
    )
    if refused is not None:
        summary = system.contexts[refused.context].rejections[refused.name].summary
        happened: tuple[Cell, ...] = (Cell("rejection", refused.name, refused, tip=summary),)
    else:
        happened = event_cells(moment.events, True, system)
    who = None
    if moment.policy is not None:
        policy = system.contexts[moment.policy.context].policies[moment.policy.name]
        who = Cell("policy", policy.name, moment.policy, tip=policy.summary)
    return Column((), who, asked, happened, cause=moment.cause)
