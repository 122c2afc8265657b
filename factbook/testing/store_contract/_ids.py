"""Ids: the same event again is the same answer again, and nothing more."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from factbook.errors import EventIdTaken
from factbook.queries import ALL
from factbook.recording import AppendCondition, Appended, NewEvent
from factbook.stores import Store

from ._contract import Contract
from ._events import by_tag, kept, log_of, new, together, written

__all__ = ["Ids"]

WRITERS = 8


def attempt(store: Store, events: list[NewEvent], condition: AppendCondition | None = None) -> object:
    """The answer to an append, or ``EventIdTaken`` itself."""
    try:
        return store.append(events, condition)
    except EventIdTaken:
        return EventIdTaken


def said_again(answer: object) -> bool:
    """Whether an answer says that nothing was recorded."""
    assert isinstance(answer, Appended)
    return answer.again


class Ids(Contract):
    """Repeated appends, one after the other and at the same time."""

    def test_the_same_events_again_are_the_first_answer_again(self, store: Store) -> None:
        """Nothing is recorded twice, also after others have recorded, and also one event alone."""
        batch, alone = [new("Placed", "order:1", data=b'{"n":1}'), new("Paid", "order:1")], [new("Counted")]
        answers = [store.append(batch), store.append(alone)]
        store.append([new("Later", "order:1")])
        log = log_of(store)

        assert answers == [store.append(batch), store.append(alone)]
        assert log == log_of(store)
        assert [False, False, True, True] == [said_again(one) for one in (*answers, *map(store.append, (batch, alone)))]

    def test_no_condition_stands_in_the_way_of_the_first_answer(self, store: Store) -> None:
        """Of course its own events match its condition by now; and so may those of others."""
        batch = [new("Placed", "order:1"), new("Paid", "order:1")]
        condition = AppendCondition(by_tag("order:1"), store.read(ALL).head)
        first = store.append(batch, condition)
        store.append([new("Later", "order:1")])

        assert first == store.append(batch, condition)
        assert first == store.append(batch, AppendCondition(ALL, 0))
        assert first == store.append(batch)
        assert 3 == len(log_of(store))

    def test_metadata_does_not_make_another_event(self, store: Store) -> None:
        """Who sends again does it at another time, perhaps from elsewhere; the first metadata stays."""
        event = new("Placed", "order:1", metadata=b'{"actor":"alice"}')
        first = store.append([event])

        assert first == store.append([event._replace(metadata=b'{"actor":"bob"}')])
        assert written([event]) == kept(log_of(store))

    @pytest.mark.parametrize(
        "other",
        [
            {"type": "Paid"},
            {"data": b'{"n":2}'},
            {"data": b'{"n": 1}'},
            {"tags": ("order:2",)},
            {"tags": ()},
            {"tags": ("order:1", "order:2")},
        ],
        ids=str,
    )
    def test_an_id_is_taken_for_another_event(self, store: Store, other: dict[str, Any]) -> None:
        """Another type, other data or other tags under an id that is there: somebody is wrong, so nothing happens."""
        event = new("Placed", "order:1", data=b'{"n":1}')
        store.append([event])
        log = log_of(store)
        with pytest.raises(EventIdTaken):
            store.append([event._replace(**other)])
        with pytest.raises(EventIdTaken):
            store.append([event._replace(**other)], AppendCondition(ALL, 0))

        assert log == log_of(store)

    def test_a_batch_of_which_something_is_there_is_refused_as_a_whole(self, store: Store) -> None:
        """Whether what is there comes first or last, and however equal it is."""
        known = new("Placed", "order:1")
        store.append([known])
        for batch in ([known, new("Paid")], [new("Paid"), known], [new("Paid"), known, new("Paid")]):
            with pytest.raises(EventIdTaken):
                store.append(batch)

        assert written([known]) == kept(log_of(store))

    def test_an_id_stands_once_in_a_batch(self, store: Store) -> None:
        """Twice the same id, with the same or other data, is taken the second time."""
        event = new("Placed", "order:1")
        for again in (event, event._replace(data=b'{"n":2}')):
            with pytest.raises(EventIdTaken):
                store.append([event, again])

        assert [] == log_of(store)

    def test_events_are_found_by_id(self, store: Store) -> None:
        """Those that are there, in the order of their positions, each once."""
        events = [new("Placed", f"order:{number}", data=b'{"n":%d}' % number) for number in range(5)]
        store.append(events[:3])
        store.append(events[3:])
        ids = [event.id for event in events]
        log = log_of(store)

        assert log == store.find(ids)
        assert log == store.find(ids[::-1])
        assert [log[1], log[4]] == store.find([ids[4], uuid4(), ids[1], ids[4]])
        assert [] == store.find([uuid4()])
        assert [] == store.find([])

    def test_many_are_found_at_once(self, store: Store) -> None:
        """A batch of thousands is found again as a whole."""
        events = [new(data=b'{"n":%d}' % number) for number in range(3_000)]
        store.append(events)

        assert written(events) == kept(store.find([event.id for event in events]))

    def test_racing_with_the_same_events_records_them_once(self, store: Store) -> None:
        """Whoever sends twice because the answer is slow gets the same answer on both lines."""
        for number in range(10 * self.effort):
            batch = [new("Placed", f"order:{number}"), new("Paid", f"order:{number}")]
            condition = AppendCondition(by_tag(f"order:{number}"), store.read(by_tag(f"order:{number}")).head)
            answers = together([partial(attempt, store, batch, condition)] * WRITERS)
            found = store.read(by_tag(f"order:{number}")).events

            assert written(batch) == kept(found)
            assert [Appended(found[-1].position)] * WRITERS == answers
            assert [False] + [True] * (WRITERS - 1) == sorted(map(said_again, answers))

    def test_racing_with_another_event_of_the_same_id_has_one_winner(self, store: Store) -> None:
        """One is recorded, and everybody else is told that the id is taken."""
        for number in range(10 * self.effort):
            event = new("Placed", f"order:{number}")
            events = [event._replace(data=b'{"n":%d}' % writer) for writer in range(WRITERS)]
            answers = together([partial(attempt, store, [one]) for one in events])
            (found,) = store.read(by_tag(f"order:{number}")).events

            assert 1 == answers.count(Appended(found.position))
            assert WRITERS - 1 == answers.count(EventIdTaken)
            assert events[answers.index(Appended(found.position))].data == found.data

    def test_racing_with_overlapping_batches_records_whole_batches(self, store: Store) -> None:
        """Batches that share an id exclude each other; none is recorded in part."""
        for _ in range(10 * self.effort):
            shared = new("Shared")
            batches = [[new("First"), shared, new("Last")] for _ in range(WRITERS)]
            head = store.read(ALL).head
            answers = together([partial(attempt, store, batch) for batch in batches])
            winners = [batch for batch, answer in zip(batches, answers, strict=True) if isinstance(answer, Appended)]

            assert 1 == len(winners)
            assert written(winners[0]) == kept(store.read(ALL, head).events)
