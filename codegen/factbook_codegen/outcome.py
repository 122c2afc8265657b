"""What a run of the generator answers."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from .diagnostics import Diagnostic
from .writing import Plan

__all__ = ["Outcome"]


@frozen
class Outcome:
    """What a run found and did.

    ``problems`` are those of the catalogue and of the generated folder; ``counts`` say how much the catalogue holds;
    ``plan`` is what there was to do, ``None`` when it did not come to that; ``done`` tells whether it was done.
    ``diff`` shows how the first few files differ from what they should be, when that was asked for.
    """

    problems: tuple[Diagnostic, ...]
    counts: Mapping[str, int]
    plan: Plan | None = None
    done: bool = False
    diff: str = ""

    @property
    def failed(self) -> bool:
        """Whether the catalogue or the settings are wrong, so that nothing could be made."""
        return self.plan is None

    @property
    def current(self) -> bool:
        """Whether the generated folder is now as it should be."""
        return self.plan is not None and (self.done or self.plan.current)
