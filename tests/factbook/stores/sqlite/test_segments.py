"""The index of tags on disk answers what the events themselves answer, in whatever state its merges are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from factbook.drivers.ids import new_id
from factbook.queries import ALL, Query, QueryItem
from factbook.recording import NewEvent
from factbook.stores.sqlite import Durability, SqliteStore, fresh, segments
from factbook.stores.sqlite.database import Database
from factbook.stores.sqlite.files import connect
from factbook.stores.tagging import Retag

TAGS = [f"order:{number}" for number in range(7)] + ["@actor:alice", "@actor:bob"]
TYPES = ["shop.Placed", "shop.Paid", "shop.Shipped"]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh, "MANY", 4)
    monkeypatch.setattr(segments, "CHUNK", 6)


@pytest.fixture
def db(tmp_path: Path, store: SqliteStore) -> Iterator[Database]:
    db = connect(store.file, Durability.FULL, 1)
    yield db
    db.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "shop.db")
    yield store
    store.close()


def event(chance: Random) -> NewEvent:
    return NewEvent(new_id(), chance.choice(TYPES), 1, b"{}", tuple(chance.sample(TAGS, chance.randrange(4))))


def query(chance: Random) -> Query:
    """Of one item or several, by types, tags or both."""
    items = [
        QueryItem(tuple(chance.sample(TYPES, types)), tuple(chance.sample(TAGS, tags)))
        for types, tags in chance.choices(
            [(0, 1), (1, 0), (2, 0), (1, 1), (3, 1), (0, 2), (2, 2)], k=chance.randint(1, 3)
        )
    ]
    return Query(tuple(items))


def test_any_query_at_any_time(store: SqliteStore) -> None:
    """While a thousand events are appended, each page is what a look at every event gives."""
    chance = Random(4)
    for _ in range(150):
        store.append([event(chance) for _ in range(chance.choice((1, 1, 3, 11)))])
        asked, after, backwards = query(chance), chance.randrange(600), chance.random() < 0.5
        limit = chance.choice((None, 1, 5))
        meant = [one for one in store.read(ALL).events if asked.matches(one.type, one.tags) and one.position > after]

        expected = (meant[::-1] if backwards else meant)[:limit]
        assert expected == store.read(asked, after, limit=limit, backwards=backwards).events


def test_segments_stay_few(store: SqliteStore, db: Database) -> None:
    """Merging keeps up with appending, and what was merged is deleted."""
    chance = Random(5)
    most = 0
    for _ in range(1_000):
        store.append([event(chance)])
        most = max(most, db.execute("SELECT count(*) FROM segment").get)
    levels = [level for (level,) in db.execute("SELECT DISTINCT level FROM segment ORDER BY level")]
    left = db.execute("SELECT count(*) FROM tagged WHERE segment NOT IN (SELECT number FROM segment)").get

    assert most < 40
    assert 3 == levels[-1]
    assert 0 == left


def test_spans_follow_each_other(store: SqliteStore, db: Database) -> None:
    """The live segments cover every position up to the last of them once."""
    chance = Random(6)
    for _ in range(200):
        store.append([event(chance)])
    spans = list(db.execute("SELECT first, last FROM segment WHERE state = 0 ORDER BY first"))

    assert [1, *(last + 1 for _, last in spans[:-1])] == [first for first, _ in spans]


def test_a_query_of_many_items(store: SqliteStore) -> None:
    """More items than one statement can ask for are answered as one, in order, each event once."""
    events = [NewEvent(new_id(), "shop.Counted", 1, b"{}", (f"sku:{number % 300}", "all")) for number in range(900)]
    store.append(events)
    items = [QueryItem(("shop.Counted",), (f"sku:{number}", "all")) for number in range(299)]
    first = [number + 1 for number in range(900) if number % 300 != 299]

    assert first == [event.position for event in store.read(Query(tuple(items))).events]
    assert first[::-1][:400] == [
        event.position for event in store.read(Query(tuple(items)), limit=400, backwards=True).events
    ]


def test_other_tags_at_any_time(store: SqliteStore) -> None:
    """Whatever is being merged, an event is found by its tags of now, and by no other."""
    chance = Random(7)
    for _ in range(150):
        store.append([event(chance) for _ in range(chance.choice((1, 1, 3, 11)))])
        events = store.read(ALL).events
        some = chance.sample(events, min(len(events), chance.randrange(6)))
        changes = [
            Retag(one.position, one.tags, tuple(chance.choices(TAGS, k=chance.randrange(4))))  # also twice the same
            for one in some
        ]
        assert store.retag(changes, store.tag_note(), "")
        tags = {change.position: change.after for change in changes}
        assert [tags.get(one.position, one.tags) for one in events] == [one.tags for one in store.read(ALL).events]
        for asked in (query(chance), *(Query((QueryItem(tags=(tag,)),)) for tag in chance.sample(TAGS, 2))):
            meant = [one for one in store.read(ALL).events if asked.matches(one.type, one.tags)]

            assert meant == store.read(asked).events


def test_other_tags_for_another_process(store: SqliteStore, db: Database) -> None:
    """Who opens the file afterwards finds the same; and all of it stays so when everything has been merged."""
    chance = Random(8)
    for _ in range(60):
        store.append([event(chance) for _ in range(3)])
        one = chance.choice(store.read(ALL).events)
        store.retag([Retag(one.position, one.tags, (chance.choice(TAGS),))], "", "")
    while segments.work(db):
        pass
    other = SqliteStore(store.file)
    try:
        for tag in TAGS:
            meant = [one for one in store.read(ALL).events if tag in one.tags]

            assert meant == other.read(Query((QueryItem(tags=(tag,)),))).events
    finally:
        other.close()
