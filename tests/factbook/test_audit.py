"""What led to what is found again, however long the chain is."""

from __future__ import annotations

from uuid import UUID

import msgspec

from factbook.audit import causes, trace
from factbook.queries import ALL
from factbook.recording import Metadata, NewEvent
from factbook.stores import Store
from factbook.stores.memory import MemoryStore

LONG = 2_000


def led(number: int, by: int | None) -> NewEvent:
    """The event of this number, which that one led to."""
    about = Metadata(causation_id=UUID(int=by) if by else None)
    return NewEvent(UUID(int=number), "Counted", 1, b"{}", about.tags(), msgspec.json.encode(about))


def store_of(*events: NewEvent) -> Store:
    store = MemoryStore()
    store.append(events)
    return store


def test_what_followed_is_told_in_order() -> None:
    """What an event led to comes before what comes after it, one deeper."""
    store = store_of(led(1, None), led(2, 1), led(3, 1), led(4, 2), led(5, None))
    first = store.read(ALL).events[0]

    assert [(0, 1), (1, 2), (2, 4), (1, 3)] == [(depth, one.position) for depth, one in trace(store, first).walk()]


def test_a_chain_may_be_long() -> None:
    """In both directions."""
    store = store_of(*(led(number, number - 1) for number in range(1, LONG + 1)))
    log = store.read(ALL).events

    assert log[:-1] == causes(store, log[-1])
    assert list(enumerate(log)) == list(trace(store, log[0]).walk())


def test_a_cause_that_is_none_ends_the_search() -> None:
    """One that is not there, and one that came later, as in a store that something else has written to."""
    store = store_of(led(1, 2), led(2, 1), led(3, 9))
    log = store.read(ALL).events

    assert [[], [log[0]], []] == [causes(store, one) for one in log]
