"""Which decisions read together. Pure: what they are waited for with is the business of each twin.

Many threads that each ask a little over a connection of their own wake each other more than they work. So only a few
questions are on their way at once, and what is asked meanwhile goes together in the next statement. Who waits long for
that, since something large is on its way, goes alone; and so does from the start whoever goes through many events.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from .asking import Rows
from .statements import Statement

__all__ = ["PATIENCE", "Asked", "Together"]

AT_ONCE: Final = 2
"""How many statements are on their way before others wait: one is answered while the next is asked."""

SIZES: Final = (1, 2, 4, 8, 16)
"""How many questions are one statement; few different ones, since the server plans each anew."""

PATIENCE: Final = 0.02
"""After so many seconds a question goes alone."""


class Asked:
    """A question. Who waits is told the rows; or that it is their turn to ask for all; or neither, after a fault: then
    each finds out alone what there is to say."""

    __slots__ = ("rows", "statement", "turn")

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.rows: Rows | None = None
        self.turn = False


class Together:
    """Who is on the way, and who waits, in the order in which they came."""

    def __init__(self) -> None:
        self._leading = 0
        self._waiting: deque[Asked] = deque()

    def enter(self, one: Asked) -> bool:
        """One more; whether it is its turn already."""
        if self._leading < AT_ONCE:
            self._leading += 1
            one.turn = True
        else:
            self._waiting.append(one)
        return one.turn

    def take(self, one: Asked) -> list[Asked]:
        """Those that go with one whose turn it is; itself first."""
        number = max(size for size in SIZES if size <= 1 + len(self._waiting))
        return [one, *(self._waiting.popleft() for _ in range(number - 1))]

    def leave(self) -> Asked | None:
        """One that had its turn is done; whose turn it is now."""
        if not self._waiting:
            self._leading -= 1
            return None
        following = self._waiting.popleft()
        following.turn = True
        return following

    def withdraw(self, one: Asked) -> bool:
        """Whether one still waited; it does no longer."""
        if one in self._waiting:
            self._waiting.remove(one)
            return True
        return False
