"""What a store can do besides: give what was recorded other tags, and remember by which rules it has its tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

__all__ = ["Retag", "Retagging"]


class Retag(NamedTuple):
    """The event at ``position`` is tagged with ``before``, and is to be with ``after``."""

    position: int
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def gone(self) -> list[str]:
        """The tags that it loses, none twice."""
        return list(dict.fromkeys(tag for tag in self.before if tag not in self.after))

    @property
    def new(self) -> list[str]:
        """The tags that it gets, none twice."""
        return list(dict.fromkeys(tag for tag in self.after if tag not in self.before))


@runtime_checkable
class Retagging(Protocol):
    """A store whose index of tags can be made anew while it is used."""

    def tag_note(self) -> str:
        """What was given to :meth:`retag` as ``note`` last; empty before that."""
        ...

    def retag(self, changes: Sequence[Retag], known: str, note: str) -> bool:
        """Change tags and keep a note, both or neither, in one transaction; false, and nothing done, if the note that
        is kept is not ``known``: then somebody else has been here."""
        ...
