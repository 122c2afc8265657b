"""When the catalogue gives events other tags, what was recorded is tagged anew before anybody decides on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import msgspec
import pytest

from deciders.shop import shop
from factbook import retagging
from factbook.application import Application
from factbook.catalogue import Change, ChangeStep, Event, Tag
from factbook.errors import StoreUnavailable, StoreUnfit
from factbook.flags import flag_event
from factbook.queries import Query, QueryItem
from factbook.recording import AppendCondition, Conflict, Metadata, NewEvent
from factbook.retagging import check, retag, rule, rules
from factbook.stores import Store, open_store
from factbook.stores.memory import MemoryStore
from factbook.stores.setup import init_store
from factbook.stores.tagging import Retagging
from factbook.translation import Translation
from factbook.verifying import verify
from generated.shop import OrderId
from generated.shop.stock import StockReserved
from tests.factbook.running.test_application import NOW

TRANSLATION = Translation(shop)
ORDER = UUID(int=77)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store of each kind, empty."""
    url = {"memory": "memory:", "sqlite": f"sqlite:{tmp_path / 'shop.db'}"}.get(request.param)
    if url is None:
        url = str(request.getfixturevalue("postgres"))
        init_store(url)
    opened = open_store(url)
    yield opened
    opened.close()


def reserved() -> NewEvent:
    """As it was recorded before stock was found by orders: with the tag of the item, and of who did it."""
    event = StockReserved("MUG-0001", OrderId(ORDER), 1)
    new = TRANSLATION.new_event(event, uuid4(), Metadata(recorded_at=NOW, actor="ada"))
    assert new.tags == ("sku:MUG-0001", f"order:{ORDER}", "@actor:ada")
    return new._replace(tags=("sku:MUG-0001", "@actor:ada"))


def count(store: Store, tag: str) -> int:
    return len(store.read(Query((QueryItem(tags=(tag,)),))).events)


def note(store: Store) -> str:
    assert isinstance(store, Retagging)
    return store.tag_note()


def other_rule(kept: str, name: str) -> str:
    """A note by which a type of event was tagged otherwise."""
    read = msgspec.json.decode(kept)
    return msgspec.json.encode({"rules": {**read["rules"], name: "another"}}).decode()


def test_what_was_recorded_is_found_by_its_tags_of_today(store: Store) -> None:
    """A system refuses to run until it is; then its conditions see it, and who did it is still known."""
    store.append([reserved() for _ in range(5)])
    store.append([flag_event(uuid4(), "mail_customers", True, f"order:{ORDER}", Metadata())])
    with pytest.raises(StoreUnfit, match=r"what was recorded of stock\.StockReserved has other tags .* store retag"):
        Application(shop, store)

    assert (6, 5) == retag(store, TRANSLATION)
    assert [5, 5] == [count(store, tag) for tag in ("sku:MUG-0001", "@actor:ada")]
    assert [None] * 6 == list(verify(store, TRANSLATION))
    Application(shop, store)
    condition = AppendCondition(Query((QueryItem(("stock.StockReserved",), (f"order:{ORDER}",)),)), 4)
    assert Conflict(5) == store.append([reserved()], condition)


def test_nothing_is_found_by_a_tag_that_was_taken_away(store: Store) -> None:
    """Nor do conditions see it; a long tag and one that holds a NUL are no exceptions."""
    former = ("shelf:1", "shelf:" + 300 * "x", "shelf:\0")
    store.append([reserved()._replace(tags=("sku:MUG-0001", *former, f"order:{ORDER}"))])
    retag(store, TRANSLATION)
    unseen = [AppendCondition(Query((QueryItem(tags=(tag,)),)), 0) for tag in former]

    assert [0, 0, 0] == [count(store, tag) for tag in former]
    assert [1, 1] == [count(store, tag) for tag in ("sku:MUG-0001", f"order:{ORDER}")]
    assert not [one for one in unseen if isinstance(store.append([reserved()], one), Conflict)]


def test_it_goes_on_where_it_was_cut_short(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """And until it has ended, nothing runs on the store."""
    monkeypatch.setattr(retagging, "PAGE", 4)
    store.append([reserved() for _ in range(10)])

    def cut(looked: int) -> None:
        if looked == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        retag(store, TRANSLATION, cut)
    assert 8 == count(store, f"order:{ORDER}")
    with pytest.raises(StoreUnfit, match="a part of what was recorded has got other tags"):
        check(store, TRANSLATION)

    assert (2, 2) == retag(store, TRANSLATION)
    assert 10 == count(store, f"order:{ORDER}")
    check(store, TRANSLATION)


def test_it_is_safe_beside_writers(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What others append meanwhile is there, and the index says what the events say."""
    monkeypatch.setattr(retagging, "PAGE", 20)
    store.append([reserved() for _ in range(100)])

    def write() -> None:
        for _ in range(60):
            store.append([reserved()])

    writer = Thread(target=write)
    writer.start()
    retag(store, TRANSLATION)
    writer.join()
    looked, _ = retag(store, TRANSLATION)

    assert 160 == looked == count(store, f"order:{ORDER}") == count(store, "sku:MUG-0001")
    assert [None] * 160 == list(verify(store, TRANSLATION))


def test_two_at_once_get_into_nobodys_way(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is told, and nothing is done twice."""
    monkeypatch.setattr(retagging, "PAGE", 10)
    store.append([reserved()])
    assert isinstance(store, Retagging)
    known = store.tag_note()
    store.retag((), known, '{"towards": "somebody else"}')

    assert not store.retag((), known, "{}")
    assert (1, 1) == retag(store, TRANSLATION)
    store.append([reserved() for _ in range(20)])

    def meddle(looked: int) -> None:
        if looked == 10:
            retag(store, TRANSLATION)

    with pytest.raises(StoreUnavailable, match="somebody else"):
        retag(store, TRANSLATION, meddle)
    assert 21 == count(store, f"order:{ORDER}")


def test_rules_that_changed_are_noticed_by_themselves(store: Store) -> None:
    """Whatever the first event says; but only for types of which there is anything."""
    check(store, TRANSLATION)
    store.append([reserved()._replace(tags=("sku:MUG-0001", f"order:{ORDER}"))])
    assert isinstance(store, Retagging)
    first = store.tag_note()
    store.retag((), first, other_rule(first, "stock.StockTaken"))
    check(store, TRANSLATION)
    assert first == store.tag_note()
    store.retag((), first, other_rule(first, "stock.StockReserved"))

    with pytest.raises(StoreUnfit, match=r"stock\.StockReserved has other tags"):
        check(store, TRANSLATION)
    assert (1, 0) == retag(store, TRANSLATION)
    assert first == store.tag_note()


def test_a_store_without_a_note_gets_one_where_nothing_contradicts(store: Store) -> None:
    """What cannot be read contradicts nothing."""
    store.append([reserved()._replace(tags=("sku:MUG-0001", f"order:{ORDER}"))])
    store.append([reserved()._replace(type="stock.StockTaken", data=b"{}")])
    check(store, TRANSLATION)

    assert rules(shop) == msgspec.json.decode(note(store))["rules"]


def test_a_store_that_cannot_says_so() -> None:
    """It is no reason not to run on it."""

    class Plain:
        def __init__(self) -> None:
            kept = MemoryStore()
            self.read, self.append, self.find = kept.read, kept.append, kept.find
            self.wait, self.close = kept.wait, kept.close

        def __repr__(self) -> str:
            return "Plain()"

    check(Plain(), TRANSLATION)
    with pytest.raises(StoreUnfit, match=r"^Plain\(\) cannot give recorded events other tags"):
        retag(Plain(), TRANSLATION)


def test_another_name_of_a_field_is_no_other_rule() -> None:
    """The same values are under it; those of another field are not."""

    def of(path: str, *changes: Change) -> str:
        return rule(Event(name="Sold", place="", tags=(Tag("sku", path),), changes=changes))

    renamed = Change(2, "", (ChangeStep("rename", "lines", "items"),))

    assert of("lines.sku") == of("items.sku", renamed)
    assert of("lines.sku") != of("items.sku")
