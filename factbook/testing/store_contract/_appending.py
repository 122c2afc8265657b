"""Appending: all or nothing, and only under its condition."""

from __future__ import annotations

from typing import Final

import pytest

from factbook.queries import ALL, NOTHING, Query, QueryItem
from factbook.recording import AppendCondition, Appended, Conflict
from factbook.stores import Store

from ._contract import Contract
from ._events import by_tag, by_type, kept, log_of, new, written

__all__ = ["Appending"]

CONDITIONS: Final[dict[str, Query]] = {
    "by everything": ALL,
    "by type": by_type("Placed"),
    "by one of several types": by_type("Shipped", "Placed"),
    "by tag": by_tag("order:1"),
    "by several tags": by_tag("order:1", "customer:1"),
    "by type and tag": Query((QueryItem(("Placed",), ("order:1",)),)),
    "by one of several items": Query((QueryItem(("Shipped",)), QueryItem(("Placed",), ("order:1",)))),
}
"""Each is void by ``Placed`` with the tags of the log, and by nothing else that is in it."""

BESIDE: Final[dict[str, Query]] = {
    "nothing": NOTHING,
    "another type": by_type("Shipped"),
    "another tag": by_tag("order:2"),
    "not all tags": by_tag("order:1", "order:2"),
    "the tag, another type": Query((QueryItem(("Shipped",), ("order:1",)),)),
    "the type, another tag": Query((QueryItem(("Placed",), ("order:2",)),)),
}
"""None of them is void by ``Placed`` with the tags of the log."""

PLACED: Final = ("Placed", "order:1", "customer:1")


def appended(store: Store, *events: tuple[str, ...]) -> list[int]:
    """Append events by type and tags, each by itself; their positions."""
    positions: list[int] = []
    for kind, *tags in events:
        answer = store.append([new(kind, *tags)])
        assert isinstance(answer, Appended)
        positions.append(answer.position)
    return positions


class Appending(Contract):
    """One writer at a time."""

    def test_a_batch_is_recorded_in_its_order(self, store: Store) -> None:
        """The answer is the position of its last event."""
        before = [new("Before")]
        batch = [new(f"Number{number}", "batch:1", data=b'{"n":%d}' % number) for number in range(10)]
        store.append(before)
        answer = store.append(batch, AppendCondition(by_tag("batch:1"), 0))
        log = log_of(store)

        assert written(before + batch) == kept(log)
        assert Appended(log[-1].position) == answer

    def test_a_batch_may_be_large(self, store: Store) -> None:
        """Thousands of events, all or none."""
        batch = [new("Counted", f"sku:{number % 7}", "batch:1", data=b'{"n":%d}' % number) for number in range(3_000)]
        store.append(batch)

        assert written(batch) == kept(log_of(store))
        assert written(batch[3::7]) == kept(store.read(by_tag("sku:3")).events)

    def test_nothing_is_nothing_to_append(self, store: Store) -> None:
        """An empty batch is a mistake of the caller, with or without a condition."""
        with pytest.raises(ValueError, match=r".+"):
            store.append([])
        with pytest.raises(ValueError, match=r".+"):
            store.append([], AppendCondition(ALL, 0))

        assert [] == log_of(store)

    @pytest.mark.parametrize("name", CONDITIONS)
    def test_a_condition_holds_until_something_new_matches(self, store: Store, name: str) -> None:
        """What stands at the position itself was seen; what stands beyond it was not."""
        query = CONDITIONS[name]
        (placed,) = appended(store, PLACED)

        assert Conflict(placed) == store.append([new("Noted")], AppendCondition(query, placed - 1))
        assert Conflict(placed) == store.append([new("Noted")], AppendCondition(query, 0))
        assert 1 == len(log_of(store))
        assert isinstance(store.append([new("Noted")], AppendCondition(query, placed)), Appended)

    @pytest.mark.parametrize("name", BESIDE)
    def test_a_condition_is_not_void_by_anything_else(self, store: Store, name: str) -> None:
        """Disjoint boundaries never stand in each other's way, from wherever they were read."""
        appended(store, PLACED, ("Paid", "order:3"))

        assert isinstance(store.append([new("Noted")], AppendCondition(BESIDE[name], 0)), Appended)

    @pytest.mark.parametrize("name", CONDITIONS)
    def test_a_conflict_names_the_first_event_in_the_way(self, store: Store, name: str) -> None:
        """Not the last one, not one that was seen, and not one that does not match."""
        seen, *others = appended(store, PLACED, ("Noted",), PLACED, ("Noted",), PLACED, ("Noted",))
        expected = others[0] if CONDITIONS[name] is ALL else others[1]

        assert Conflict(expected) == store.append([new("Noted")], AppendCondition(CONDITIONS[name], seen))

    def test_each_of_several_items_may_be_in_the_way(self, store: Store) -> None:
        """The first event in the way is the first that any item means, whatever the order of the items."""
        paid, placed = appended(store, ("Paid", "order:2"), ("Placed", "order:1"))
        items = (QueryItem(("Placed",)), QueryItem((), ("order:2",)), QueryItem(("Shipped",)))
        for query in (Query(items), Query(items[::-1])):
            assert Conflict(paid) == store.append([new()], AppendCondition(query, 0))
            assert Conflict(placed) == store.append([new()], AppendCondition(query, paid))
            assert isinstance(store.append([new()], AppendCondition(query, placed)), Appended)

    def test_a_batch_is_not_in_its_own_way(self, store: Store) -> None:
        """The condition is about what is there, not about what is being appended."""
        head = store.read(ALL).head
        answer = store.append([new(*PLACED), new(*PLACED)], AppendCondition(ALL, head))

        assert isinstance(answer, Appended)

    def test_a_batch_that_is_refused_leaves_nothing(self, store: Store) -> None:
        """No event, no position that a reader sees, and its ids are free."""
        (placed,) = appended(store, PLACED)
        batch = [new("Paid"), new("Shipped")]
        answer = store.append(batch, AppendCondition(by_type("Placed"), 0))
        page = store.read(ALL)

        assert Conflict(placed) == answer
        assert [] == store.find([event.id for event in batch])
        assert isinstance(store.append(batch, AppendCondition(by_type("Placed"), page.head)), Appended)
        assert ["Placed", "Paid", "Shipped"] == [event.type for event in log_of(store)]

    def test_without_condition_nothing_is_in_the_way(self, store: Store) -> None:
        """Facts that were observed are recorded whatever happened before."""
        appended(store, PLACED)

        assert isinstance(store.append([new(*PLACED)]), Appended)
        assert isinstance(store.append([new(*PLACED)], None), Appended)

    @pytest.mark.parametrize("query", [ALL, by_type("Placed"), by_tag("order:1")], ids=["all", "type", "tag"])
    def test_nothing_stands_beyond_the_end(self, store: Store, query: Query) -> None:
        """A condition after a position that nobody has reached holds."""
        (placed,) = appended(store, PLACED)

        assert isinstance(store.append([new()], AppendCondition(query, placed + 1_000)), Appended)

    def test_before_the_first_event_is_before_everything(self, store: Store) -> None:
        """``after=0``, or less, means that nothing may be there at all."""
        assert isinstance(store.append([new(*PLACED)], AppendCondition(ALL, 0)), Appended)
        first = log_of(store)[0].position

        assert Conflict(first) == store.append([new()], AppendCondition(by_type("Placed"), 0))
        assert Conflict(first) == store.append([new()], AppendCondition(by_type("Placed"), -1))

    def test_conditions_may_be_long(self, store: Store) -> None:
        """A decision about an order of 500 lines has a condition of 500 items."""
        items = tuple(QueryItem(("Counted", "Taken"), (f"sku:{number}", "shelf:1")) for number in range(500))
        (head,) = appended(store, ("Counted", "sku:9999", "shelf:1"))
        condition = AppendCondition(Query(items), head)
        assert isinstance(store.append([new("Taken", "sku:321")], condition), Appended)
        assert isinstance(store.append([new("Taken", "sku:321", "shelf:1")], condition), Appended)
        offender = log_of(store)[-1].position

        assert Conflict(offender) == store.append([new("Taken", "sku:1", "shelf:1")], condition)
