"""A desk keeps what it is told, hands each reaction to one worker at a time, and forgets nothing when it is left."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from factbook.desk import Desk, Refusal, Standing, check, open_desk
from factbook.errors import StoreUnfit
from factbook.reactions import Issued, Reaction, Seen
from factbook.recording import NewEvent
from factbook.stores.memory import MemoryStore

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
Open = Callable[[], Desk]


@pytest.fixture(params=["sqlite", "postgres"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the same desk again and again."""
    url = f"sqlite:{tmp_path / 'shop.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres")
    desks: list[Desk] = []

    def opened() -> Desk:
        desks.append(open_desk(url))
        return desks[-1]

    yield opened
    for desk in desks:
        desk.close()


def reaction(position: int, policy: str = "P", lane: str = "order:1", due_at: datetime = NOW) -> Reaction:
    return Reaction(policy=policy, position=position, lane=lane, due_at=due_at)


def test_what_is_scheduled_is_there_for_everybody(opened: Open) -> None:
    """Reactions and cursors outlive the process that put them there."""
    first = opened()
    done = first.schedule(["P", "Q"], 0, 7, [reaction(3), reaction(5, "Q")])
    first.close()
    second = opened()

    assert done
    assert {"P": 7, "Q": 7} == dict(second.cursors())
    assert [reaction(3), reaction(5, "Q")] == second.claim(NOW, 10)


def test_whoever_is_late_schedules_nothing(opened: Open) -> None:
    """Two processes may look at the same events; one of them puts the reactions on the desk."""
    first, second = opened(), opened()
    answers = [first.schedule(["P"], 0, 7, [reaction(3)]), second.schedule(["P"], 0, 7, [reaction(3)])]

    assert [True, False] == answers
    assert {"P": Standing(7, 1, 0)} == first.standings()


def test_a_reaction_is_handed_out_once_and_again_when_nobody_comes_back(opened: Open) -> None:
    """Who claims it has 20 seconds."""
    first, second = opened(), opened()
    first.schedule(["P"], 0, 7, [reaction(3)])
    claimed = [first.claim(NOW, 10), second.claim(NOW, 10), second.claim(NOW + timedelta(seconds=21), 10)]

    assert [[reaction(3)], [], [reaction(3)]] == claimed


def test_a_lane_keeps_its_order(opened: Open) -> None:
    """The second of a lane waits for the first, of the same policy only; parked ones are not waited for."""
    desk = opened()
    desk.schedule(["P", "Q"], 0, 9, [reaction(3), reaction(5), reaction(6, lane="order:2"), reaction(8, "Q")])
    first = desk.claim(NOW, 10)
    parked = msgspec.structs.replace(reaction(3), parked=True, reason="broken", tries=1)
    desk.keep(parked, held=False)

    assert [reaction(3), reaction(6, lane="order:2"), reaction(8, "Q")] == first
    assert [reaction(5)] == desk.claim(NOW, 10)
    assert [parked] == desk.parked()


def test_nothing_is_handed_out_before_it_is_due(opened: Open) -> None:
    """And the desk says when that is."""
    desk = opened()
    later = NOW + timedelta(hours=48)
    desk.schedule(["P"], 0, 9, [reaction(3, due_at=later)])

    assert later == desk.next_due()
    assert [] == desk.claim(later - timedelta(microseconds=1), 10)
    assert [reaction(3, due_at=later)] == desk.claim(later, 10)


def test_what_cannot_be_claimed_yet_is_not_said_to_be_due(opened: Open) -> None:
    """Who waits for the time that the desk names can then claim something: no lane is looked at behind its first."""
    desk = opened()
    desk.schedule(["P"], 0, 9, [reaction(3), reaction(5)])
    desk.claim(NOW, 10)
    held = desk.next_due()
    desk.keep(reaction(3, due_at=NOW + timedelta(hours=1)), held=False)

    assert NOW + timedelta(seconds=20) == held
    assert NOW + timedelta(hours=1) == desk.next_due()


def test_what_is_due_in_days_keeps_nobody_busy(tmp_path: Path) -> None:
    """Whoever rests asks for the next time at every event: it is found in the indexes, however much waits."""
    desk = open_desk(f"sqlite:{tmp_path / 'shop.db'}")
    with closing(sqlite3.connect(tmp_path / "shop.work.db")) as database:
        asked: list[str] = []
        desk._run = lambda sql, values=(): asked.append(sql.replace("{0}", "")) or []  # type: ignore[func-returns-value]  # pyright: ignore[reportPrivateUsage]
        desk.next_due()
        plans = [str(database.execute(f"explain query plan {sql}").fetchall()) for sql in asked]

    assert 2 == len(plans)
    assert [] == [plan for plan in plans if "SCAN" in plan.replace("SCAN reactions USING INDEX reactions_held", "")]
    assert [] == [plan for plan in plans if "TEMP B-TREE" in plan]


def test_progress_is_kept_while_it_is_held(opened: Open) -> None:
    """What the policy answered is written down, and nobody else gets it meanwhile."""
    desk = opened()
    desk.schedule(["P"], 0, 9, [reaction(3)])
    desk.claim(NOW, 1)
    asked = msgspec.structs.replace(reaction(3), issued=(Issued("command", "a.B", {"x": [1, "é"]}),), done=1)
    desk.keep(asked, held=True)
    meanwhile = desk.claim(NOW, 1)
    desk.keep(asked, held=False)

    assert [] == meanwhile
    assert [asked] == desk.claim(NOW, 1)


def test_what_is_finished_is_gone_and_refusals_are_kept(opened: Open) -> None:
    """People see why a policy had no success."""
    desk = opened()
    desk.schedule(["P"], 0, 9, [reaction(3)])
    refusal = Refusal("P", 3, "a.B", "NoSuchOrder()", NOW)
    desk.finish(reaction(3), [refusal])

    assert {"P": Standing(9, 0, 0)} == desk.standings()
    assert [refusal] == desk.refusals(10)
    assert desk.next_due() is None


def test_only_the_latest_thousand_refusals_are_kept(opened: Open) -> None:
    """A desk does not grow without end."""
    desk = opened()
    many = [Refusal("P", place, "a.B", "No()", NOW + timedelta(seconds=place)) for place in range(1_500)]
    desk.finish(reaction(3), many)

    assert many[:499:-1] == desk.refusals(2_000)


def test_what_is_parked_is_resumed_or_dropped_once(opened: Open) -> None:
    """By its policy and position; anything else is no business of it."""
    desk = opened()
    desk.schedule(["P"], 0, 9, [reaction(3), reaction(5)])
    for one in (reaction(3), reaction(5)):
        desk.keep(msgspec.structs.replace(one, parked=True, tries=12), held=False)
    answers = [desk.resume("P", 3, NOW), desk.resume("P", 3, NOW), desk.drop("P", 5), desk.drop("P", 5)]

    assert [True, False, True, False] == answers
    assert [reaction(3)] == desk.claim(NOW, 10)


def test_all_of_a_policy_is_resumed_at_once(opened: Open) -> None:
    """As after an outside that was away for hours; others are left where they are."""
    desk = opened()
    desk.schedule(["P", "Q"], 0, 9, [reaction(3), reaction(5), reaction(6), reaction(7, "Q")])
    for one in (reaction(3), reaction(5), reaction(7, "Q")):
        desk.keep(msgspec.structs.replace(one, parked=True, tries=12), held=False)
    answers = [desk.resume_all("P", NOW), desk.resume_all("P", NOW)]

    assert [2, 0] == answers
    assert [7] == [one.position for one in desk.parked()]
    assert [reaction(3)] == desk.claim(NOW, 10)


def filled(ids: Sequence[int]) -> MemoryStore:
    """A store with an event for each id."""
    store = MemoryStore()
    store.append([NewEvent(UUID(int=number), "A", 1, b"{}") for number in ids])
    return store


@pytest.mark.parametrize(
    ("ids", "fits"),
    [([1, 2, 3], True), ([1, 2, 3, 4, 5], True), ([1, 2], False), ([4, 5, 6, 7], False), ([3, 2, 1], False)],
    ids=["the same", "gone on", "put back", "another one", "another order"],
)
def test_a_desk_belongs_to_the_events_that_it_has_seen(opened: Open, ids: Sequence[int], *, fits: bool) -> None:
    """One that was left over would pass over what is new, and react to events in the places of others."""
    desk = opened()
    desk.schedule(["P"], 0, 3, [reaction(3)], Seen(3, UUID(int=3)))
    desk.schedule(["P"], 3, 3, [])

    with nullcontext() if fits else pytest.raises(StoreUnfit, match="holds what policies have to do about other"):
        check(desk, filled(ids))


def test_a_desk_of_before_is_held_to_its_cursors(opened: Open) -> None:
    """One on which nothing was noted about events yet."""
    desk = opened()
    desk.schedule(["P"], 0, 3, [reaction(3)])
    check(desk, filled([1, 2, 3]))

    with pytest.raises(StoreUnfit, match=r"it has come to position 3, .* remove .*work"):
        check(desk, filled([1, 2]))


def test_a_file_that_is_no_desk_is_refused(tmp_path: Path) -> None:
    """Nothing in it is touched."""
    file = tmp_path / "shop.work.db"
    file.write_text("no database, but long enough to be looked at as one" * 20)

    with pytest.raises(StoreUnfit, match=r"shop\.work\.db cannot be used: file is not a database"):
        open_desk(f"sqlite:{tmp_path / 'shop.db'}")
    assert "no database" == file.read_text()[:11]
