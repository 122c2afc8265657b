"""Waiting, following, closing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from threading import Event, Thread, Timer
from time import sleep

import pytest

from factbook.errors import OutcomeUnknown, StoreUnavailable
from factbook.queries import ALL, Query
from factbook.recording import Appended, Recorded
from factbook.stores import Store, follow

from ._contract import Contract
from ._events import PATIENCE, by_tag, by_type, kept, log_of, new, together, written

__all__ = ["Waiting"]


def position_of(answer: object) -> int:
    """Where an append ended."""
    assert isinstance(answer, Appended)
    return answer.position


def followed(store: Store, query: Query, after: int, until: int, stop: Event) -> list[Recorded]:
    """What a follower sees of a query until a position is reached."""
    found: list[Recorded] = []
    for event in follow(store, query, after, stop=stop):
        found.append(event)
        if event.position >= until:
            break
    return found


class Waiting(Contract):
    """What happens when there is nothing to read yet, or nothing more."""

    @pytest.fixture
    def stop(self) -> Iterator[Event]:
        """Ends whoever follows, at the latest when nobody has patience any more."""
        stop = Event()
        timer = Timer(PATIENCE / 2, stop.set)
        timer.daemon = True
        timer.start()
        yield stop
        timer.cancel()

    def test_waiting_for_what_is_there_is_no_waiting(self, store: Store) -> None:
        """The head is answered at once when it is beyond the position."""
        position = position_of(store.append([new()]))

        assert position <= store.wait(0, 2 * PATIENCE)
        assert position <= store.wait(position - 1, 2 * PATIENCE)

    def test_waiting_in_vain_ends(self, store: Store) -> None:
        """When the time has passed, the head is answered all the same."""
        head = store.read(ALL).head

        assert head == store.wait(head, 0)
        assert head == store.wait(head, 0.01)
        assert head == store.wait(head + 100, 0.01)

    def test_an_append_ends_the_waiting(self, store: Store) -> None:
        """Whoever waits is told as soon as there is something, and not when the time has passed."""
        for number in range(10 * self.effort):
            head = store.read(ALL).head

            def late(number: int = number) -> int:
                sleep(0.001 * (number % 3))  # so that it comes before, while, and after the others begin to wait
                return position_of(store.append([new()]))

            waiters: list[Callable[[], int]] = [partial(store.wait, head, 2 * PATIENCE)] * 3
            *heads, position = together([*waiters, late])

            assert all(one >= position for one in heads)

    def test_following_catches_up_and_goes_on(self, store: Store, stop: Event) -> None:
        """First what is there, page by page, then what comes, nothing twice, nothing left out."""
        old = [new("Old" if number % 2 else "Other", data=b'{"n":%d}' % number) for number in range(5_000)]
        live = [new("Old", data=b'{"n":%d}' % number) for number in range(20)]
        store.append(old)
        follower = follow(store, by_type("Old"), stop=stop)
        found = list(islice(follower, 2_500))
        for event in live:
            store.append([new("Other"), event])
            found += islice(follower, 1)
        stop.set()

        assert written([*old[1::2], *live]) == kept(found)
        assert store.read(by_type("Old")).events == found
        assert [] == list(follower)

    def test_following_begins_where_it_is_told(self, store: Store, stop: Event) -> None:
        """After a position, exclusively, also one where nothing of the query is."""
        events = [new("Placed", f"order:{number % 2}") for number in range(10)]
        store.append(events)
        log = log_of(store)
        for place, event in enumerate(log[:-2]):
            expected = [one for one in log[place + 1 :] if one.tags == ("order:0",)]

            assert expected == followed(store, by_tag("order:0"), event.position, expected[-1].position, stop)

    def test_followers_see_what_writers_write_in_one_order(self, store: Store, stop: Event) -> None:
        """While many write, every follower sees every event of its query, each once, in the order of positions."""
        writers, rounds = 4, 25 * self.effort

        def write(writer: int) -> list[Recorded]:
            for number in range(rounds):
                store.append([new("Noted", f"writer:{writer}", data=b'{"n":%d}' % number), new("Beside")])
            if writer == 0:
                sleep(0.01)
            return []

        def watch(query: Query) -> list[Recorded]:
            found: list[Recorded] = []
            for event in follow(store, query, stop=stop):
                found.append(event)
                if event.type == "End":
                    break
            return found

        def finish() -> list[Recorded]:
            threads = [Thread(target=write, args=(writer,), daemon=True) for writer in range(writers)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(PATIENCE)
            store.append([new("End", "writer:0")])
            return []

        queries = [ALL, by_type("Noted", "End"), by_tag("writer:0"), ALL]
        works: list[Callable[[], list[Recorded]]] = [partial(watch, query) for query in queries]
        *seen, _ = together([*works, finish])

        assert writers * rounds * 2 + 1 == len(seen[0])
        assert [store.read(query).events for query in queries] == seen

    def test_a_closed_store_answers_nothing(self, store: Store) -> None:
        """Whatever is asked of it, it is unavailable; closing it again does no harm."""
        store.append([new()])
        store.close()
        store.close()
        questions: list[Callable[[], object]] = [
            lambda: store.read(ALL),
            lambda: store.append([new()]),
            lambda: store.find([new().id]),
            lambda: store.wait(0, 1),
        ]
        for question in questions:
            with pytest.raises(StoreUnavailable):
                question()

    def test_closing_ends_the_waiting(self, store: Store) -> None:
        """Nobody waits for a store that is closed, however long they were ready to."""

        def wait() -> object:
            try:
                return store.wait(store.read(ALL).head, 2 * PATIENCE)
            except StoreUnavailable:
                return None

        def close() -> object:
            sleep(0.02)
            store.close()
            return None

        assert 3 == len(together([wait, wait, close]))

    def test_closing_ends_what_was_begun(self, place_opened_again: Callable[[], Store], store: Store) -> None:
        """What is answered while a store is closed is true: what was acknowledged is there, what was refused is not."""

        def write(writer: int) -> tuple[list[int], list[int]]:
            acknowledged: list[int] = []
            for number in range(100_000):
                try:
                    store.append([new("Noted", f"n:{writer}.{number}")])
                except StoreUnavailable:
                    return acknowledged, [number]
                except OutcomeUnknown:
                    return acknowledged, []
                acknowledged.append(number)
            return acknowledged, []

        def close() -> tuple[list[int], list[int]]:
            sleep(0.05)
            store.close()
            return [], []

        works: list[Callable[[], tuple[list[int], list[int]]]] = [partial(write, writer) for writer in range(4)]
        answers = together([*works, close])
        again = place_opened_again()
        there = {event.tags[0] for event in log_of(again)}
        again.close()
        acknowledged = {f"n:{writer}.{number}" for writer, (done, _) in enumerate(answers) for number in done}
        refused = {f"n:{writer}.{number}" for writer, (_, not_done) in enumerate(answers) for number in not_done}

        assert set() == acknowledged - there
        assert set() == refused & there
