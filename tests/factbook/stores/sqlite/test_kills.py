"""Whoever is killed at any instant loses nothing that was acknowledged, and leaves no part of a batch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from factbook.queries import ALL, Query, QueryItem
from factbook.stores.sqlite import Durability, SqliteStore
from factbook.stores.sqlite.files import connect
from tests.factbook.stores.sqlite import killed

WORDS = 16
"""Bytes of each word of a process: the id of a batch."""


def kill(file: Path, processes: int, chance: Random) -> set[UUID]:
    """What processes that append were told before they were killed, all but one of them one after the other."""
    begun = [
        subprocess.Popen((sys.executable, killed.__file__, file), stdout=subprocess.PIPE) for _ in range(processes)
    ]
    told = bytearray()
    for one in begun:
        assert one.stdout
        told += one.stdout.read(WORDS * chance.randrange(1, 60))
        one.kill()
        told += one.stdout.read()
        one.stdout.close()
        one.wait()
    return {UUID(bytes=bytes(told[at : at + WORDS])) for at in range(0, len(told) - len(told) % WORDS, WORDS)}


def check(file: Path, told: set[UUID]) -> None:
    store = SqliteStore(file)
    events = store.read(ALL).events
    ids = [event.id for event in events]
    firsts = {UUID(event.tags[0].removeprefix("batch:")) for event in events}
    whole = [one.id for first in firsts for one in killed.batch(first)]
    found = store.read(Query((QueryItem((), ("size:3",)),))).events
    store.close()

    assert list(range(1, len(events) + 1)) == [event.position for event in events]
    assert set() == told - firsts
    assert sorted(whole) == sorted(ids)
    assert [event for event in events if "size:3" in event.tags] == found
    assert "ok" == connect(file, Durability.FULL, 1).pragma("integrity_check")


@pytest.mark.parametrize("processes", [1, 2])
def test_killed_at_any_instant(processes: int, tmp_path: Path) -> None:
    """One that appends alone, or two on the same file of which one goes on."""
    chance, told = Random(processes), set[UUID]()
    for _ in range(2):
        told |= kill(tmp_path / "shop.db", processes, chance)
        check(tmp_path / "shop.db", told)


@pytest.mark.long
def test_killed_a_hundred_times(tmp_path: Path) -> None:
    chance, told = Random(3), set[UUID]()
    for _ in range(50):
        told |= kill(tmp_path / "shop.db", 2, chance)
        check(tmp_path / "shop.db", told)
