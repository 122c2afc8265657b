"""Runs one case of what a runtime does, in a project generated from ``tests/benchmarks/ordering``; prints its seconds.

``python orders.py CASE [NUMBER …]``: a case is a function of this module, and says what its numbers mean.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import quantiles
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import msgspec
from attrs import frozen

from factbook.drivers.ids import new_id
from factbook.drivers.sync import answers, run
from factbook.handling import Accepted, Handling
from factbook.queries import ALL, Query, QueryItem
from factbook.recording import AppendCondition, Appended, Metadata, NewEvent
from factbook.states import States
from factbook.stores import Store, open_store
from factbook.stores.sqlite import SqliteStore
from factbook.translation import Translation

sys.path.insert(0, ".")
bench: Any = import_module("generated.bench")
ordering: Any = import_module("generated.bench.ordering")
types: Any = import_module("generated.bench.ordering.types")

AT = datetime(2026, 1, 31, 12, tzinfo=UTC)
EUR = types.Currency.EUR
LINES = tuple(types.OrderLine(f"MUG-{number:04}", 2, types.Money(Decimal("12.50"), EUR)) for number in range(3))
TOTAL = types.Money(Decimal("75.00"), EUR)
NOTE = "Please leave it at the door of the neighbours."
CUSTOMERS = [uuid4() for _ in range(100)]


@frozen
class Order:
    """As much as a state needs."""

    lines: int


def evolve(order: Order, event: Any) -> Order:
    """Counts."""
    return Order(order.lines + len(event.lines))


def add_lines(command: Any, order: Order) -> Any:
    """Whatever fits in."""
    if order.lines > 1_000_000:
        return ordering.OrderTooLarge()
    return [
        ordering.LinesAdded(
            command.order_id, command.customer_id, command.lines, command.total, command.added_at, command.note
        )
    ]


decider = ordering.OrderDecider(initial=Order(0), evolve=evolve, add_lines=add_lines)
translation = Translation(bench.BenchSystem(order=decider))
handling = Handling(translation)


def added(order: UUID) -> Any:
    """An event."""
    return ordering.LinesAdded(order, random.choice(CUSTOMERS), LINES, TOTAL, AT, NOTE)


def command(order: UUID) -> Any:
    """A command."""
    return ordering.AddLines(order, CUSTOMERS[0], LINES, TOTAL, AT, NOTE)


def stored(orders: Sequence[UUID]) -> Iterator[NewEvent]:
    """An event of each order, as they are appended."""
    about = Metadata(recorded_at=AT, command_id=new_id(), command="ordering.AddLines")
    for order in orders:
        yield translation.new_event(added(order), new_id(), about)


def of(order: UUID) -> Query:
    """The boundary of an order."""
    return Query((QueryItem(("ordering.LinesAdded",), (f"order:{order}",)),))


def fill(store: Store, orders: Sequence[UUID], each: int) -> None:
    """So many events of each order, in any order."""
    places = [order for order in orders for _ in range(each)]
    random.shuffle(places)
    for start in range(0, len(places), 1_000):
        store.append(list(stored(places[start : start + 1_000])))


DATABASE = Path("database.txt")
"""Holds the URL of the store where it is not a new file."""


@contextmanager
def store() -> Generator[Any]:
    """A new one, on the same disk; or the one that :data:`DATABASE` names."""
    if DATABASE.exists():
        with closing(open_store(DATABASE.read_text("utf-8").split()[0])) as database:
            yield database
        return
    with tempfile.TemporaryDirectory(dir=".") as folder:
        made = SqliteStore(Path(folder) / "orders.db")
        yield made
        made.close()


def timed(work: Callable[[], object]) -> float:
    """Seconds that it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def exhaust(made: Iterator[object]) -> None:
    """Make everything, and keep nothing."""
    deque(made, maxlen=0)


def shared(threads: int, work: Callable[[int], object]) -> float:
    """Seconds that it takes when so many threads do it, each with its number."""
    workers = [Thread(target=work, args=(number,)) for number in range(threads)]

    def all_of_them() -> None:
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    return timed(all_of_them)


# Decoding and replay


def decode(count: int) -> float:
    """Read so many events into their class, a hundred again and again."""
    with store() as at:
        fill(at, [uuid4()], 100)
        events = at.read(ALL).events
    for event in events:
        translation.decode(event)
    return timed(lambda: exhaust(translation.decode(event) for _ in range(count // 100) for event in events))


class PlainCurrency(StrEnum):
    """The words of the catalogue."""

    EUR = "EUR"
    USD = "USD"
    GBP = "GBP"


@frozen
class PlainMoney:
    """The same fields, without anything that the catalogue asks of them, as the classes that follow."""

    amount: Decimal
    currency: PlainCurrency


@frozen
class PlainLine:
    """A line."""

    sku: str
    quantity: int
    unit_price: PlainMoney


@frozen
class PlainLinesAdded:
    """An event."""

    order_id: UUID
    customer_id: UUID
    lines: tuple[PlainLine, ...]
    total: PlainMoney
    added_at: datetime
    note: str | None = None


def decode_limit(count: int) -> float:
    """The same events by msgspec alone, into plain classes."""
    with store() as at:
        fill(at, [uuid4()], 100)
        events = at.read(ALL).events
    read = msgspec.json.Decoder(PlainLinesAdded).decode
    return timed(lambda: exhaust(read(event.data) for _ in range(count // 100) for event in events))


def fold(count: int) -> float:
    """Decode and fold so many events by the library."""
    with store() as at:
        fill(at, [uuid4()], 100)
        events = at.read(ALL).events
    translation.fold(decider.evolve, decider.initial, events)
    return timed(lambda: [translation.fold(decider.evolve, decider.initial, events) for _ in range(count // 100)])


def fold_limit(count: int) -> float:
    """The same in a bare loop."""
    from factbook._reading import reader

    with store() as at:
        fill(at, [uuid4()], 100)
        events = at.read(ALL).events
    read = reader(ordering.LinesAdded)

    def bare() -> None:
        for _ in range(count // 100):
            state = Order(0)
            for event in events:
                state = evolve(state, read(event.data))

    return timed(bare)


def replay(count: int, past: int) -> float:
    """Read, decode and fold so many events, of boundaries of ``past`` events."""
    orders = [uuid4() for _ in range(count // past)]
    with store() as at:
        fill(at, orders, past)
        replayed = partial(translation.fold, decider.evolve, decider.initial)
        return timed(lambda: exhaust(replayed(at.read(of(order)).events) for order in orders))


# Sending


def send(count: int, past: int, kept: int, threads: int) -> float:
    """Send so many commands to orders of ``past`` events; ``kept`` is how many states are kept between them."""
    orders = [uuid4() for _ in range(min(count, 20_000 // past))]
    states = States(kept)
    with store() as at:
        fill(at, orders, past)
        asked = answers(at, states)
        if kept:
            for order in orders:  # each is loaded once before, as in a system that runs
                run(handling.handle(command(order)), asked)
        commands = [command(orders[number % len(orders)]) for number in range(count)]

        def work(worker: int) -> None:
            for one in commands[worker::threads]:
                assert isinstance(run(handling.handle(one), asked), Accepted)

        return timed(partial(work, 0)) if threads == 1 else shared(threads, work)


def commits(count: int) -> float:
    """The least that one transaction for each event costs: a row, and its commit, into a log of its full length."""
    with store() as at:
        fill(at, [uuid4() for _ in range(1_000)], 10)
        db = at._connect()  # pyright: ignore[reportPrivateUsage]  # with the same settings
        db.execute("CREATE TABLE bare (position INTEGER PRIMARY KEY, data BLOB)")
        data = next(stored([uuid4()])).data

        def bare() -> None:
            for _ in range(count):
                db.execute("BEGIN IMMEDIATE")
                db.execute("INSERT INTO bare (data) VALUES (?)", (data,))
                db.execute("COMMIT")

        seconds = timed(bare)
        db.close()
    return seconds


# Storing


def batches(count: int, size: int) -> float:
    """Append so many events to a new store, ``size`` at a time, each time under a condition."""
    with store() as at:
        return _batches(at, [uuid4() for _ in range(count // 10)], count, size)


def _batches(at: SqliteStore, orders: Sequence[UUID], count: int, size: int) -> float:
    groups = [list(stored(random.choices(orders, k=size))) for _ in range(count // size)]
    head = at.read(ALL, limit=1).head

    def work() -> None:
        nonlocal head
        for group in groups:
            answer = at.append(group, AppendCondition(of(UUID(group[0].tags[0].removeprefix("order:"))), head))
            assert isinstance(answer, Appended)
            head = answer.position

    return timed(work)


def prepare(count: int) -> float:
    """Make ``filled.db``: so many events, ten of each order."""
    at = SqliteStore("filled.db")
    chance = random.Random(7)
    orders = [UUID(int=chance.getrandbits(128), version=4) for _ in range(count // 10)]
    fill(at, orders, 10)
    Path("orders.txt").write_text("\n".join(map(str, orders[:10_000])), "utf-8")
    at.close()
    return 0


SMALL = 100_000_000
"""Up to so many bytes, a file is copied for each case: else what the cases before have appended would be most of it."""


@contextmanager
def filled() -> Generator[tuple[SqliteStore, list[UUID]]]:
    """The store that was prepared, and orders of ten events in it."""
    orders = [UUID(line) for line in Path("orders.txt").read_text("utf-8").split()]
    with tempfile.TemporaryDirectory(dir=".") as folder:
        file = Path("filled.db")
        if file.stat().st_size <= SMALL:
            file = Path(shutil.copy(file, folder))
        with closing(SqliteStore(file)) as at:
            yield at, orders


def boundaries(count: int, percent: int) -> float:
    """So many boundaries of ten events of the prepared store are read; answers this percentile of their seconds."""
    with filled() as (at, orders):
        queries = [of(order) for order in random.sample(orders, count)]
        at.read(queries[0])
        seconds = [timed(lambda query=query: at.read(query)) for query in queries]  # type: ignore[misc]
    return quantiles(seconds, n=100)[percent - 1]


def appends(count: int, percent: int) -> float:
    """Append so many events to the prepared store as ``conditional`` does; this percentile of what an append takes."""
    seconds: list[float] = []
    with filled() as (at, orders):
        for order in random.choices(orders, k=count):
            [event], query = list(stored([order])), of(order)
            condition = AppendCondition(query, at.read(query).head)
            seconds.append(timed(partial(at.append, [event], condition)))
    return quantiles(seconds, n=100)[percent - 1]


def conditional(count: int, threads: int) -> float:
    """Append so many events to the prepared store, each after reading its boundary and under its condition."""
    with filled() as (at, orders):
        events = [(order, [one]) for order in random.choices(orders, k=count) for one in stored([order])]

        def work(worker: int) -> None:
            for order, event in events[worker::threads]:
                query = of(order)
                while not isinstance(at.append(event, AppendCondition(query, at.read(query).head)), Appended):
                    pass

        return shared(threads, work)


def filled_batches(count: int, size: int) -> float:
    """Append to the prepared store in batches, of new orders."""
    with filled() as (at, _):
        return _batches(at, [uuid4() for _ in range(count // 10)], count, size)


def replay_all(count: int) -> float:
    """Read, decode and fold all ``count`` events of the prepared store, page by page."""
    with filled() as (at, _):

        def work() -> None:
            state, after = decider.initial, 0
            while events := at.read(ALL, after, limit=1_000).events:
                state = translation.fold(decider.evolve, state, events)
                after = events[-1].position

        return timed(work)


if __name__ == "__main__":
    print(globals()[sys.argv[1]](*map(int, sys.argv[2:])))
