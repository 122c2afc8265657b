"""What happens to a command: each question is looked at, each fault is thrown in, on the shop."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deciders.shop import shop
from factbook.drivers import aio
from factbook.effects import Append, Effect, Find, LoadState, Pause, Read, SaveState
from factbook.errors import (
    CommandIdTaken,
    Conflicted,
    ConstraintViolated,
    EventIdTaken,
    OutcomeUnknown,
    StoreUnavailable,
    Undeclared,
    Undecodable,
)
from factbook.handling import ASKED, TRIES, Accepted, Handling, Rejected, Sent
from factbook.queries import ALL, Query, QueryItem
from factbook.recording import Appended, Conflict, NewEvent, event_id
from factbook.states import States
from factbook.stores.memory import MemoryStore
from factbook.testing.domain import instance
from factbook.translation import Translation
from generated.shop.ordering import NotAsCheckedOut, OutOfStock
from generated.shop.stock import CountBelowReserved, NotReserved
from tests.factbook.benches import ID, NOW, Bench, count, counted, reserve, reserved, take
from tests.factbook.drivers.shops import TRANSLATION, command, some_commands, uuid
from tests.factbook.stores.async_memory import AsyncMemory

SENT_ONCE = Sent(command_id=ID)

# The way of a command ------------------------------------------------------------------------------------------------


def test_a_command_becomes_events() -> None:
    """Query, replay, state, decide, record: one read, one append under what was read, and the state is kept."""
    bench = Bench()
    bench.record(counted(5))
    answer = bench.send(reserve(2))
    (append,) = [effect for effect in bench.asked if isinstance(effect, Append)]

    assert Accepted(2, (reserved(2),)) == answer
    assert ["NewId", "LoadState", "Read", "SaveState", "Now", "Append", "SaveState"] == bench.kinds()
    assert append.condition is not None
    assert (1, shop.contract(reserve(2).__class__).reads.condition(reserve(2))) == (
        append.condition.after,
        append.condition.query,
    )


def test_a_kept_state_is_decided_on_as_it_is() -> None:
    """The second command reads nothing: the append says whether that was right."""
    bench = Bench()
    bench.send(count(5))
    answer = bench.send(count(6))

    assert Accepted(2, (counted(6),)) == answer
    assert ["NewId", "LoadState", "Now", "Append", "SaveState"] == bench.kinds()


def test_a_conflict_reads_only_what_is_new() -> None:
    """Not the whole boundary again; and the decision is made on what it says now."""
    bench = Bench()
    bench.send(count(1))
    bench.record(command("stock.StockBackOrdered", sku="MUG-0001", order_id=uuid(1, 1), quantity=2))
    answer = bench.send(count(5))
    reads = [(effect.after, effect.query) for effect in bench.asked if isinstance(effect, Read)]

    assert Accepted(4, tuple(map(TRANSLATION.decode, bench.store.read(ALL, 2).events))) == answer
    assert ["StockCounted", "BackOrderFilled"] == bench.types[2:]
    assert [(1, shop.contract(count(5).__class__).reads.query(count(5)))] == reads


def test_a_rejection_is_never_given_on_a_state_that_is_old() -> None:
    """What was refused a moment ago may be right by now, though nobody told this process."""
    bench = Bench()
    assert Rejected(NotReserved()) == bench.send(take())
    bench.record(counted(5), reserved(2))

    assert ["StockTaken"] == [type(event).__name__ for event in getattr(bench.send(take()), "events", ())]


def test_nothing_to_record_is_not_said_on_a_state_that_is_old() -> None:
    """That nothing changes is an answer like a rejection."""
    bench = Bench()
    bench.send(count(5))
    first = bench.send(reserve(2))
    again = bench.send(reserve(2))
    bench.record(command("stock.StockReleased", sku="MUG-0001", order_id=uuid(1, 1), quantity=2))
    released = bench.send(reserve(2))

    assert [2, 2] == [getattr(one, "position", None) for one in (first, again)]
    assert Accepted(2, ()) == again
    assert Accepted(4, (reserved(2),)) == released


def test_events_of_several_kinds_are_one_batch() -> None:
    """All of a decision is recorded, in its order, with the number of its events."""
    bench = Bench()
    bench.send(count(1))
    bench.send(reserve(2))
    answer = bench.send(count(5), SENT_ONCE)
    log = bench.store.read(ALL, 2).events

    assert ["StockCounted", "BackOrderFilled"] == bench.types[2:]
    assert answer == Accepted(4, tuple(map(TRANSLATION.decode, log)))
    assert [event_id(ID, 0), event_id(ID, 1)] == [event.id for event in log]
    assert [(ID, "stock.CountStock", 2)] * 2 == [
        (one.metadata.command_id, one.metadata.command, one.metadata.batch) for one in log
    ]


def test_who_sent_it_stands_beside_every_event() -> None:
    """And audit finds it by the tags that follow the catalogue's."""
    bench = Bench()
    cause, chain = uuid4(), uuid4()
    sent = Sent("alice", ("clerk",), "10.0.0.7", ID, chain, cause, {"note": ["a", 1]})
    bench.send(count(5), sent)
    (event,) = bench.store.read(ALL).events
    about = event.metadata

    assert ("alice", ("clerk",), "10.0.0.7", ID, chain, cause, {"note": ["a", 1]}) == (
        about.actor,
        about.roles,
        about.ip,
        about.command_id,
        about.correlation_id,
        about.causation_id,
        about.extra,
    )
    assert (NOW, None) == (about.recorded_at, about.sent)
    assert event.tags == (
        "sku:MUG-0001",
        "@actor:alice",
        "@ip:10.0.0.7",
        f"@correlation:{chain}",
        f"@causation:{cause}",
    )


@pytest.mark.parametrize("text", ["ada\nbob", "\x1b[31m", "\udcff", "\u202eada", "a" * 1_001], ids=ascii)
def test_who_sent_it_is_a_text_of_one_line(text: str) -> None:
    """So that it forges no line of a log and steers no terminal; the fault says which it is, in plain letters."""
    senders: dict[str, Any] = {"actor": text, "ip": text, "roles": ("clerk", text)}
    for name, value in senders.items():
        with pytest.raises(ConstraintViolated, match=rf"^Sent\.{name}: .{{1,80}} (has characters|is longer)") as fault:
            Sent(**{name: value})
        assert str(fault.value).isprintable()


def test_a_command_may_be_kept_with_its_first_event() -> None:
    """As plain JSON, once for each batch."""
    bench = Bench(Handling(TRANSLATION, keep_commands=True))
    bench.send(count(1))
    bench.send(reserve(2))
    bench.send(count(5))
    kept = [event.metadata.sent for event in bench.store.read(ALL).events]

    assert [TRANSLATION.plain(count(1)), TRANSLATION.plain(reserve(2)), TRANSLATION.plain(count(5)), None] == kept


# The same command again ----------------------------------------------------------------------------------------------


def test_a_command_that_is_sent_again_is_answered_again() -> None:
    """Without deciding: by now its own events would refuse it."""
    bench = Bench()
    bench.send(count(1))
    bench.send(reserve(2))
    first = bench.send(count(5), SENT_ONCE)
    bench.record(reserved(1, order=3))
    again = bench.send(count(5), SENT_ONCE)

    assert first == again
    assert 5 == len(bench.types)
    assert ["Find", "Find"] == bench.kinds()


def test_an_id_of_another_command_is_taken() -> None:
    """Nothing is recorded, and both names are told."""
    bench = Bench()
    bench.send(count(5), SENT_ONCE)
    with pytest.raises(CommandIdTaken, match=r"for stock\.CountStock, not for stock\.ReserveStock"):
        bench.send(reserve(2), SENT_ONCE)

    assert ["StockCounted"] == bench.types


def test_what_was_refused_is_decided_anew() -> None:
    """A rejection is no fact: nothing of it is in the log."""
    bench = Bench()
    first = bench.send(take(), SENT_ONCE)
    bench.record(counted(5), reserved(2))

    assert Rejected(NotReserved()) == first
    assert isinstance(bench.send(take(), SENT_ONCE), Accepted)


def racing(bench: Bench, other: Any, at: type[Any]) -> None:
    """Let somebody else send a command under the same id just before this question is asked the first time."""
    second = Bench(store=bench.store)
    done: list[object] = []

    def before(effect: Effect) -> None:
        if isinstance(effect, at) and not done:
            done.append(second.send(other, SENT_ONCE))

    bench.before = before


@pytest.mark.parametrize("at", [LoadState, Read, Append])
def test_racing_senders_of_one_command_get_one_answer(at: type[Any]) -> None:
    """Wherever the other one comes in, also where the first of them would by now refuse it."""
    bench = Bench()
    bench.record(counted(5), reserved(2))
    racing(bench, take(), at)
    answer = bench.send(take(), SENT_ONCE)

    assert ["StockCounted", "StockReserved", "StockTaken"] == bench.types
    assert Accepted(3, (TRANSLATION.decode(bench.store.read(ALL).events[2]),)) == answer


def test_a_sender_who_would_have_recorded_less_gets_the_whole() -> None:
    """Two decide on different states; what was recorded is the answer of both, and no wrong state is kept."""
    bench = Bench()
    bench.send(count(1))
    second = Bench(store=bench.store)

    def before(effect: Effect) -> None:
        if isinstance(effect, Append) and len(bench.types) == 1:
            second.send(reserve(2))
            second.send(count(5), SENT_ONCE)

    bench.before = before
    answer = bench.send(count(5), SENT_ONCE)

    assert ["StockCounted", "StockBackOrdered", "StockCounted", "BackOrderFilled"] == bench.types
    assert Accepted(4, tuple(map(TRANSLATION.decode, bench.store.read(ALL, 2).events))) == answer
    assert Rejected(CountBelowReserved(2)) == bench.send(count(1))


def test_a_sender_who_would_have_recorded_something_else_gets_what_is_there() -> None:
    """The store refuses the id for other data; that is no fault of the sender."""
    bench = Bench()
    second = Bench(store=bench.store)

    def before(effect: Effect) -> None:
        if isinstance(effect, Append) and not bench.types:
            bench.record(counted(5))
            second.send(reserve(2), SENT_ONCE)

    bench.before = before

    assert Accepted(2, (reserved(2),)) == bench.send(reserve(2), SENT_ONCE)
    assert ["StockCounted", "StockReserved"] == bench.types


def test_an_event_id_that_is_taken_by_no_command_is_a_fault() -> None:
    """Then nobody knows what is meant."""
    bench = Bench()
    stranger = NewEvent(event_id(ID, 1), "stock.Stranger", 1, b"{}")
    bench.store.append([stranger])
    bench.record(counted(1), command("stock.StockBackOrdered", sku="MUG-0001", order_id=uuid(1, 1), quantity=2))
    with pytest.raises(EventIdTaken):
        bench.send(count(5), SENT_ONCE)


# Faults --------------------------------------------------------------------------------------------------------------


def test_after_bounded_tries_it_is_given_up() -> None:
    """Others are always faster: nothing is recorded, and the pauses get longer up to a bound."""
    bench = Bench()
    bench.before = lambda effect: Conflict(1) if isinstance(effect, Append) else None
    with pytest.raises(Conflicted, match=r"stock\.CountStock"):
        bench.send(count(5))
    pauses = [effect.seconds for effect in bench.asked if isinstance(effect, Pause)]

    assert TRIES == len(bench.kinds(Append))
    assert sorted(pauses) == pauses
    assert 0.1 == pauses[-1]
    assert [] == bench.types


@pytest.mark.parametrize("recorded", [True, False], ids=["recorded", "not recorded"])
@pytest.mark.parametrize("lost", range(1, ASKED))
def test_a_lost_answer_is_asked_for_again(lost: int, recorded: bool) -> None:
    """The same events under the same ids: they are recorded once, whatever became of the first."""
    bench = Bench()

    def before(effect: Effect) -> None:
        if isinstance(effect, Append) and len(bench.kinds(Append)) <= lost:
            if recorded:
                bench.store.append(effect.events, effect.condition)
            raise OutcomeUnknown("the answer was lost")

    bench.before = before

    assert Accepted(1, (counted(5),)) == bench.send(count(5))
    assert ["StockCounted"] == bench.types
    assert 1 == len({effect.events for effect in bench.asked if isinstance(effect, Append)})


def test_what_stays_unknown_is_told() -> None:
    """After so many times; and the same command under the same id settles it later."""
    bench = Bench()

    def before(effect: Effect) -> None:
        if isinstance(effect, Append):
            bench.store.append(effect.events, effect.condition)
            raise OutcomeUnknown("the answer was lost")

    bench.before = before
    with pytest.raises(OutcomeUnknown):
        bench.send(count(5), SENT_ONCE)
    asked = len(bench.kinds(Append))
    bench.before = lambda effect: None

    assert ASKED == asked
    assert Accepted(1, (counted(5),)) == bench.send(count(5), SENT_ONCE)


def test_unavailable_after_a_lost_answer_is_still_unknown() -> None:
    """``StoreUnavailable`` says that nothing was recorded, and nobody knows that any more."""
    bench = Bench()

    def before(effect: Effect) -> None:
        if isinstance(effect, Append):
            if len(bench.kinds(Append)) > 1:
                raise StoreUnavailable("gone")
            bench.store.append(effect.events, effect.condition)
            raise OutcomeUnknown("the answer was lost")

    bench.before = before
    with pytest.raises(OutcomeUnknown):
        bench.send(count(5))


@pytest.mark.parametrize("at", [Find, Read, Append])
def test_an_unavailable_store_is_told_at_once(at: type[Any]) -> None:
    """Nothing was recorded; whether to try again is for others to say."""
    bench = Bench()

    def before(effect: Effect) -> None:
        if isinstance(effect, at):
            raise StoreUnavailable("gone")

    bench.before = before
    with pytest.raises(StoreUnavailable):
        bench.send(count(5), SENT_ONCE)

    assert 1 == len(bench.kinds(at))
    assert [] == bench.types


@pytest.mark.parametrize(
    "wrong", [[reserved(1)], NotReserved(), [counted(1), reserved(1)]], ids=["event", "rejection", "both"]
)
def test_what_is_not_declared_is_not_recorded(wrong: Any) -> None:
    """A decider that answers what its command may not is at fault, and its class is named."""

    def decide(command: Any, state: Any) -> Any:
        return wrong

    shelf = evolve(shop.deciders["stock.Shelf"], decide=decide)
    system = evolve(shop, deciders={**shop.deciders, "stock.Shelf": shelf})
    bench = Bench(Handling(Translation(system)))
    with pytest.raises(
        Undeclared, match=r"stock\.CountStock answered (StockReserved|NotReserved), which .* record StockCounted"
    ):
        bench.send(count(5))

    assert [] == bench.types


@pytest.mark.parametrize(
    ("kind", "version", "data", "text"),
    [
        ("stock.StockCounted", 1, b'{"sku":"MUG-0001"}', "counted"),
        ("stock.StockCounted", 1, b"{", r"\$"),
        ("stock.StockCounted", 1, b"\xff", r"\$"),
        ("stock.StockCounted", 99, b"{}", "version 99"),
        ("stock.StockCounted", 0, b"{}", "version 0"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_position(kind: str, version: int, data: bytes, text: str) -> None:
    """Nothing is decided on a past that is not understood."""
    bench = Bench()
    bench.record(counted(5))
    bench.store.append([NewEvent(uuid4(), kind, version, data, ("sku:MUG-0001",))])
    with pytest.raises(Undecodable, match=rf"(?s)at position 2.*{text}|{text}.*at position 2"):
        bench.send(reserve(1))

    assert 2 == len(bench.types)


# Kept states ---------------------------------------------------------------------------------------------------------


def test_what_is_tolerated_is_never_old() -> None:
    """No condition says that something tolerated is new, so a kept state is refreshed before it is decided on."""
    scenarios = shop.catalogue.contexts["ordering"].scenarios
    told = next(one for one in scenarios if one.title == "a checked-out cart becomes an order")
    assert told.when is not None
    place = command(f"ordering.{told.when.ref.rpartition('.')[2]}", **told.when.data)
    bench = Bench()
    bench.record(*(instance("generated.shop.ordering", one.ref, one.data) for one in told.given))
    refused = bench.send(evolve(place, total=place.total + 1))
    bench.record(reserved(2, order=2))

    assert Rejected(NotAsCheckedOut()) == refused
    assert Rejected(OutOfStock("MUG-0001", 0)) == bench.send(place)


@settings(max_examples=25, deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.integers(1, 3))
def test_kept_states_change_no_answer(seed: int, processes: int) -> None:
    """With caches that are complete, small, absent or another process's: the same answers, the same log."""
    commands = some_commands(seed, 30)
    plain = Bench(states=States(0))
    store = MemoryStore()
    kept = [Bench(store=store, states=States(size)) for size in (10_000, 1, 0)[:processes]]
    expected = [plain.send(one) for one in commands]

    assert expected == [kept[number * 7 % processes].send(one) for number, one in enumerate(commands)]
    assert [one.data for one in plain.store.read(ALL).events] == [one.data for one in store.read(ALL).events]


def test_a_long_boundary_is_read_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page begins where the last one ended, and nothing is left out where they meet."""
    monkeypatch.setattr("factbook.handling.PAGE", 3)
    for length in range(1, 8):
        bench = Bench()
        for number in range(length):
            bench.record(counted(number + 1))
        bench.send(reserve(length))

        assert "StockReserved" == bench.types[-1]
        assert length // 3 + 1 == len(bench.kinds(Read))


def test_a_state_is_kept_unless_a_newer_one_is() -> None:
    """Whoever is late does not undo what others know; the oldest goes first, and size 0 keeps nothing."""
    from factbook.effects import Held

    def query(number: int) -> Query:
        return Query((QueryItem((), (f"n:{number}",)),))

    states = States(2)
    states.save(SaveState("d", query(1), Held("new", 7), 1))
    states.save(SaveState("d", query(1), Held("old", 6), 1))
    states.save(SaveState("d", query(2), Held("two", 1), 1))
    first = states.load(LoadState("d", query(1)))
    states.save(SaveState("d", query(3), Held("three", 1), 1))

    assert Held("new", 7) == first
    assert [Held("new", 7), None, Held("three", 1)] == [states.load(LoadState("d", query(n))) for n in (1, 2, 3)]
    assert states.load(LoadState("other", query(1))) is None
    none = States(0)
    none.save(SaveState("d", query(1), Held("one", 1), 1))
    assert none.load(LoadState("d", query(1))) is None


# Drivers -------------------------------------------------------------------------------------------------------------


def test_both_drivers_do_the_same() -> None:
    """Threads and asyncio answer the same questions the same way."""
    commands = some_commands(3, 40)
    bench, store = Bench(), AsyncMemory()

    async def all_of_them() -> list[Any]:
        answers, handling = aio.answers(store, States(), lambda: NOW), Handling(TRANSLATION)
        return [await aio.run(handling.handle(one), answers) for one in commands]

    assert [bench.send(one) for one in commands] == asyncio.run(all_of_them())
    assert [one.data for one in bench.store.read(ALL).events] == [one.data for one in store.store.read(ALL).events]


def test_tasks_that_race_are_all_right() -> None:
    """Many tasks at once, on one store and one cache: as many pieces are reserved as there are."""
    store = AsyncMemory()

    async def all_at_once() -> list[Any]:
        answers, handling = aio.answers(store, States()), Handling(TRANSLATION)
        await aio.run(handling.handle(count(10)), answers)
        return await asyncio.gather(*(aio.run(handling.handle(reserve(1, order)), answers) for order in range(1, 16)))

    outcomes = asyncio.run(all_at_once())
    kinds = sorted(type(event).__name__ for outcome in outcomes for event in outcome.events)

    assert ["StockBackOrdered"] * 5 + ["StockReserved"] * 10 == kinds


def test_appended_again_is_equal_and_says_so() -> None:
    """It is the same answer."""
    assert Appended(3) == Appended(3, again=True)
    assert Appended(3) != Appended(4)
