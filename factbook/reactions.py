"""What policies still have to do, as data: reactions wait on a desk until they are carried out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

import msgspec

__all__ = ["Issued", "Reaction", "Seen"]


class Seen(NamedTuple):
    """An event that was looked at, and where it stands."""

    position: int
    event: UUID


class Issued(msgspec.Struct, frozen=True):
    """A command or an effect that a policy issued, by its full name, with its fields as they travel."""

    kind: Literal["command", "effect"]
    name: str
    data: dict[str, Any]


class Reaction(msgspec.Struct, frozen=True, kw_only=True):
    """A policy's answer to the event at a position, from when it is due until it is carried out.

    Reactions of one policy in one ``lane`` are carried out in the order of their events; the lane is the event's first
    tag. ``issued`` is what the policy answered, once it was asked; ``done`` is how much of that is carried out.
    ``tries`` failed so far, the last one for ``reason``; what is ``parked`` waits for a person.
    """

    policy: str
    position: int
    lane: str
    due_at: datetime
    issued: tuple[Issued, ...] | None = None
    done: int = 0
    tries: int = 0
    reason: str | None = None
    parked: bool = False
