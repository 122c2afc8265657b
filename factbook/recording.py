"""Events as a store keeps them, and the words in which one asks it to keep more.

A store knows nothing of classes: an event has a type by name, a version, JSON as bytes, and tags. The words are those
of the specification of Dynamic Consistency Boundaries.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Annotated, Any, Final, NamedTuple
from uuid import UUID

import msgspec
from attrs import field, frozen

from ._unreadable import UNREADABLE, problem_of
from .errors import Problem, Undecodable
from .queries import Query

__all__ = [
    "AppendCondition",
    "Appended",
    "Conflict",
    "Metadata",
    "NewEvent",
    "Page",
    "Recorded",
    "batches_of_ids",
    "derived_id",
    "event_id",
]


class Metadata(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Who caused an event, by what and when.

    ``command_id`` and ``command`` (``ordering.PlaceOrder``) say which decision recorded it, ``batch`` how many events
    that decision recorded. ``causation_id`` is the event that a policy answered with this command; ``correlation_id``
    is the first command of the whole chain. Neither is there when somebody outside sent the command. ``sent`` is the
    command itself, where it is kept.
    """

    recorded_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    command_id: UUID | None = None
    command: str | None = None
    batch: int = 1
    correlation_id: UUID | None = None
    causation_id: UUID | None = None
    actor: str | None = None
    roles: tuple[str, ...] = ()
    ip: str | None = None
    sent: dict[str, Any] | None = None
    extra: dict[str, Any] = {}

    def tags(self) -> tuple[str, ...]:
        """The tags by which events are found again by what is said about them; each begins with ``@``."""
        known = (
            ("actor", self.actor),
            ("ip", self.ip),
            ("correlation", self.correlation_id),
            ("causation", self.causation_id),
        )
        return tuple(f"@{name}:{value}" for name, value in known if value is not None)


class NewEvent(NamedTuple):
    """An event to append. ``data`` and ``metadata`` are JSON objects; tags stand in the order of the catalogue."""

    id: UUID
    type: str
    version: int
    data: bytes
    tags: tuple[str, ...] = ()
    metadata: bytes = b"{}"


class Recorded(NamedTuple):
    """An event in a store. What replay does not need stays as it is kept until it is asked for.

    ``raw_id`` are the 16 bytes of its id, ``raw_tags`` its tags as a JSON array, ``raw_metadata`` a JSON object.
    """

    position: int
    type: str
    version: int
    data: bytes
    raw_id: bytes
    raw_tags: bytes
    raw_metadata: bytes

    @property
    def id(self) -> UUID:
        """The id that it was appended with; raises ``Undecodable`` where it is none."""
        if len(self.raw_id) != 16:
            raise self._damaged("id", Problem("$", f"has {len(self.raw_id)} bytes, not 16"))
        return UUID(bytes=self.raw_id)

    @property
    def known_id(self) -> UUID | None:
        """Its id, or ``None`` where that is damaged."""
        return UUID(bytes=self.raw_id) if len(self.raw_id) == 16 else None

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags that it was appended with, in their order; raises ``Undecodable`` where they are damaged."""
        try:
            return _tags(self.raw_tags)
        except UNREADABLE as error:
            raise self._damaged("list of tags", problem_of(error)) from None

    @property
    def metadata(self) -> Metadata:
        """Who caused it, by what and when; raises ``Undecodable`` where that is damaged."""
        try:
            return _metadata(self.raw_metadata)
        except UNREADABLE as error:
            raise self._damaged("metadata", problem_of(error)) from None

    def _damaged(self, what: str, problem: Problem) -> Undecodable:
        return Undecodable(f"{what} of {self.type} at position {self.position}", [problem])


_tags: Final = msgspec.json.Decoder(tuple[str, ...]).decode
_metadata: Final = msgspec.json.Decoder(Metadata).decode


class Page(NamedTuple):
    """What a store answered: the events, and its head, the position up to which it has answered.

    The head is taken from the snapshot that was read, or before it; so a condition may be stated after it. Where the
    events were cut by a limit, the next page is read after the last of them.
    """

    events: list[Recorded]
    head: int


@frozen
class AppendCondition:
    """No event that ``query`` means stands at a position beyond ``after``."""

    query: Query
    after: int


@frozen
class Appended:
    """It is recorded, durably; ``position`` is that of the last event.

    ``again`` says that nothing was recorded, since these events were there already; it may have been another decision
    that recorded them, on another state. It is the same answer nevertheless, and equal.
    """

    position: int
    again: bool = field(default=False, eq=False, kw_only=True)


@frozen
class Conflict:
    """The condition does not hold, and nothing is recorded; ``position`` is the first event that is in the way."""

    position: int


# Ids -----------------------------------------------------------------------------------------------------------------


def event_id(command_id: UUID, number: int) -> UUID:
    """The id of the event that a command recorded at this place, from 0; see :func:`derived_id`."""
    return derived_id(command_id, str(number))


def batches_of_ids(command_id: UUID, count: int) -> Iterator[tuple[UUID, ...]]:
    """The ids of so many events that a command recorded, a thousand at a time: who looks for them may stop early where
    the count is damaged."""
    for start in range(0, count, 1_000):
        yield tuple(event_id(command_id, number) for number in range(start, min(start + 1_000, count)))


def derived_id(parent: UUID, name: str) -> UUID:
    """An id that follows from another one and a name, so that doing something again gives the same id.

    A version 8 uuid (RFC 9562). It keeps the first 48 bits of its parent, which are the time in a version 7 uuid: ids
    that come after each other stay near each other, and indexes on them small. The rest is a hash.
    """
    digest = int.from_bytes(blake2b(name.encode(), key=parent.bytes, digest_size=10).digest())
    digest = digest & ~(0xF << 76 | 0x3 << 62) | 0x8 << 76 | 0x2 << 62
    return UUID(int=parent.int >> 80 << 80 | digest)
