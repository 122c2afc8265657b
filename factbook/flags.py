"""Switches that policies look at, changed while a system runs.

Each change is an event in the store like any other, of the type :data:`FLAG_SET`: so it is known who changed what and
when, and every process sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

import msgspec
from attrs import field, frozen

from ._unreadable import UNREADABLE
from .errors import Problem, Undecodable
from .queries import Query, QueryItem
from .recording import Metadata, NewEvent, Recorded

__all__ = ["FLAGS", "FLAG_SET", "Change", "Flags", "change", "flag_event"]

FLAG_SET: Final = "factbook.FlagSet"
"""The type of the event; ``factbook`` is no name of a context."""

FLAGS: Final = Query((QueryItem((FLAG_SET,)),))
"""Every change of a flag."""


class Change(msgspec.Struct, frozen=True):
    """What an event says: a flag is ``on`` or not, for everything or for a tag; ``None`` takes back what was said."""

    flag: str
    on: bool | None
    tag: str | None = None


_decode: Final = msgspec.json.Decoder(Change).decode


def change(event: Recorded) -> Change:
    """What a recorded event says about a flag; raises ``Undecodable``, with its position, if it says nothing."""
    try:
        return _decode(event.data)
    except UNREADABLE as error:
        raise Undecodable(f"{FLAG_SET} at position {event.position}", [Problem("$", str(error))]) from None


@frozen
class Flags:
    """How flags stand: ``defaults`` as the catalogue says, ``changes`` by flag and tag (``None``: for everything)."""

    defaults: Mapping[str, bool]
    changes: Mapping[tuple[str, str | None], bool] = field(factory=dict[tuple[str, str | None], bool])

    def after(self, events: Iterable[Recorded]) -> Flags:
        """How they stand after these changes; one that cannot be read changes nothing, and `store verify` tells it."""
        changes = dict(self.changes)
        for event in events:
            try:
                said = change(event)
            except Undecodable:
                continue
            if said.on is None:
                changes.pop((said.flag, said.tag), None)
            else:
                changes[said.flag, said.tag] = said.on
        return Flags(self.defaults, changes)

    def is_on(self, flag: str, tags: Iterable[str] = ()) -> bool:
        """Whether a flag is on for an event with these tags.

        What is said about one of the tags goes before what is said in general; where two tags disagree, it is off.
        """
        said = [self.changes[flag, tag] for tag in tags if (flag, tag) in self.changes]
        if said:
            return all(said)
        return self.changes.get((flag, None), self.defaults[flag])


def flag_event(id: UUID, flag: str, on: bool | None, tag: str | None, about: Metadata) -> NewEvent:  # noqa: A002  # an id is called id
    """The event that switches a flag, for everything or for one tag; ``None`` takes back what was said before."""
    data = msgspec.json.encode(Change(flag, on, tag))
    return NewEvent(id, FLAG_SET, 1, data, (f"@flag:{flag}", *about.tags()), msgspec.json.encode(about))
