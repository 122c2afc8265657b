"""What outlives a store object: files, databases, servers; other processes; processes that die."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from threading import Event, Thread
from time import sleep

import pytest

from factbook.queries import ALL, Query
from factbook.recording import AppendCondition, Appended, Conflict, Recorded
from factbook.stores import Store

from . import _process
from ._contract import Contract
from ._events import PATIENCE, by_tag, kept, log_of, new, together, written
from ._promises import broken, decide, promised

__all__ = ["Lasting"]


class Lasting(Contract):
    """Several openings of one place, at the same time and after one another."""

    @pytest.fixture
    def place_opened_again(self, place: Path) -> Callable[[], Store]:
        """Opens the place of this test once more."""
        if not self.lasting:
            pytest.skip("this store lives in an object")
        return lambda: self.open(place)

    @pytest.fixture
    def stores(self, store: Store, place_opened_again: Callable[[], Store]) -> Iterator[list[Store]]:
        """Three openings of one place."""
        stores = [store, place_opened_again(), place_opened_again()]
        yield stores
        for one in stores[1:]:
            one.close()

    @pytest.fixture
    def opener(self, place: Path, store: Store) -> bytes:
        """What opens the place in another process."""
        opener = self.elsewhere(place)
        if opener is None:
            pytest.skip("no other process can open this store: elsewhere() is not defined")
        return pickle.dumps(opener)

    def test_what_was_acknowledged_outlives_the_store(
        self, store: Store, place_opened_again: Callable[[], Store]
    ) -> None:
        """Opened again, it has the same events at the same positions, keeps conditions and ids, and goes on."""
        batch = [new("Placed", "order:1", data=b'{"n":1}', metadata=b'{"actor":"alice"}'), new("Paid", "order:1")]
        first = store.append(batch)
        log = log_of(store)
        store.close()
        again = place_opened_again()

        assert log == log_of(again)
        assert log == again.find([event.id for event in batch])
        assert first == again.append(batch)
        assert Conflict(log[0].position) == again.append([new()], AppendCondition(by_tag("order:1"), 0))
        later = again.append([new()], AppendCondition(by_tag("order:1"), log[1].position))
        assert isinstance(later, Appended)
        assert later.position > log[1].position
        again.close()

    def test_all_openings_are_one_store(self, stores: list[Store]) -> None:
        """What one has answered is there for all, at once; so are conditions and ids."""
        for number in range(10):
            writer, other, third = stores[number % 3], stores[(number + 1) % 3], stores[(number + 2) % 3]
            batch = [new("Placed", f"order:{number}")]
            head = other.read(ALL).head
            first = writer.append(batch, AppendCondition(ALL, head))
            assert isinstance(first, Appended)

            assert written(batch) == kept(other.read(by_tag(f"order:{number}")).events)
            assert first.position <= other.wait(head, 2 * PATIENCE)
            assert Conflict(first.position) == other.append([new()], AppendCondition(ALL, head))
            assert first == third.append(batch)

    def test_openings_race_like_threads(self, stores: list[Store]) -> None:
        """No decision through one opening is recorded on what another one has changed."""
        rounds = 20 * self.effort

        def write(store: Store, number: int) -> int:
            chance, done = Random(number), 0
            for _ in range(rounds):
                read, write = chance.sample(("a", "b", "c"), 2)
                done += isinstance(decide(store, by_tag(read), ("Noted", read, write)), Appended)
            return done

        done = together([partial(write, store, n) for n, store in enumerate(stores * 2)])
        logs = [log_of(store) for store in stores]

        assert [] == broken(logs[0])
        assert [logs[0]] * 3 == logs
        assert sum(done) == len(logs[0]) >= rounds

    def test_an_append_through_one_opening_wakes_the_others(self, stores: list[Store]) -> None:
        """Whoever waits is told, also of what others write."""
        for _ in range(3):
            head = stores[0].read(ALL).head

            def write() -> int:
                sleep(0.01)
                answer = stores[0].append([new()])
                assert isinstance(answer, Appended)
                return answer.position

            waiters: list[Callable[[], int]] = [partial(store.wait, head, 2 * PATIENCE) for store in stores]

            assert all(one > head for one in together([*waiters, write]))

    def test_slow_writers_hide_nothing(self, store: Store, place: Path) -> None:
        """While transactions stay open, are rolled back and commit late, readers skip nothing and see no ghosts."""
        stop, ghosts, late = Event(), [new("Ghost", "all")], [new("Late", "all") for _ in range(4)]

        def quick() -> list[Recorded]:
            while not stop.is_set():
                store.append([new("Quick", "all")])
            return []

        def slow() -> list[Recorded]:
            try:
                for event in late:
                    self.slowly(place, ghosts, 0.02, commit=False)
                    self.slowly(place, [event], 0.02, commit=True)
            finally:
                stop.set()
            return []

        def read(query: Query) -> list[Recorded]:
            found: list[Recorded] = []
            after, last = 0, False
            while True:
                page = store.read(query, after)
                found += page.events
                if last:
                    return found
                after, last = page.head, stop.is_set() and not writing.is_alive()

        writing = Thread(target=lambda: together([quick, quick, slow]), daemon=True)
        self.slowly(place, [new("Late", "all")], 0, commit=True)
        writing.start()
        seen = together([lambda: read(ALL), lambda: read(by_tag("all"))])
        log = log_of(store)

        assert [log, log] == seen
        assert [] == store.find([ghosts[0].id])
        assert written(late) == kept(store.find([event.id for event in late]))

    def test_processes_race_like_threads(self, store: Store, opener: bytes) -> None:
        """No decision of one process is recorded on what another one has changed."""
        children = [_child(opener, seed, 40 * self.effort) for seed in range(3)]
        acknowledged = [line for child in children for line in _lines(child)]
        log = log_of(store)

        assert [] == broken(log)
        assert sorted(acknowledged) == sorted(f"{event.id}@{event.position}" for event in log)
        assert len(log) >= 40

    def test_a_process_that_dies_leaves_whole_batches(self, store: Store, opener: bytes) -> None:
        """Killed at any instant: what it was told is recorded is there, nothing is there in part, and others go on."""
        acknowledged: list[str] = []
        for seed in range(2 * self.effort):
            children = [_child(opener, 10 * seed + number, 100_000) for number in range(2)]
            for child in children:
                assert child.stdout is not None
                acknowledged += [child.stdout.readline().strip() for _ in range(3)]
            sleep(0.05 * Random(seed).random())
            for child in children:
                child.send_signal(signal.SIGKILL)
                acknowledged += _lines(child)
            store.append(promised(ALL, 2**60, new("Survivor")))
        log = log_of(store)

        assert [] == broken(log)
        assert set() == set(acknowledged) - {f"{event.id}@{event.position}" for event in log}
        assert 2 * self.effort == sum(event.type == "Survivor" for event in log)


# Other processes -----------------------------------------------------------------------------------------------------


def _child(opener: bytes, seed: int, rounds: int) -> subprocess.Popen[str]:
    """A process that decides again and again, and tells the last event of whatever was recorded."""
    code = f"from {_process.__name__} import work; work({opener!r}, {seed}, {rounds})"
    paths = os.pathsep.join(one for one in sys.path if one)
    environment = {**os.environ, "PYTHONPATH": paths}
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)


def _lines(child: subprocess.Popen[str]) -> list[str]:
    """All whole lines that are left in what a process said, when it has ended."""
    assert child.stdout is not None
    said = child.stdout.read()  # not by communicate, which passes over what readline has read ahead
    child.wait(PATIENCE)
    return [line.strip() for line in said.splitlines(keepends=True) if line.endswith("\n")]
