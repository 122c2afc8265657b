"""A database in which something else has changed something is not taken for a whole one."""

from __future__ import annotations

from contextlib import closing
from uuid import uuid4

import psycopg
import pytest

from factbook.copying import copy
from factbook.recording import NewEvent
from factbook.stores import open_store
from factbook.stores.memory import MemoryStore
from factbook.stores.postgres import checking, init
from factbook.stores.readonly import open_read_only
from factbook.verifying import damage
from tests.cli.test_looking import run

LONG = "note:" + "x" * 400
TAGS = [("sku:1", "all"), ("sku:2", "all", "all"), ("nul:\0", "sub:\x1a", LONG), (), ("", "all")]


@pytest.fixture
def url(postgres: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store of ten events, looked at three at a time."""
    monkeypatch.setattr(checking, "PAGE", 3)
    init(postgres)
    with closing(open_store(postgres)) as store:
        for number in range(10):
            store.append([NewEvent(uuid4(), "Counted", 1, b"{}", TAGS[number % 5])])
    return postgres


def changed(url: str, sql: str) -> list[str]:
    """What is found to be wrong after a change."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(sql.encode())
    with closing(open_read_only(url)) as store:
        return list(damage(store))


def test_a_whole_store_has_no_damage(url: str) -> None:
    """Whatever its tags are; also an empty one."""
    assert [] == changed(url, "SELECT 1")
    assert [] == changed(url, "TRUNCATE factbook.event, factbook.tag")


MISSING = "the event at position {} is not found by its tag {}"
FALSE = "the index has the tag {} at position {}, and no such event carries it"


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("DELETE FROM factbook.tag WHERE position = 2 AND tag = 'all'", [MISSING.format(2, "all")]),
        ("DELETE FROM factbook.tag WHERE tag LIKE 'note:%'", [MISSING.format(3, LONG), MISSING.format(8, LONG)]),
        ("DELETE FROM factbook.tag WHERE position = 10 AND tag = ''", [MISSING.format(10, "")]),
        ("UPDATE factbook.tag SET type = 'Other' WHERE position = 6 AND tag = 'sku:1'", [MISSING.format(6, "sku:1")]),
        (
            "UPDATE factbook.tag SET position = 4 WHERE position = 6 AND tag = 'all'",
            [MISSING.format(6, "all"), FALSE.format("all", 4)],
        ),
        ("INSERT INTO factbook.tag VALUES (4, 'sku:9', 'Counted')", [FALSE.format("sku:9", 4)]),
        ("INSERT INTO factbook.tag VALUES (99, 'sku:9', 'Counted')", [FALSE.format("sku:9", 99)]),
        (
            "DELETE FROM factbook.event WHERE position = 2",
            ["there is no event just before position 3", FALSE.format("all", 2), FALSE.format("sku:2", 2)],
        ),
        ("UPDATE factbook.event SET tags = '[' WHERE position = 4", []),
    ],
    ids=["entry", "long", "empty", "type", "moved", "strange", "beyond", "event", "unreadable"],
)
def test_what_was_changed_is_told(sql: str, told: list[str], url: str) -> None:
    """With the position of the event. (Tags that cannot be read are told where the event is looked at.)"""
    assert told == changed(url, sql)


def test_only_the_first_few_of_a_kind_are_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST", 2)
    emptied = changed(url, "DELETE FROM factbook.tag")
    foreign = changed(url, "INSERT INTO factbook.tag SELECT n, 'sku:9', 'Counted' FROM generate_series(1, 9) AS n")

    assert [MISSING.format(1, "sku:1"), MISSING.format(1, "all")] == emptied
    assert [*emptied, FALSE.format("sku:9", 1), FALSE.format("sku:9", 2)] == foreign


def test_who_verifies_a_store_is_told(url: str) -> None:
    """Nothing in it steers the terminal; a copy of the events has a whole index."""
    changed(url, "INSERT INTO factbook.tag VALUES (4, E'sku:\\x1b[31m', 'Counted')")
    answer = run("store", "verify", "--most", "1", store=url)
    target = MemoryStore()
    with closing(open_read_only(url)) as store:
        copy(store, target)

    assert 1 == answer.code
    assert answer.out.startswith(
        " store  the index has the tag sku:\N{REPLACEMENT CHARACTER}[31m at position 4, and no "
    )
    assert "where `factbook store copy` copies the rest to, the index is whole\n" in answer.err
    assert [] == list(damage(target))
