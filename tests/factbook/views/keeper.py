"""A process that keeps views: ``python -m tests.factbook.views.keeper URL ROUNDS``.

Each round builds every view anew, in small pages, so that there is always something to interrupt. It says ``ready``
before the first one.
"""

from __future__ import annotations

import sys
from itertools import islice, repeat

from deciders.shop import shop
from factbook.stores.memory import MemoryStore
from factbook.views import Views, _upkeep
from tests.factbook.views.histories import STORIES, record, told

__all__ = ["EVENTS"]

EVENTS = [
    event
    for title in list(STORIES)[:3]
    for event in told(title)
    if not type(event).__module__.endswith(".stock.events")
] * 5
"""What happens; one after the other the stories empty the shelf, so that is left out."""


def keep(url: str, rounds: int) -> None:
    """Build everything anew so many times."""
    _upkeep.PAGE = 2  # type: ignore[misc]  # pyright: ignore[reportConstantRedefinition]  # there is more to interrupt
    store = MemoryStore()
    record(store, EVENTS)
    with Views(shop, url) as views:
        views.catch_up(store)
        print("ready", flush=True)
        for _ in islice(repeat(None), rounds):
            for view in shop.views:
                views.rebuild(view)
            views.catch_up(store)


if __name__ == "__main__":
    keep(sys.argv[1], int(sys.argv[2]))
