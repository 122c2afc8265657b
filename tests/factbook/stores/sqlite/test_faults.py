"""A disk that is full or fails loses nothing that was acknowledged, and what was refused is not there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from attrs import define, field

from factbook.drivers.ids import new_id
from factbook.errors import OutcomeUnknown, StoreUnavailable
from factbook.queries import ALL, Query, QueryItem
from factbook.recording import AppendCondition, Appended, NewEvent, Recorded
from factbook.stores.sqlite import Durability, SqliteStore, files, fresh, segments
from factbook.stores.sqlite.database import Database
from factbook.stores.sqlite.files import connect
from tests.factbook.stores.sqlite.faulty import Disk, faulty

OPEN = Query((QueryItem((), ("order:1",)),))


@define
class Story:
    """What was appended, and what was answered."""

    acknowledged: list[list[NewEvent]] = field(factory=list[list[NewEvent]])
    refused: list[list[NewEvent]] = field(factory=list[list[NewEvent]])
    unknown: list[list[NewEvent]] = field(factory=list[list[NewEvent]])


def batch(chance: Random) -> list[NewEvent]:
    """Some events that belong together: each says how many they are."""
    size = chance.choice((1, 1, 2, 5))
    return [
        NewEvent(new_id(), "shop.Placed", 1, b'{"of":%d}' % size + b" " * chance.choice((0, 3_000)), ("order:1",))
        for _ in range(size)
    ]


def told(store: SqliteStore, disk: Disk, rounds: int, chance: Random, look: Callable[[Story], None]) -> Story:
    """Append while the disk fails now and then; ``look`` is called after each answer."""
    story = Story()
    for _ in range(rounds):
        events = batch(chance)
        disk.armed = True
        try:
            answer = store.append(events, AppendCondition(OPEN, 2**40))
        except StoreUnavailable:
            story.refused.append(events)
        except OutcomeUnknown:
            story.unknown.append(events)
        else:
            assert isinstance(answer, Appended)
            story.acknowledged.append(events)
        disk.armed = False
        look(story)
    return story


def check(events: list[Recorded], story: Story) -> None:
    """Each batch is whole or absent: what was acknowledged is there, what was refused is not."""
    there = {event.id: event for event in events}
    assert len(events) == len(there)
    assert list(range(1, len(events) + 1)) == [event.position for event in events]
    for one in story.acknowledged:
        assert [event.data for event in one] == [there[event.id].data for event in one]
    for one in story.refused:
        assert not any(event.id in there for event in one)
    for one in story.unknown:
        assert len({event.id in there for event in one}) == 1


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh, "MANY", 10)
    monkeypatch.setattr(segments, "CHUNK", 8)
    settled = files._set  # pyright: ignore[reportPrivateUsage]

    def often(db: Database, *rest: object) -> Database:
        settled(db, *rest)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        db.pragma("wal_autocheckpoint", 20)
        return db

    monkeypatch.setattr(files, "_set", often)


@pytest.fixture
def disk(request: pytest.FixtureRequest) -> Iterator[Disk]:
    disk = Disk(Random(request.param))
    with faulty(disk):
        yield disk


def survive(disk: Disk, folder: Path, rounds: int) -> None:
    """Tell a story on this disk; in its course, pull the plug several times, and look what a new start finds."""
    chance = Random(1)
    store = SqliteStore(folder / "shop.db")

    def pull(story: Story) -> None:
        if chance.random() < 0.1:
            crashed = folder / "crashed"
            shutil.rmtree(crashed, ignore_errors=True)
            crashed.mkdir()
            there = [name for name in ("shop.db", "shop.db-wal") if (folder / name).exists()]
            subprocess.run(["cp", *there, "crashed"], cwd=folder, check=True)  # here it would let go of SQLite's locks
            again = SqliteStore(crashed / "shop.db")
            check(again.read(ALL).events, story)
            again.close()

    story = told(store, disk, rounds, chance, pull)
    check(store.read(ALL).events, story)
    for events in story.unknown:
        assert isinstance(store.append(events), Appended)
    store.close()
    again = SqliteStore(folder / "shop.db")
    check(again.read(ALL).events, Story([*story.acknowledged, *story.unknown], story.refused))
    assert again.read(ALL).events == again.read(OPEN).events
    again.close()

    assert {"full", "write", "sync"} == set(disk.faults)
    assert story.refused
    assert story.unknown
    assert "ok" == connect(folder / "shop.db", Durability.FULL, 1).pragma("integrity_check")


@pytest.mark.parametrize("disk", [1, 2], indirect=True)
def test_a_failing_disk(disk: Disk, tmp_path: Path) -> None:
    survive(disk, tmp_path, 150)


@pytest.mark.long
@pytest.mark.parametrize("disk", range(10, 18), indirect=True)
def test_a_failing_disk_for_longer(disk: Disk, tmp_path: Path) -> None:
    survive(disk, tmp_path, 300)
