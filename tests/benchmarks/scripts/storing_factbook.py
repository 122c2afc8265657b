"""Measures a store of factbook: ``python storing_factbook.py URL WORK``; see :mod:`storing`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from factbook.drivers.ids import new_id
from factbook.queries import Query, QueryItem
from factbook.recording import AppendCondition, Appended, NewEvent
from factbook.stores import open_store
from tests.benchmarks.scripts import storing


class Factbook:
    """A store by its URL."""

    def __init__(self, url: str) -> None:
        self.store = open_store(url)

    def append(self, events: Sequence[tuple[str, bytes, tuple[str, ...]]], tag: str | None, after: int) -> None:
        """See the protocol."""
        condition = None if tag is None else AppendCondition(_query(tag), after)
        new = [NewEvent(new_id(), kind, 1, data, tags) for kind, data, tags in events]
        assert isinstance(self.store.append(new, condition), Appended)

    def read(self, tag: str) -> tuple[list[bytes], int]:
        """See the protocol."""
        page = self.store.read(_query(tag))
        return [event.data for event in page.events], page.head


def _query(tag: str) -> Query:
    return Query((QueryItem(storing.TYPES, (tag,)),))


if __name__ == "__main__":
    print(storing.measure(Factbook(sys.argv[1]), sys.argv[2]))
