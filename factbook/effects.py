"""What the pure part asks of the world: one class for each question, with the answer that a driver gives.

=============== =======================================================================================================
Read            :class:`~factbook.recording.Page`
Find            list of :class:`~factbook.recording.Recorded`: those of the ids that are there, in order of position
Append          :class:`~factbook.recording.Appended` or :class:`~factbook.recording.Conflict`
LoadState       :class:`Held`, or ``None`` where nothing is kept
SaveState       nothing
Now             ``datetime``, aware, in UTC
NewId           ``UUID``
Pause           nothing, later
=============== =======================================================================================================

What goes wrong at a store is thrown into the generator as a fault of :mod:`factbook.errors`.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple, TypeAlias, TypeVar
from uuid import UUID

from .queries import Query
from .recording import AppendCondition, NewEvent

__all__ = ["Append", "Asking", "Effect", "Find", "Held", "LoadState", "NewId", "Now", "Pause", "Read", "SaveState"]

T = TypeVar("T")


class Read(NamedTuple):
    """Events of a query beyond a position, at most ``limit`` of them."""

    query: Query
    after: int = 0
    limit: int | None = None


class Find(NamedTuple):
    """Events by id."""

    ids: tuple[UUID, ...]


class Append(NamedTuple):
    """Record these events, all or none."""

    events: tuple[NewEvent, ...]
    condition: AppendCondition | None


class Held(NamedTuple):
    """A folded state, and the position up to which everything in its boundary went into it."""

    state: Any
    position: int


class LoadState(NamedTuple):
    """What is kept of a decider's state in a boundary."""

    decider: str
    query: Query


class SaveState(NamedTuple):
    """Keep a state. ``events`` is how many were folded since it was loaded; whoever keeps states may use it to judge
    whether this one is worth it."""

    decider: str
    query: Query
    held: Held
    events: int


class Now(NamedTuple):
    """What time it is."""


class NewId(NamedTuple):
    """An id that was never used before; ids that are asked for later sort later."""


class Pause(NamedTuple):
    """Let some time pass, in seconds, before trying again."""

    seconds: float


Effect: TypeAlias = Read | Find | Append | LoadState | SaveState | Now | NewId | Pause

Asking: TypeAlias = Generator[Effect, Any, T]
"""A computation that asks, and ends in a ``T``."""
