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
Cursors         mapping from policy to the position up to which its reactions are on the desk
Schedule        whether that was done; it was not, if somebody else was faster
Claim           list of :class:`~factbook.reactions.Reaction`, for nobody else for a while
Keep            nothing
Finish          nothing
Perform         what the handler of an effect answered: an event
=============== =======================================================================================================

What goes wrong at a store is thrown into the generator as a fault of :mod:`factbook.errors`.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias, TypeVar
from uuid import UUID

from .queries import Query
from .reactions import Reaction, Seen
from .recording import AppendCondition, NewEvent

__all__ = [
    "Append",
    "Asking",
    "Claim",
    "Cursors",
    "Effect",
    "Find",
    "Finish",
    "Held",
    "Keep",
    "LoadState",
    "NewId",
    "Now",
    "Pause",
    "Perform",
    "Read",
    "SaveState",
    "Schedule",
]

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


class Cursors(NamedTuple):
    """How far policies have come, so far as the desk knows them."""


class Schedule(NamedTuple):
    """Put reactions on the desk and move the cursors of policies from ``before`` to ``after``, if they still stand
    there. ``seen`` is the last event that was looked at, if there was one."""

    policies: tuple[str, ...]
    before: int
    after: int
    reactions: tuple[Reaction, ...]
    seen: Seen | None = None


class Claim(NamedTuple):
    """Reactions that are due, the first of each lane, at most ``limit`` of them."""

    now: datetime
    limit: int


class Keep(NamedTuple):
    """Put a reaction back on the desk as it is now; ``held`` while whoever claimed it goes on with it."""

    reaction: Reaction
    held: bool = False


class Finish(NamedTuple):
    """A reaction is carried out. ``refused`` are commands of it that were refused, with why, for people to read."""

    reaction: Reaction
    refused: tuple[tuple[str, str], ...] = ()


class Perform(NamedTuple):
    """Do an effect outside. Who does it passes ``key`` on, so that the outside can tell a second time from a first."""

    effect: Any
    key: UUID


Effect: TypeAlias = (
    Read
    | Find
    | Append
    | LoadState
    | SaveState
    | Now
    | NewId
    | Pause
    | Cursors
    | Schedule
    | Claim
    | Keep
    | Finish
    | Perform
)

Asking: TypeAlias = Generator[Effect, Any, T]
"""A computation that asks, and ends in a ``T``."""
