"""Events as a store keeps them: ids that follow from ids, metadata, tags; and the way of messages there and back."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deciders.shop import shop
from factbook.drivers.ids import new_id
from factbook.errors import Undecodable
from factbook.queries import ALL
from factbook.recording import Metadata, NewEvent, Recorded, derived_id, event_id
from factbook.stores.memory import MemoryStore
from factbook.translation import Translation
from tests.factbook.benches import counted, reserved

RFC_9562 = "specified in RFC 4122"
"""What Python calls the variant that RFC 9562 took over."""

# Ids -----------------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.uuids(), st.text())
def test_a_derived_id_is_a_version_8_uuid(parent: UUID, name: str) -> None:
    """With the first 48 bits of its parent, the same each time, and another for another name or parent."""
    derived = derived_id(parent, name)

    assert (8, RFC_9562) == (derived.version, derived.variant)
    assert parent.int >> 80 == derived.int >> 80
    assert derived == derived_id(parent, name)
    assert derived not in (parent, derived_id(parent, name + "'"), derived_id(UUID(int=parent.int ^ 1), name))


def test_derived_ids_do_not_change() -> None:
    """What was recorded under them years ago has to be found again: this is what they were."""
    parent = UUID("01947000-0000-7000-8000-000000000001")

    assert [
        UUID("01947000-0000-8ba3-9346-81417216652e"),
        UUID("01947000-0000-86cb-bb9e-37d33278d40b"),
    ] == [event_id(parent, 0), event_id(parent, 1)]


def test_events_of_later_commands_sort_later() -> None:
    """So that what is recorded together stays together in an index of ids."""
    ids: list[UUID] = []
    for _ in range(3):
        ids.append(new_id())
        time.sleep(0.002)  # ids of one millisecond are in no order
    derived = [event_id(one, 0) for one in ids]

    assert sorted(derived) == derived
    assert sorted(ids) == ids


def test_a_new_id_is_a_version_7_uuid() -> None:
    """It begins with the milliseconds of now, and no two are the same."""
    before = time.time_ns() // 1_000_000
    ids = [new_id() for _ in range(1_000)]
    after = time.time_ns() // 1_000_000

    assert {(7, RFC_9562)} == {(one.version, one.variant) for one in ids}
    assert all(before <= one.int >> 80 <= after for one in ids)
    assert len(ids) == len(set(ids))


@settings(deadline=None)
@given(st.integers(0, 2**16), st.integers(0, 2**16))
def test_the_events_of_a_command_have_ids_of_their_own(one: int, other: int) -> None:
    """By their number."""
    command = uuid5(NAMESPACE_URL, "command")

    assert (one == other) == (event_id(command, one) == event_id(command, other))


# Metadata ------------------------------------------------------------------------------------------------------------


def test_what_is_not_known_is_not_written() -> None:
    """Metadata is a small object, and reads back as it was."""
    store = MemoryStore()
    store.append([NewEvent(uuid4(), "A", 1, b"{}")])

    assert Metadata() == store.read(ALL).events[0].metadata
    assert () == Metadata().tags()


def test_metadata_comes_back() -> None:
    """Everything in it, and times as UTC."""
    about = Metadata(
        recorded_at=datetime(2026, 1, 1, 12, 0, 0, 1, tzinfo=UTC),
        command_id=uuid4(),
        command="stock.CountStock",
        batch=2,
        correlation_id=uuid4(),
        causation_id=uuid4(),
        actor="o'alice \u2028",
        roles=("clerk", "auditor"),
        ip="2001:db8::1",
        sent={"a": [1, {"b": None}]},
        extra={"trace": "00-ab"},
    )
    event = Translation(shop).new_event(counted(1), uuid4(), about)
    store = MemoryStore()
    store.append([event])

    assert about == store.read(ALL).events[0].metadata
    assert event.tags[1:] == about.tags()
    assert ("@actor:o'alice \u2028", "@ip:2001:db8::1") == about.tags()[:2]


def joined(events: list[Any], event: Any) -> list[Any]:
    return [*events, event]


# There and back ------------------------------------------------------------------------------------------------------


def recorded(kind: str, version: int = 1, data: bytes = b"{}") -> Recorded:
    return Recorded(7, kind, version, data, bytes(16), b"[]", b"{}")


def test_an_event_comes_back_as_it_went() -> None:
    """Under its full name, in its version, with its tags; the same object in value."""
    translation, store = Translation(shop), MemoryStore()
    messages = [counted(5), reserved(2)]
    store.append([translation.new_event(one, uuid4(), Metadata()) for one in messages])
    log = store.read(ALL).events

    assert messages == list(map(translation.decode, log))
    assert [("stock.StockCounted", 1), ("stock.StockReserved", 1)] == [(one.type, one.version) for one in log]
    assert messages == translation.fold(joined, [], log)


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (recorded("nowhere.StockCounted"), 'there is no context "nowhere"'),
        (recorded("stock.Nothing"), 'there is no "stock.Nothing"'),
        (recorded("StockCounted"), 'there is no context "StockCounted"'),
        (recorded(""), "at position 7"),
        (recorded("."), "at position 7"),
        (recorded("..os.path"), "at position 7"),
        (recorded("stock\x00.StockCounted"), "at position 7"),
        (recorded("types.Sku"), "at position 7"),
        (recorded("system.ShopSystem"), "at position 7"),
        (recorded("stock.CountStock"), "is no event"),
        (recorded("stock.StockCounted.x"), "there is no"),
        (recorded("stock.StockCounted", 2), "version 2"),
        (recorded("stock.StockCounted", -1), "version -1"),
        (recorded("stock.StockCounted", 1, b""), "at position 7"),
        (recorded("stock.StockCounted", 1, b"[]"), "at position 7"),
        (recorded("stock.StockCounted", 1, b"null"), "at position 7"),
        (recorded("stock.StockCounted", 1, b"[" * 100_000), "at position 7"),
        (
            recorded("stock.StockCounted", 1, b'{"sku":1,"counted":1,"counted_at":"2026-01-01T12:00:00Z"}'),
            r"\$\.sku|sku",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_told_with_its_position(event: Recorded, text: str) -> None:
    """By both ways in, and nothing but modules of the system is ever imported."""
    translation = Translation(shop)
    with pytest.raises(Undecodable, match=text) as decoding:
        translation.decode(event)
    with pytest.raises(Undecodable, match=text) as folding:
        translation.fold(joined, [], [event])

    assert str(decoding.value) == str(folding.value)
    assert "at position 7" in str(decoding.value)


def test_a_broken_module_is_not_taken_for_a_missing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the codec of a context needs may be missing; then that is told."""

    def broken(self: object, context: str) -> object:
        raise ModuleNotFoundError("No module named 'something_else'", name="something_else")

    monkeypatch.setattr(type(shop), "codec", broken)
    with pytest.raises(Undecodable, match="something_else"):
        Translation(shop).decode(recorded("stock.StockCounted"))


def test_what_evolve_raises_is_not_about_reading() -> None:
    """A mistake in a rule is shown as it is."""
    translation, store = Translation(shop), MemoryStore()
    store.append([translation.new_event(counted(5), uuid4(), Metadata())])

    def evolve(state: int, event: object) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        translation.fold(evolve, 0, store.read(ALL).events)
