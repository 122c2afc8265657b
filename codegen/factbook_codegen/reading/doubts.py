"""What nobody is to be blamed for, because a mistake that was reported may be the reason.

A name that cannot be found may have meant anything of its kind: while it stands there, none of these is unused. And
where a part of a message could not be read, nothing is missing in that part.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from attrs import define, field

from ..model import Ref

Part = Literal["by", "commands", "from", "issues", "reads", "records", "rejects", "tags", "when"]
"""The parts of messages, deciders, policies and views that name others."""


@define
class Doubts:
    """What follows from the reported mistakes of one system."""

    _missed: set[tuple[str, str]] = field(factory=set[tuple[str, str]])
    _unclear: set[tuple[Part, Ref]] = field(factory=set[tuple[Part, Ref]])

    def miss(self, section: str, contexts: Iterable[str]) -> None:
        """Note that a name of a section was not found, which one of ``contexts`` may have meant to declare."""
        self._missed.update((section, context) for context in contexts)

    def missed(self, section: str, context: str) -> bool:
        """Whether a name that was not found may have meant one that this context declares."""
        return (section, context) in self._missed

    def obscure(self, part: Part, *refs: Ref) -> None:
        """Note that a part of some entries could not be read completely."""
        self._unclear.update((part, ref) for ref in refs)

    def unclear(self, part: Part, ref: Ref) -> bool:
        """Whether a part of an entry may hold more than what was read."""
        return (part, ref) in self._unclear
