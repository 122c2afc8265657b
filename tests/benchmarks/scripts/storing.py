"""What stores are asked to do while they are measured; the same for each, whoever made it.

``python storing_….py URL WORK`` prints seconds. A command is what a decision costs a store: read the ten events of an
order, take each payload apart, and append one event on the condition that the order has no new ones.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from threading import Barrier, Thread
from typing import Final, Protocol
from uuid import UUID

import msgspec

__all__ = ["COUNTS", "PAST", "Adapter", "measure"]

PAST: Final = 10
"""How many events an order has before it is decided about."""

COUNTS: Final = {
    "commands": 300,
    "commands-8": 1600,
    "commands-32": 1600,
    "boundaries": 300,
    "reads-p50": 1,
    "reads-p99": 1,
    "writes-p50": 1,
    "writes-p99": 1,
    "replay": 20_000,
    "appends": 300,
    "appends-8": 1600,
    "appends-32": 1600,
    "batches-100": 5_000,
    "batches-1000": 10_000,
    "fill": 1_000_000,
}
"""How many commands, boundaries or events are measured."""

TYPES: Final = ("ordering.OrderPlaced", "ordering.OrderPaid", "ordering.OrderShipped")


class Adapter(Protocol):
    """A store in words that all of them have."""

    def append(self, events: Sequence[tuple[str, bytes, tuple[str, ...]]], tag: str | None, after: int) -> None:
        """Record (type, data, tags) unless one of ``TYPES`` with this tag stands beyond a position."""
        ...

    def read(self, tag: str) -> tuple[list[bytes], int]:
        """The data of the events of ``TYPES`` with a tag, and the head."""
        ...


class Line(msgspec.Struct):
    """An item of an order."""

    sku: str
    quantity: int
    unit_price: str
    currency: str


class Order(msgspec.Struct):
    """About 400 bytes of JSON, with three lines."""

    order_id: UUID
    customer_id: UUID
    lines: list[Line]
    total: str
    placed_at: str
    note: str


_decode: Final = msgspec.json.Decoder(Order).decode


def _event(number: int, order: str, customer: str = "") -> tuple[str, bytes, tuple[str, ...]]:
    lines = [Line(f"MUG-000{line}", line, "12.50", "EUR") for line in (1, 2, 3)]
    data = msgspec.json.encode(
        Order(UUID(order[6:]), UUID(int=number), lines, "75.00", "2026-01-31T12:00:00Z", "ring twice at the back door")
    )
    return TYPES[number % 3], data, (order, customer or f"customer:{UUID(int=number % 1000)}")


def _new_order() -> str:
    random = int.from_bytes(os.urandom(8))
    return f"order:{UUID(int=(time.time_ns() // 1_000_000) << 80 | 0x7 << 76 | 0x2 << 62 | random >> 2)}"


def _new_orders(number: int) -> list[str]:
    return [_new_order() for _ in range(number)]


def _orders(store: Adapter, number: int) -> list[str]:
    """New orders, each with its past."""
    orders = _new_orders(number)
    for first in range(0, number, 50):
        store.append([_event(n, order) for order in orders[first : first + 50] for n in range(PAST)], None, 0)
    return orders


def _command(store: Adapter, order: str) -> None:
    datas, head = store.read(order)
    assert len(datas) == PAST
    for data in datas:
        _decode(data)
    store.append([_event(PAST, order)], order, head)


def _append(store: Adapter, order: str) -> None:
    store.append([_event(0, order)], order, 0)


def _warmed(do: Callable[[str], None], new: Callable[[int], Sequence[str]], number: int, threads: int) -> float:
    """Seconds that so many threads take to do it to new orders, when all have done it before: connections are open."""
    _shared(do, new(4 * threads), threads)
    return _shared(do, new(number), threads)


def _shared(do: Callable[[str], None], orders: Sequence[str], threads: int) -> float:
    """Seconds that so many threads take to do it to all orders."""
    start = Barrier(threads + 1)

    def work(own: Sequence[str]) -> None:
        start.wait()
        for order in own:
            do(order)

    workers = [Thread(target=work, args=(orders[number::threads],)) for number in range(threads)]
    for worker in workers:
        worker.start()
    start.wait()
    begun = time.perf_counter()
    for worker in workers:
        worker.join()
    return time.perf_counter() - begun


def _batches(store: Adapter, size: int, number: int) -> float:
    orders = [_new_orders(size) for _ in range(number // size)]
    batches = [[_event(n, order) for n, order in enumerate(batch)] for batch in orders]
    begun = time.perf_counter()
    for batch, events in zip(orders, batches, strict=True):
        store.append(events, batch[0], 0)
    return time.perf_counter() - begun


def _boundaries(store: Adapter, number: int) -> list[float]:
    """Seconds of each read of ten events, without taking them apart."""
    orders, seconds = _orders(store, number), list[float]()
    for order in orders:
        begun = time.perf_counter()
        datas, _ = store.read(order)
        seconds.append(time.perf_counter() - begun)
        assert len(datas) == PAST
    return seconds


def _writes(store: Adapter, number: int) -> list[float]:
    """Seconds of each conditional append to an order of ten events."""
    orders, seconds = _orders(store, number), list[float]()
    heads = [store.read(order)[1] for order in orders]
    for order, head in zip(orders, heads, strict=True):
        begun = time.perf_counter()
        store.append([_event(PAST, order)], order, head)
        seconds.append(time.perf_counter() - begun)
    return seconds


def _replay(store: Adapter, number: int) -> float:
    """Boundaries of 1,000 events, taken apart."""
    orders = _new_orders(number // 1000)
    for order in orders:
        store.append([_event(n, order) for n in range(1000)], None, 0)
    begun = time.perf_counter()
    for order in orders:
        datas, _ = store.read(order)
        assert len([_decode(data) for data in datas]) == 1000
    return time.perf_counter() - begun


def measure(store: Adapter, work: str) -> float:
    """Do a work of :data:`COUNTS`; answers seconds."""
    kind, _, rest = work.partition("-")
    if rest.startswith("p"):
        seconds = sorted((_writes if kind == "writes" else _boundaries)(store, COUNTS["boundaries"]))
        return seconds[len(seconds) * int(rest[1:]) // 100]
    threads, number = int(rest or 1), COUNTS[work]
    match kind:
        case "commands":
            return _warmed(partial(_command, store), partial(_orders, store), number, threads)
        case "appends":
            return _warmed(partial(_append, store), _new_orders, number, threads)
        case "boundaries":
            return sum(_boundaries(store, number))
        case "batches":
            return _batches(store, threads, number)
        case "replay":
            return _replay(store, number)
        case _:
            begun = time.perf_counter()
            for _ in range(number // 2000):
                _orders(store, 200)
            return time.perf_counter() - begun
