"""What a comparison finds: one value for each entry that changed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from hashlib import sha256
from typing import Any

from attrs import evolve, field, frozen

from ..model import Json, Place

__all__ = ["Finding", "Verdict", "Witness"]


class Verdict(Enum):
    """What is to be done about a change; the later, the worse."""

    SAFE = "safe"
    """Nothing: what was recorded or sent is still understood."""
    VERSION = "needs a version"
    """A version, with the change that leads to it: it is printed."""
    BREAKING = "breaking"
    """Senders or readers have to change with it."""
    EVENT = "is a new event"
    """Another event beside the old one: it cannot be built from what was recorded."""


@frozen
class Witness:
    """A concrete payload that is not understood any more, and what is said about it, found by trying."""

    payload: Json
    said: str


@frozen
class Finding:
    """One entry that changed.

    ``kind`` is ``event``, ``type``, ``command``, ``rejection``, ``effect`` or ``view``; ``changes`` say what is other
    than before. ``certain`` is false where only trying can tell whether it matters. ``backward`` and ``forward`` say
    how new code fares with what was, and how older code fares with what is written from now on, while both are running.
    ``yaml`` are the lines to add to the entry. ``impact`` is what else the change touches. ``accepted`` is the reason
    why a break is meant.
    """

    kind: str
    ref: str
    place: Place
    verdict: Verdict
    changes: tuple[str, ...]
    why: str = ""
    certain: bool = True
    backward: str = ""
    forward: str = ""
    yaml: Mapping[str, Any] = field(factory=dict[str, Any])
    impact: tuple[str, ...] = ()
    version: int = 1
    witness: Witness | None = None
    accepted: str = ""

    @property
    def fingerprint(self) -> str:
        """What names exactly this change, for who means it."""
        said = "\n".join((self.kind, self.ref, self.verdict.value, *self.changes))
        return sha256(said.encode()).hexdigest()[:12]

    @property
    def broken(self) -> bool:
        """Whether something has to be done about it."""
        return self.verdict is not Verdict.SAFE and not self.accepted

    def shown_by(self, witness: Witness) -> Finding:
        """The same with a payload that shows it."""
        return evolve(self, witness=witness)
