"""How long to wait before looking again whether there is something new. Pure."""

from __future__ import annotations

from typing import Final

__all__ = ["ANNOUNCED_EVERY", "Rhythm"]

ANNOUNCED_EVERY: Final = 0.02
"""Seconds between two announcements of one process; those who wait look by themselves in between."""

SHORTEST: Final = 0.005
UNHEARD: Final = 0.05
HEARD: Final = 0.5


class Rhythm:
    """Soon after something came, then ever later.

    An announcement wakes whoever listens. Through a proxy nothing may ever be heard: so until something was, the
    longest pause is short, and it is never so long that a lost announcement matters.
    """

    def __init__(self) -> None:
        self._pause = SHORTEST
        self._longest = UNHEARD

    def pause(self) -> float:
        """How many seconds to listen before looking again."""
        self._pause = min(self._pause * 2, self._longest)
        return self._pause

    def heard(self) -> None:
        """An announcement came: they get through."""
        self._longest = HEARD

    def grown(self) -> None:
        """Something came; often more follows."""
        self._pause = SHORTEST
