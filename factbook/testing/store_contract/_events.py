"""Events to try stores with, the plain meaning of a query, and threads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from threading import Barrier, Thread
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from factbook.queries import ALL, Query, QueryItem
from factbook.recording import NewEvent, Recorded
from factbook.stores import Store

__all__ = ["PATIENCE", "by_tag", "by_type", "kept", "log_of", "meant", "new", "same", "together", "written"]

T = TypeVar("T")

PATIENCE: Final = 60.0
"""How many seconds nothing may hang; nothing is expected to take anything like it."""


def new(
    kind: str = "Counted",
    *tags: str,
    data: bytes = b"{}",
    id: UUID | None = None,  # noqa: A002  # an id is called id
    version: int = 1,
    metadata: bytes = b"{}",
) -> NewEvent:
    """An event to append, with an id of its own."""
    return NewEvent(id or uuid4(), kind, version, data, tags, metadata)


def by_type(*types: str) -> Query:
    """Events of one of these types."""
    return Query((QueryItem(types),))


def by_tag(*tags: str) -> Query:
    """Events with all these tags."""
    return Query((QueryItem((), tags),))


def meant(query: Query, event: NewEvent | Recorded) -> bool:
    """Whether a query means an event, by the words of the definition and no others."""
    return query.everything or any(
        (not item.types or event.type in item.types) and set(item.tags) <= set(event.tags) for item in query.items
    )


def same(event: NewEvent) -> tuple[Any, ...]:
    """All that an event is, in a form to compare; metadata may be spelt differently."""
    return event.id, event.type, event.version, event.data, event.tags, json.loads(event.metadata)


def written(events: Iterable[NewEvent]) -> list[tuple[Any, ...]]:
    """All that these events are."""
    return [same(event) for event in events]


def kept(events: Iterable[Recorded]) -> list[tuple[Any, ...]]:
    """All that a store has kept of events, but for their positions."""
    return [(one.id, one.type, one.version, one.data, one.tags, json.loads(one.raw_metadata)) for one in events]


def log_of(store: Store) -> list[Recorded]:
    """Everything that is in a store."""
    return store.read(ALL).events


def together(works: Sequence[Callable[[], T]]) -> list[T]:
    """What each of these answers, all run at the same time, each in a thread; raises what the first one raises."""
    begin = Barrier(len(works))
    answers: dict[int, T] = {}
    faults: dict[int, BaseException] = {}

    def run(number: int) -> None:
        try:
            begin.wait(PATIENCE)
            answers[number] = works[number]()
        except BaseException as fault:  # it is raised again, in the thread of the test
            faults[number] = fault

    threads = [Thread(target=run, args=(number,), daemon=True) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    for number in sorted(faults):
        raise faults[number]
    assert not [thread for thread in threads if thread.is_alive()], f"it hangs: not done after {PATIENCE:.0f} seconds"
    return [answers[number] for number in range(len(works))]
