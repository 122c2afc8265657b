"""The newest events, held in memory: what the index on disk does not cover yet, and what is asked for most.

Every process on a file holds them for itself, and catches up with what others have committed by reading the events.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

import msgspec

from factbook._unreadable import UNREADABLE
from factbook.queries import Query, QueryItem
from factbook.recording import Recorded

__all__ = ["MANY", "Fresh"]

_texts: Final = msgspec.json.Decoder(tuple[str, ...]).decode

MANY = 4_096
"""How many events are held before the index on disk takes them over."""

_LARGE: Final = 16_000_000
"""How many bytes of data and metadata are."""


class Fresh:
    """The events beyond ``start``, up to ``head``, at positions without a gap, found by type and tag.

    Events are only ever added, by one thread at a time; others may read meanwhile, up to a position that they know.
    ``damaged`` are the positions of events whose tags cannot be read: they are found by none.
    """

    __slots__ = ("_size", "_tags", "_types", "damaged", "events", "head", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.events: list[Recorded] = []
        self.damaged: list[int] = []
        self._tags: defaultdict[str, list[int]] = defaultdict(list)
        self._types: defaultdict[str, list[int]] = defaultdict(list)
        self._size = 0
        self.head = start

    @property
    def full(self) -> bool:
        """Whether it is time for the index on disk."""
        return len(self.events) >= MANY or self._size > _LARGE

    def add(self, events: Iterable[Recorded]) -> None:
        """Hold events that follow the last one."""
        tags, types, position = self._tags, self._types, self.head
        for event in events:
            position = event[0]
            self.events.append(event)
            self._size += len(event[3]) + len(event[6])
            types[event[1]].append(position)
            try:
                texts = _texts(event[5])
            except UNREADABLE:  # another program wrote it; whoever needs its tags is told
                self.damaged.append(position)
                continue
            for tag in dict.fromkeys(texts):
                tags[tag].append(position)
        self.head = position  # last, for those who read meanwhile

    def find(self, query: Query, after: int, until: int) -> Sequence[int]:
        """The positions of a query's events with ``after < position <= until``, in their order."""
        if query.everything:
            return range(max(after, self.start) + 1, min(until, self.head) + 1)
        if len(query.items) == 1:
            return self._item(query.items[0], after, until)
        return sorted({place for item in query.items for place in self._item(item, after, until)})

    def at(self, positions: Iterable[int]) -> list[Recorded]:
        """The events at these positions."""
        events, first = self.events, self.start + 1
        return [events[place - first] for place in positions]

    def _item(self, item: QueryItem, after: int, until: int) -> list[int]:
        if not item.tags:
            return sorted(chain.from_iterable(_between(self._types.get(one), after, until) for one in set(item.types)))
        if len(item.tags) == 1:
            found = _between(self._tags.get(item.tags[0]), after, until)
        else:
            several = sorted((_between(self._tags.get(tag), after, until) for tag in item.tags), key=len)
            found = [place for place in several[0] if all(_holds(places, place) for places in several[1:])]
        if not item.types or not found:
            return found
        events, first = self.events, self.start + 1
        return [place for place in found if events[place - first][1] in item.types]


def _between(places: list[int] | None, after: int, until: int) -> list[int]:
    """Those beyond ``after``, up to ``until``."""
    if not places:
        return []
    if places[0] > after and places[-1] <= until:
        return places[:]
    return places[bisect_right(places, after) : bisect_right(places, until)]


def _holds(places: list[int], place: int) -> bool:
    found = bisect_right(places, place)
    return found > 0 and places[found - 1] == place
