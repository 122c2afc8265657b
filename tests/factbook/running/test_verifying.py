"""A store is held to the catalogue, event by event; a copy goes on where it was cut short."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest

from deciders.shop import shop
from factbook.copying import compare, copy
from factbook.errors import StoreUnfit
from factbook.flags import flag_event
from factbook.queries import ALL
from factbook.recording import Metadata, NewEvent
from factbook.stores.memory import MemoryStore
from factbook.testing.released import released
from factbook.translation import Translation
from factbook.verifying import Difference, verify
from generated.shop.stock import StockCounted
from tests.factbook.running.test_application import NOW

TRANSLATION = Translation(shop)
COUNTED = TRANSLATION.new_event(StockCounted("MUG-0001", 10, NOW), UUID(int=1), Metadata(recorded_at=NOW, actor="ada"))
WAS = next(one for one in released(Path("generated/shop/released")) if one.event == "cart.CartCheckedOut")
OLD = NewEvent(uuid4(), WAS.event, WAS.version, msgspec.json.encode(WAS.data), tuple(WAS.tags or ()))


def holding(*events: NewEvent) -> MemoryStore:
    store = MemoryStore()
    for event in events:
        store.append([event._replace(id=uuid4())])
    return store


def test_what_is_right_has_no_difference() -> None:
    """Nor has an older version, nor a flag, which is nobody's in the catalogue."""
    store = holding(COUNTED, OLD, flag_event(uuid4(), "mail_customers", True, None, Metadata()))

    assert [None, None, None] == list(verify(store, TRANSLATION))


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (
            COUNTED._replace(type="stock.StockCountd"),
            'version 1: $: there is no "stock.StockCountd"; did you mean "StockCounted"?',
        ),
        (COUNTED._replace(type="stok.StockCounted"), 'version 1: $: there is no context "stok"'),
        (COUNTED._replace(version=9), "version 9: $: is of version 9; this code reads version 1"),
        (COUNTED._replace(data=b"{"), "version 1: $: is no JSON: Input data was truncated"),
        (COUNTED._replace(data=COUNTED.data.replace(b"10", b"-1")), "version 1: $.counted: Expected `int` >= 0"),
        (
            COUNTED._replace(data=COUNTED.data.replace(b"MUG-0001", b"mug"), tags=("sku:mug",)),
            'version 1: $.sku: "mug" does not match [A-Z]{3}-[0-9]{4}',
        ),
        (
            OLD._replace(data=OLD.data.replace(b"MUG-0001", b"mug")),
            'version 1: $.lines[0].sku: "mug" does not match [A-Z]{3}-[0-9]{4}',
        ),
        (COUNTED._replace(tags=("sku:MUG-0002",)), "is tagged sku:MUG-0002, and its data says sku:MUG-0001"),
        (COUNTED._replace(tags=()), "is tagged with nothing, and its data says sku:MUG-0001"),
        (
            COUNTED._replace(metadata=b"{"),
            "this is no metadata of stock.StockCounted at position 2: $: is no JSON: Input data was truncated",
        ),
    ],
    ids=["type", "context", "version", "json", "bound", "pattern", "older version", "tag", "no tag", "metadata"],
)
def test_every_difference_is_told(event: NewEvent, text: str) -> None:
    """With its position, and what would be right; the others are looked at all the same."""
    found = list(verify(holding(COUNTED, event, COUNTED), TRANSLATION))

    assert [None, Difference(2, event.type, text), None] == found


def test_a_copy_is_the_same_but_for_positions() -> None:
    """Ids, data, tags and metadata, in the same order."""
    source, target = holding(COUNTED, COUNTED, COUNTED), MemoryStore()
    count = copy(source, target)

    assert 3 == count
    assert compare(source, target) is None
    assert source.read(ALL).events == target.read(ALL).events


def test_a_copy_goes_on_where_it_was_cut_short() -> None:
    """Nothing is copied twice."""
    source, target = holding(COUNTED, COUNTED, COUNTED), MemoryStore()
    first = source.read(ALL).events[0]
    target.append([COUNTED._replace(id=first.id)])
    count = copy(source, target)

    assert 2 == count
    assert compare(source, target) is None


def test_a_target_with_something_else_is_left_alone() -> None:
    """It is said what is in the way."""
    source, target = holding(COUNTED), holding(COUNTED)

    with pytest.raises(StoreUnfit, match="the target holds an event that the source does not have"):
        copy(source, target)
    assert 1 == len(target.read(ALL).events)
    assert "another one than that" in str(compare(source, target))
