"""From messages to bytes and back, for the messages of one bounded context.

The tables are generated; everything here follows from them and from the annotations of the classes:

    CODEC = Codec(
        "ordering",
        events=(
            EventEntry(OrderPlaced, version=2, tags=(("order", "order_id"), ("sku", "lines.sku"))),
            EventEntry(OrderPaid, tags=(("order", "order_id"),)),
        ),
        commands=(
            CommandEntry(PlaceOrder, defaults={"order_id": NEW, "placed_at": NOW, "currency": "EUR"}),
            CommandEntry(PayOrder),
        ),
        effects=(CommandEntry(SendReceipt),),
        rejections=(OrderAlreadyPlaced, OutOfStock),
        rows=(OrderSummary,),
    )

Names are the classes' own; outside the context they are written ``ordering.OrderPlaced``. How values travel says
:mod:`factbook.wire`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, Final, TypeAlias, TypeVar
from uuid import UUID

from attrs import field, frozen

__all__ = ["NEW", "NOW", "TODAY", "Codec", "CommandEntry", "EventEntry", "Filled"]

T = TypeVar("T")


class Filled(Enum):
    """How the edge fills a field that the caller left out, besides constants."""

    NEW = "new"
    """A fresh uuid."""
    NOW = "now"
    """The time of the moment."""
    TODAY = "today"
    """The day of the moment, in UTC."""


NEW: Final = Filled.NEW
NOW: Final = Filled.NOW
TODAY: Final = Filled.TODAY

Default: TypeAlias = Any
"""A :class:`Filled`, or a constant as it travels: a plain JSON value."""


@frozen
class EventEntry:
    """An event: ``tags`` are prefix and path (``("sku", "lines.sku")``) of the tags that it carries."""

    type: type[Any]
    version: int = 1
    tags: tuple[tuple[str, str], ...] = ()


@frozen
class CommandEntry:
    """A command or an effect, and the fields that are filled in when the caller leaves them out."""

    type: type[Any]
    defaults: Mapping[str, Default] = field(factory=dict[str, Any])


@frozen
class Codec:
    """All messages of one bounded context."""

    context: str
    events: tuple[EventEntry, ...] = ()
    commands: tuple[CommandEntry, ...] = ()
    effects: tuple[CommandEntry, ...] = ()
    rejections: tuple[type[Any], ...] = ()
    rows: tuple[type[Any], ...] = ()

    def encode(self, message: object) -> bytes:
        """A message as canonical JSON."""
        raise NotImplementedError

    def decode(self, what: type[T], data: bytes | str) -> T:
        """A message of a class out of JSON in which nothing may be amiss; raises ``Undecodable``."""
        raise NotImplementedError

    def decode_recorded(self, name: str, version: int, data: bytes) -> Any:
        """An event as it was recorded, fast: its writer has checked it. Raises ``Undecodable``."""
        raise NotImplementedError

    def structure(self, what: type[T], data: Any, at: str = "$") -> T:
        """A message of a class out of plain JSON values that a person has sent; raises ``Undecodable`` with all
        problems."""
        raise NotImplementedError

    def complete(
        self, name: str, data: Mapping[str, Any], *, now: datetime, new_id: Callable[[], UUID]
    ) -> dict[str, Any]:
        """The fields of a command or an effect, and the defaults of those that are left out."""
        raise NotImplementedError

    def tags_of(self, event: object) -> tuple[str, ...]:
        """The tags that an event carries."""
        raise NotImplementedError
