"""Many writers and readers at once: no decision is recorded on what is no longer true."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import cycle, islice
from random import Random
from threading import Barrier, Event
from typing import Final

import pytest

from factbook.queries import ALL, Query, QueryItem
from factbook.recording import AppendCondition, Appended, Conflict, Recorded
from factbook.stores import Store

from ._contract import Contract
from ._events import PATIENCE, by_tag, by_type, kept, log_of, meant, new, together, written
from ._promises import broken, decide, promised

__all__ = ["Racing"]

WRITERS: Final = 6

Choice = tuple[Query, tuple[str, ...]]
"""What a writer reads, and the event, by type and tags, that it records."""

BOUNDARIES: Final[dict[str, tuple[Choice, ...]]] = {
    "equal, by type and tag": ((Query((QueryItem(("Placed",), ("order:1",)),)), ("Placed", "order:1")),),
    "equal, by type alone": ((by_type("Numbered"), ("Numbered",)),),
    "equal, by tag alone": ((by_tag("email:a"), ("Registered", "email:a")),),
    "equal, everything": ((ALL, ("Noted",)),),
    "overlapping, each voids the other": (
        (Query((QueryItem(("On",), ("ward:1",)),)), ("On", "ward:1", "doctor:1")),
        (by_tag("ward:1"), ("On", "ward:1", "doctor:2")),
    ),
    "overlapping, by other ways": (
        (by_tag("sku:1"), ("Taken", "sku:1", "sku:2")),
        (by_type("Taken"), ("Taken", "sku:1")),
        (Query((QueryItem(("Taken",), ("sku:1",)), QueryItem((), ("sku:2",)))), ("Taken", "sku:1")),
    ),
}
"""Writers take turns in these; in each of them, every event voids all decisions of the others."""

CROSSING: Final[tuple[Choice, ...]] = (
    (by_tag("a"), ("Made", "b")),
    (by_tag("b"), ("Made", "c")),
    (by_tag("c"), ("Made", "a")),
    (by_type("Made"), ("Sold", "a")),
    (by_type("Sold"), ("Made", "d")),
    (by_tag("a", "b"), ("Sold", "a", "b")),
    (Query((QueryItem(("Sold",), ("a",)), QueryItem(("Made",), ("d",)))), ("Sold", "c", "d")),
    (Query((QueryItem(("Lost",)), QueryItem((), ("d",)))), ("Lost", "d")),
    (ALL, ("Lost",)),
)
"""Reads of each other's writes, in circles: what write skew is made of."""


class Racing(Contract):
    """Threads that share a store."""

    @pytest.fixture(autouse=True)
    def restless(self) -> Iterator[None]:
        """Threads take turns a thousand times as often as they would, so that they meet at more places."""
        before = sys.getswitchinterval()
        sys.setswitchinterval(5e-6)
        yield
        sys.setswitchinterval(before)

    @pytest.mark.parametrize("name", BOUNDARIES)
    def test_of_those_who_saw_the_same_one_succeeds(self, store: Store, name: str) -> None:
        """All have read before anybody appends: exactly one decision is recorded, the others are told by whom."""
        rounds = 10 * self.effort
        choices = list(islice(cycle(BOUNDARIES[name]), WRITERS))
        barrier = Barrier(WRITERS)

        def write(choice: Choice) -> list[Appended | Conflict]:
            answers: list[Appended | Conflict] = []
            query, (kind, *tags) = choice
            for _ in range(rounds):
                head = store.read(query).head
                barrier.wait(PATIENCE)
                answers.append(store.append(promised(query, head, new(kind, *tags)), AppendCondition(query, head)))
                barrier.wait(PATIENCE)
            return answers

        answers = together([partial(write, choice) for choice in choices])
        log = log_of(store)
        expected = [[Appended(event.position)] + [Conflict(event.position)] * (WRITERS - 1) for event in log]

        assert rounds == len(log)
        assert expected == [sorted(one, key=lambda answer: type(answer).__name__) for one in zip(*answers, strict=True)]

    @pytest.mark.parametrize("name", BOUNDARIES)
    def test_reads_that_race_with_appends_see_all_or_are_told(self, store: Store, name: str) -> None:
        """Reading begins at the same time as others append: what was overlooked is a conflict."""
        rounds = 20 * self.effort
        choices = list(islice(cycle(BOUNDARIES[name]), WRITERS))
        barrier = Barrier(WRITERS)

        def write(choice: Choice) -> int:
            done = 0
            for _ in range(rounds):
                barrier.wait(PATIENCE)
                done += isinstance(decide(store, choice[0], choice[1]), Appended)
            return done

        done = together([partial(write, choice) for choice in choices])
        log = log_of(store)

        assert sum(done) == len(log) >= rounds
        assert [] == broken(log)

    def test_disjoint_boundaries_do_not_meet(self, store: Store) -> None:
        """Whoever decides on something else is never told of a conflict, however many write."""
        rounds = 20 * self.effort
        barrier = Barrier(WRITERS)

        def write(writer: int) -> list[Appended | Conflict]:
            query = Query((QueryItem((), (f"order:{writer}",)), QueryItem((f"Kind{writer}",))))
            answers: list[Appended | Conflict] = []
            for number in range(rounds):
                head = store.read(query).head
                if number % 2:
                    barrier.wait(PATIENCE)
                batch = promised(query, head, new("Placed", f"order:{writer}"), new(f"Kind{writer}"))
                answers.append(store.append(batch, AppendCondition(query, head)))
            return answers

        answers = together([partial(write, writer) for writer in range(WRITERS)])

        assert {Appended} == {type(answer) for some in answers for answer in some}
        assert WRITERS * rounds * 2 == len(log_of(store))
        assert [] == broken(log_of(store))

    @pytest.mark.parametrize("seed", range(3))
    def test_the_log_proves_itself(self, store: Store, seed: int) -> None:
        """Decisions in circles, batches of any size, states that are kept and old: every promise in the log is kept."""
        rounds = 40 * self.effort

        def write(writer: int) -> list[tuple[Query, int, Conflict]]:
            chance, head = Random(seed * 100 + writer), 0
            conflicts: list[tuple[Query, int, Conflict]] = []
            for _ in range(rounds):
                query, (kind, *tags) = chance.choice(CROSSING)
                if chance.random() < 0.8:  # else on an old head
                    head = store.read(query, head).head if chance.random() < 0.5 else store.read(query).head
                batch = promised(query, head, *(new(kind, *tags) for _ in range(chance.choice((1, 1, 3)))))
                answer = store.append(batch, AppendCondition(query, head))
                if isinstance(answer, Conflict):
                    conflicts.append((query, head, answer))
            return conflicts

        conflicts = [one for some in together([partial(write, writer) for writer in range(WRITERS)]) for one in some]
        log = log_of(store)
        wrong = [
            (query, head, conflict)
            for query, head, conflict in conflicts
            if conflict.position != next((one.position for one in log if one.position > head and meant(query, one)), 0)
        ]

        assert [] == broken(log)
        assert [] == wrong
        assert len(log) > rounds / 4

    @pytest.mark.parametrize("query", [ALL, by_type("Noted"), by_tag("all")], ids=["all", "type", "tag"])
    def test_readers_never_skip_or_reorder(self, store: Store, query: Query) -> None:
        """A reader that goes on from the head it was told sees, piece by piece, what a reader of the whole sees."""
        rounds, done = 40 * self.effort, Event()

        def write(writer: int) -> list[Recorded]:
            chance = Random(writer)
            for number in range(rounds):
                size = chance.choice((1, 1, 2, 20))
                store.append(promised(query, 2**60, *(new("Noted", "all", f"n:{number}") for _ in range(size))))
            return []

        def read(limit: int | None) -> list[Recorded]:
            found: list[Recorded] = []
            after, last = 0, False
            while len(found) < 1_000 * rounds:  # else it goes in circles
                page = store.read(query, after, limit=limit)
                found += page.events
                if limit is not None and len(page.events) == limit:
                    after = page.events[-1].position
                elif last:
                    return found
                else:
                    after, last = page.head, done.is_set()
            return found

        def finish() -> list[Recorded]:
            together([partial(write, writer) for writer in range(WRITERS // 2)])
            done.set()
            return []

        *seen, _ = together([lambda: read(None), lambda: read(None), lambda: read(7), finish])
        log = log_of(store)

        assert [] == broken(log)
        assert [[event.position for event in log]] * 3 == [[event.position for event in one] for one in seen]
        assert [log] * 3 == seen

    def test_a_batch_is_read_whole_or_not_at_all(self, store: Store) -> None:
        """At no instant does anybody see a part of a decision, forwards or backwards, by query or by id."""
        rounds, done, begun = 25 * self.effort, Event(), [new() for _ in range(3)]

        def write(writer: int) -> list[Recorded]:
            nonlocal begun
            for number in range(rounds):
                events = [new("Part", "all", f"batch:{writer}.{number}") for _ in range(5)]
                begun = events
                store.append(promised(ALL, 2**60, *events))
            return []

        def read(backwards: bool) -> list[Recorded]:
            torn: list[Recorded] = []
            while not done.is_set():
                page = store.read(by_tag("all"), backwards=backwards)
                if len(page.events) % 5 or broken(sorted(page.events)):
                    torn += page.events
            return torn

        def find() -> list[Recorded]:
            torn: list[Recorded] = []
            while not done.is_set():
                found = store.find([event.id for event in begun])
                if len(found) not in (0, len(begun)):
                    torn += found
            return torn

        def finish() -> list[Recorded]:
            together([partial(write, writer) for writer in range(2)])
            done.set()
            return []

        assert [[]] * 4 == together([lambda: read(False), lambda: read(True), find, finish])

    def test_writers_go_on_when_others_are_refused(self, store: Store) -> None:
        """Conflicts, taken ids and good appends in the same instant: each writer gets its own answer."""
        taken = new("Taken", "sku:1")
        store.append([taken])

        def write(writer: int) -> str:
            answers: list[str] = []
            for number in range(10 * self.effort):
                match (writer + number) % 3:
                    case 0:
                        event = new("Noted", f"n:{writer}.{number}")
                        store.append([event])
                        answers.append("kept" if written([event]) == kept(store.find([event.id])) else "lost")
                    case 1:
                        answer = store.append([new("Noted")], AppendCondition(by_tag("sku:1"), 0))
                        answers.append("conflict" if isinstance(answer, Conflict) else "recorded")
                    case _:
                        try:
                            store.append([taken._replace(data=b'{"n":1}')])
                            answers.append("recorded")
                        except Exception as fault:  # which one it is, is what is compared
                            answers.append(type(fault).__name__)
            return ",".join(sorted(set(answers)))

        works: Sequence[Callable[[], str]] = [partial(write, writer) for writer in range(WRITERS)]

        assert ["EventIdTaken,conflict,kept"] * WRITERS == together(works)
