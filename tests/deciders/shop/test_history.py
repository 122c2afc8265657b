"""A store that old versions of the shop have written is read by the shop of today, whichever store it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec
import pytest

from deciders.shop import shop
from factbook.catalogue import Event
from factbook.queries import ALL, Query, QueryItem
from factbook.recording import Appended, NewEvent
from factbook.stores import Store, open_store
from factbook.stores.postgres import init
from factbook.testing.released import Released, released
from factbook.testing.versions import read_as_newest
from factbook.translation import Translation

RELEASED = list(released(Path("generated/shop/released")))

OLD_FILE = Path(__file__).with_name("shop_of_old.db")
"""What was released first, in a file that the first ``SqliteStore`` has written, in an older schema.

It is never written anew, and what is released later is not in it.
"""


@pytest.fixture(params=["memory", "sqlite", "postgres", "old file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Every released payload of every version, written as it was written then; closed, and opened again."""
    urls = {"memory": "memory:", "sqlite": f"sqlite:{tmp_path / 'old.db'}"}
    if request.param == "old file":
        shutil.copy(OLD_FILE, tmp_path / "old.db")
        with closing(open_store(f"sqlite:{tmp_path / 'old.db'}")) as opened:
            yield opened
        return
    url = urls.get(request.param) or request.getfixturevalue("postgres")
    if request.param == "postgres":
        init(url)
    opened = open_store(url)
    assert isinstance(opened.append([recorded(number, one) for number, one in enumerate(RELEASED)]), Appended)
    if url != "memory:":
        opened.close()
        opened = open_store(url)
    yield opened
    opened.close()


def recorded(number: int, one: Released) -> NewEvent:
    """A payload as its writer has put it into the store."""
    data = msgspec.json.encode(one.data)
    return NewEvent(uuid5(NAMESPACE_URL, str(number)), one.event, one.version, data, tuple(one.tags or ()))


def declared(event: str) -> Event:
    """An event of the catalogue."""
    context, _, name = event.rpartition(".")
    return shop.catalogue.contexts[context].events[name]


def test_history_has_every_kind_of_change() -> None:
    """Six events are at version 2 or 3, and in their changes everything is used that a change may say."""
    changed = [event for one in shop.catalogue.contexts.values() for event in one.events.values() if event.older]

    assert [2, 2, 2, 2, 3, 3] == sorted(event.version for event in changed)
    kinds = {step.kind for event in changed for change in event.changes for step in change.steps}
    assert {"add", "rename", "remove", "convert", "types"} == kinds


def test_every_event_is_read_as_the_newest(store: Store) -> None:
    """In the order in which they were recorded, and as each of them would be read by itself."""
    translation, events = Translation(shop), store.read(ALL).events

    read = [translation.decode(event) for event in events]

    written = [(event.type, event.version, msgspec.json.decode(event.data)) for event in events]
    assert all(one in [(o.event, o.version, o.data) for o in RELEASED] for one in written)
    assert len(written) >= 133
    assert [
        read_as_newest(shop.codec(name.partition(".")[0]), name, version, data) for name, version, data in written
    ] == read


def test_old_events_are_folded(store: Store) -> None:
    """A fold takes events of all versions as it takes new ones."""
    query = Query((QueryItem(("ordering.OrderPlaced",), ()),))

    def placed(state: list[Any], event: Any) -> list[Any]:
        return [*state, (event.lines, event.discount_percent)]

    nothing: list[Any] = []
    orders = Translation(shop).fold(placed, nothing, store.read(query).events)

    there = store.read(query).events
    assert {1, 2, 3} == {event.version for event in there}
    assert len(there) == len(orders)


def test_old_events_are_found_by_their_tags(store: Store) -> None:
    """The tags that were recorded are those that the shop asks for today."""
    for one in RELEASED:
        assert {tag.prefix for tag in declared(one.event).tags} >= {tag.partition(":")[0] for tag in one.tags or ()}
    sample = next(one for one in RELEASED if one.version == 1 and one.event == "cart.CartCheckedOut")
    query = Query((QueryItem((sample.event,), tuple(sample.tags or ())),))

    assert msgspec.json.encode(sample.data) in [event.data for event in store.read(query).events]
