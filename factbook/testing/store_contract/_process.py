"""Another process that uses a store; it may be killed at any time."""

from __future__ import annotations

import pickle
from random import Random

from factbook.recording import AppendCondition, Appended
from factbook.stores import Store

from ._events import by_tag, new
from ._promises import promised

__all__ = ["work"]


def work(opener: bytes, seed: int, rounds: int) -> None:
    """Decide again and again, and tell the last event of whatever was recorded; ``opener`` is a pickle."""
    store: Store = pickle.loads(opener)()
    chance = Random(seed)
    for _ in range(rounds):
        read, write = chance.sample(("a", "b", "c"), 2)
        page = store.read(by_tag(read))
        size = chance.choice((1, 1, 3))
        batch = promised(
            by_tag(read), page.head, *(new("Noted", read, write) for _ in range(size)), saw=len(page.events)
        )
        answer = store.append(batch, AppendCondition(by_tag(read), page.head))
        if isinstance(answer, Appended):
            for event in store.find([event.id for event in batch]):
                print(f"{event.id}@{event.position}", flush=event.position == answer.position)
    store.close()
