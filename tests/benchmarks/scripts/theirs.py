"""Runs one case of what a runtime does by the package eventsourcing, on SQLite; prints its seconds.

``python theirs.py CASE [NUMBER …]``. ``fastest`` uses what its documentation names to make it fast: aggregates are kept
in a cache, neither copied nor brought up to date, and a conflict forgets them.
"""

# mypy: ignore-errors
# pyright: basic, reportMissingImports=false
# (the package is in the environment of the peers only)

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from threading import Thread
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import IntegrityError, StoredEvent

LINES = [
    {"sku": f"MUG-{number:04}", "quantity": 2, "unit_price": {"amount": "12.50", "currency": "EUR"}}
    for number in range(3)
]
TOTAL = {"amount": "75.00", "currency": "EUR"}
NOTE = "Please leave it at the door of the neighbours."
CUSTOMER = str(uuid4())
DATABASE = Path("database.txt")
FAST = {"AGGREGATE_CACHE_MAXSIZE": "10000", "AGGREGATE_CACHE_FASTFORWARD": "n", "DEEPCOPY_FROM_AGGREGATE_CACHE": "n"}


class Order(Aggregate):
    """As much as a state needs."""

    def __init__(self) -> None:
        self.lines = 0

    @event("LinesAdded")
    def add(self, customer_id: str, lines: list[Any], total: dict[str, str], note: str) -> None:
        self.lines += len(lines)


def application(folder: str, fast: bool, name: str = "orders.db") -> Application[UUID]:
    """One on a file, or on the database of which the second line of ``database.txt`` is the URL."""
    if DATABASE.exists():
        place = urlsplit(DATABASE.read_text("utf-8").split()[1])
        env = {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": place.path[1:],
            "POSTGRES_HOST": place.hostname,
            "POSTGRES_PORT": str(place.port),
            "POSTGRES_USER": place.username,
            "POSTGRES_PASSWORD": "none",
            "POSTGRES_POOL_SIZE": "8",
            "POSTGRES_MAX_OVERFLOW": "32",
            "POSTGRES_ENABLE_DB_FUNCTIONS": "y" if fast else "n",
        }
        return Application[UUID](env=env | (FAST if fast else {}))
    env = {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "SQLITE_DBNAME": f"{folder}/{name}",
        "SQLITE_LOCK_TIMEOUT": "30",
    }
    return Application[UUID](env=env | (FAST if fast else {}))


def timed(work: Callable[[], object]) -> float:
    """Seconds that it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def orders_of(app: Application[UUID], count: int, past: int) -> list[UUID]:
    """Orders with so many past events."""
    made: list[UUID] = []
    for start in range(0, count, 100):
        orders = [Order() for _ in range(min(100, count - start))]
        for order in orders:
            for _ in range(past - 1):
                order.add(CUSTOMER, LINES, TOTAL, NOTE)
        app.save(*orders)
        made += [order.id for order in orders]
    return made


def shared(threads: int, work: Callable[[int], object]) -> float:
    """Seconds that it takes when so many threads do it, each with its number."""
    workers = [Thread(target=work, args=(number,)) for number in range(threads)]

    def all_of_them() -> None:
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    return timed(all_of_them)


def send(count: int, past: int, fast: int, threads: int) -> float:
    """Send so many commands to orders of ``past`` events."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        app = application(folder, bool(fast))
        orders = orders_of(app, min(count, 20_000 // past), past)
        if fast:
            for one in orders:
                app.repository.get(one)
        asked = [orders[number % len(orders)] for number in range(count)]

        def work(worker: int) -> None:
            for one in asked[worker::threads]:
                while True:
                    order: Any = app.repository.get(one)
                    order.add(CUSTOMER, LINES, TOTAL, NOTE)
                    try:
                        app.save(order)
                    except IntegrityError:
                        continue
                    break

        return shared(threads, work)


def replay(count: int, past: int) -> float:
    """Read, decode and fold so many events, of aggregates of ``past`` events."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        app = application(folder, False)
        orders = orders_of(app, count // past, past)
        return timed(lambda: [app.repository.get(order) for order in orders])


def batches(count: int, size: int) -> float:
    """Append so many events to a new store, ``size`` at a time."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        return _batches(application(folder, False), count, size)


def _batches(app: Application[UUID], count: int, size: int) -> float:
    groups = [[_stored(uuid4(), 1) for _ in range(size)] for _ in range(count // size)]
    return timed(lambda: [app.recorder.insert_events(group) for group in groups])


def _stored(order: UUID, version: int) -> StoredEvent:
    data = b'{"customer_id":"%s","note":"%s","lines":"%s"}' % (CUSTOMER.encode(), NOTE.encode(), b"x" * 330)
    return StoredEvent(order, version, "orders:Order.LinesAdded", data)


def prepare(count: int) -> float:
    """Make ``theirs.db``: so many events, ten of each aggregate, in any order."""
    app = application(".", False, "theirs.db")
    chance = random.Random(7)
    orders = [UUID(int=chance.getrandbits(128), version=4) for _ in range(count // 10)]
    places = [order for order in orders for _ in range(10)]
    chance.shuffle(places)
    versions = dict.fromkeys(orders, 0)
    for start in range(0, len(places), 1_000):
        group: list[StoredEvent] = []
        for order in places[start : start + 1_000]:
            versions[order] += 1
            group.append(_stored(order, versions[order]))
        app.recorder.insert_events(group)
    Path("aggregates.txt").write_text("\n".join(map(str, orders[:10_000])), "utf-8")
    return 0


SMALL = 100_000_000
"""Up to so many bytes, a file is copied for each case: else what the cases before have appended would be most of it."""


@contextmanager
def filled() -> Iterator[tuple[Application[UUID], list[UUID]]]:
    """What was prepared, and aggregates of ten events in it."""
    orders = [UUID(line) for line in Path("aggregates.txt").read_text("utf-8").split()]
    with tempfile.TemporaryDirectory(dir=".") as folder:
        if Path("theirs.db").stat().st_size > SMALL:
            folder = "."
        else:
            for part in Path().glob("theirs.db*"):
                shutil.copy(part, folder)
        yield application(folder, False, "theirs.db"), orders


def boundaries(count: int, percent: int) -> float:
    """So many aggregates of ten events are read, not decoded; answers this percentile of their seconds."""
    with filled() as (app, orders):
        ids = random.sample(orders, count)
        app.recorder.select_events(ids[0])
        seconds = [timed(lambda order=order: app.recorder.select_events(order)) for order in ids]
    return quantiles(seconds, n=100)[percent - 1]


def conditional(count: int, threads: int) -> float:
    """Append so many events, each after reading its aggregate, at the version that follows."""
    with filled() as (app, orders):
        chosen = random.choices(orders, k=count)

        def work(worker: int) -> None:
            for order in chosen[worker::threads]:
                while True:
                    version = app.recorder.select_events(order)[-1].originator_version
                    try:
                        app.recorder.insert_events([_stored(order, version + 1)])
                    except IntegrityError:
                        continue
                    break

        return shared(threads, work)


def filled_batches(count: int, size: int) -> float:
    """Append to the prepared file in batches, of new aggregates."""
    with filled() as (app, _):
        return _batches(app, count, size)


if __name__ == "__main__":
    print(globals()[sys.argv[1]](*map(int, sys.argv[2:])))
