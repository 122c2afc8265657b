"""Reading: which events, in which order, and up to where."""

from __future__ import annotations

from typing import Final

import pytest

from factbook.queries import ALL, NOTHING, Query, QueryItem
from factbook.recording import Appended, Recorded
from factbook.stores import Store

from ._contract import Contract
from ._events import by_tag, by_type, kept, log_of, new, same, written

__all__ = ["Reading"]

LOG: Final = (
    new("Placed", "order:1", "customer:1"),
    new("Paid", "order:1"),
    new("Placed", "order:2", "customer:1", "customer:2"),
    new("Counted", "sku:1"),
    new("Counted"),
    new("Paid", "order:2", "customer:2"),
)

MEANINGS: Final[dict[str, tuple[Query, list[int]]]] = {
    "everything": (ALL, [0, 1, 2, 3, 4, 5]),
    "nothing": (NOTHING, []),
    "a type": (by_type("Paid"), [1, 5]),
    "one of several types": (by_type("Paid", "Counted"), [1, 3, 4, 5]),
    "a type named twice": (by_type("Paid", "Paid"), [1, 5]),
    "an unknown type": (by_type("Shipped"), []),
    "a tag": (by_tag("order:1"), [0, 1]),
    "all of several tags": (by_tag("order:2", "customer:2"), [2, 5]),
    "tags that never come together": (by_tag("order:1", "customer:2"), []),
    "a tag named twice": (by_tag("order:1", "order:1"), [0, 1]),
    "an unknown tag": (by_tag("order:3"), []),
    "a known tag and an unknown one": (by_tag("order:1", "order:3"), []),
    "types and tags": (Query((QueryItem(("Placed", "Counted"), ("customer:1",)),)), [0, 2]),
    "type and all tags": (Query((QueryItem(("Placed",), ("customer:1", "customer:2")),)), [2]),
    "one of several items": (Query((QueryItem(("Counted",)), QueryItem((), ("order:1",)))), [0, 1, 3, 4]),
    "items that mean the same events": (Query((QueryItem(("Paid",)), QueryItem((), ("order:2",)))), [1, 2, 5]),
    "an item twice": (Query((QueryItem(("Paid",)), QueryItem(("Paid",)))), [1, 5]),
    "items of which one means nothing": (Query((QueryItem(("Shipped",)), QueryItem((), ("sku:1",)))), [3]),
}


def filled(store: Store) -> list[Recorded]:
    """The log in a store, each event appended by itself."""
    for event in LOG:
        store.append([event])
    return log_of(store)


class Reading(Contract):
    """Reading alone, while nobody writes."""

    def test_an_empty_store_has_no_events(self, store: Store) -> None:
        """And its head is before whatever comes."""
        page = store.read(ALL)
        appended = store.append([new()])

        assert [] == page.events
        assert isinstance(appended, Appended)
        assert 0 <= page.head < appended.position

    def test_an_event_comes_back_as_it_was_appended(self, store: Store) -> None:
        """Data to the byte, tags in their order, everything else as it was."""
        event = new(
            "ordering.OrderPlaced",
            "order:1",
            "@actor:alice",
            "a:1",
            data=b'{"b": 1.50,  "a":"\\u0000\\u00e9", "a":null}',
            version=3,
            metadata=b'{"actor":"alice","extra":{"deep":[1,{"a":null}]}}',
        )
        appended = store.append([event])
        (recorded,) = log_of(store)

        assert Appended(recorded.position) == appended
        assert same(event) == kept([recorded])[0]
        assert ("order:1", "@actor:alice", "a:1") == recorded.tags
        assert "alice" == recorded.metadata.actor

    @pytest.mark.parametrize("meaning", MEANINGS)
    def test_a_query_means_what_it_says(self, store: Store, meaning: str) -> None:
        """Items are ORed; an item means events of one of its types, if it has any, that carry all its tags."""
        filled(store)
        query, places = MEANINGS[meaning]

        assert written(LOG[place] for place in places) == kept(store.read(query).events)
        assert written(LOG[place] for place in reversed(places)) == kept(store.read(query, backwards=True).events)

    def test_positions_grow(self, store: Store) -> None:
        """They are whole numbers above 0, and later events have higher ones, also within a batch."""
        filled(store)
        store.append([new() for _ in range(3)])
        positions = [event.position for event in log_of(store)]

        assert all(type(position) is int and position > 0 for position in positions)
        assert sorted(set(positions)) == positions
        assert len(LOG) + 3 == len(positions)

    def test_after_is_exclusive_and_until_inclusive(self, store: Store) -> None:
        """Between any two positions, also those where no event is, there are exactly the events between them."""
        log = filled(store)
        edges = [-1, 0, *(event.position for event in log), log[-1].position + 1, 2**62]
        for after in edges:
            for until in [*edges, None]:
                expected = [one for one in log if one.position > after and (until is None or one.position <= until)]

                assert expected == store.read(ALL, after, until).events, (after, until)
                assert expected[::-1] == store.read(ALL, after, until, backwards=True).events, (after, until)

    def test_a_limit_counts_what_the_query_means(self, store: Store) -> None:
        """The events of others on the way do not count; backwards it counts from the newest."""
        log = filled(store)
        paid = [log[1], log[5]]
        for limit in range(5):
            assert paid[:limit] == store.read(by_type("Paid"), limit=limit).events
            assert paid[::-1][:limit] == store.read(by_type("Paid"), limit=limit, backwards=True).events
            assert log[:limit] == store.read(ALL, limit=limit).events
            assert log[2:][:limit] == store.read(ALL, log[1].position, limit=limit).events
            assert log[:4][::-1][:limit] == store.read(ALL, 0, log[3].position, limit, backwards=True).events

    @pytest.mark.parametrize("limit", [1, 2, 3, 100])
    def test_pages_make_the_whole(self, store: Store, limit: int) -> None:
        """Each page is read after the last event of the one before."""
        filled(store)
        query = Query((QueryItem(("Paid",)), QueryItem((), ("order:2",))))
        found: list[Recorded] = []
        while (page := store.read(query, found[-1].position if found else 0, limit=limit).events) and len(found) < 50:
            found += page

        assert store.read(query).events == found

    def test_the_head_is_where_everything_was_read(self, store: Store) -> None:
        """It is that of the whole store, whatever was asked; what comes later stands beyond it."""
        log = filled(store)
        last = log[-1].position
        pages = [
            store.read(ALL),
            store.read(NOTHING),
            store.read(by_type("Placed")),
            store.read(by_tag("order:1"), limit=1),
            store.read(ALL, 0, log[2].position),
            store.read(ALL, last),
            store.read(ALL, backwards=True, limit=1),
        ]
        appended = store.append([new()])

        assert isinstance(appended, Appended)
        assert all(last <= page.head < appended.position for page in pages), pages

    def test_what_was_appended_is_read_at_once(self, store: Store) -> None:
        """Whoever has an answer to an append finds the event, and a head that is not before it."""
        for number in range(50):
            appended = store.append([new("Counted", f"number:{number}")])
            page = store.read(by_tag(f"number:{number}"))

            assert [appended] == [Appended(event.position) for event in page.events]
            assert page.head >= page.events[0].position

    def test_queries_may_be_long(self, store: Store) -> None:
        """Many items, types and tags are no more difficult than few."""
        tags = tuple(f"tag:{number}" for number in range(100))
        event = new("Type500", *tags)
        store.append([new("Type0", *tags[1:]), event])
        types = tuple(f"Type{number}" for number in range(1, 1_000))
        items = tuple(QueryItem((), (f"sku:{number}",)) for number in range(500))

        assert written([event]) == kept(store.read(by_type(*types)).events)
        assert written([event]) == kept(store.read(by_tag(*tags)).events)
        assert written([event]) == kept(store.read(Query((*items, QueryItem(types, tags)))).events)
