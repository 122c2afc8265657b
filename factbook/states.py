"""The folded states of boundaries, kept in memory: as many as there is room for, those used last."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Protocol

from attrs import define, field

from .effects import Held, LoadState, SaveState
from .queries import Query

__all__ = ["Kept", "States"]

Key = tuple[str, Query]


class Kept(Protocol):
    """Whoever keeps states, here or elsewhere."""

    def load(self, asked: LoadState) -> Held | None:
        """What is kept, if anything."""
        ...

    def save(self, asked: SaveState) -> None:
        """Keep a state, unless a newer one is there."""
        ...


@define
class States:
    """A bounded cache, for several threads; ``size`` is how many states it keeps, 0 for none.

    That a state is old does no harm: what is decided on it is appended under the condition that nothing is new.
    """

    size: int = 10_000
    _held: OrderedDict[Key, Held] = field(init=False, factory=OrderedDict[Key, Held], repr=False)
    _lock: Lock = field(init=False, factory=Lock, repr=False)

    def load(self, asked: LoadState) -> Held | None:
        """What is kept, if anything."""
        key = asked.decider, asked.query
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
        return held

    def save(self, asked: SaveState) -> None:
        """Keep a state, unless a newer one is there."""
        key = asked.decider, asked.query
        with self._lock:
            before = self._held.get(key)
            if before is None or before.position <= asked.held.position:
                self._held[key] = asked.held
                self._held.move_to_end(key)
            while len(self._held) > self.size:
                self._held.popitem(last=False)

    def clear(self) -> None:
        """Forget everything; it costs nothing but time."""
        with self._lock:
            self._held.clear()
