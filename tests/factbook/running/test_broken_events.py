"""What a foreign program wrote straight into a database, and wrongly, holds nothing up but what needs it."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID, uuid4

import apsw
import psycopg
import pytest
from attrs import evolve, frozen

from factbook.flags import FLAG_SET
from factbook.queries import ALL, Query, QueryItem
from factbook.recording import NewEvent, Recorded
from factbook.stores import open_store
from factbook.stores.setup import init_store
from factbook.stores.sqlite import fresh
from factbook.stores.sqlite.database import Database
from factbook.testing.stages import Clock
from factbook.verifying import damage
from tests.cli.running import factbook
from tests.docs.snippets import ROOT
from tests.factbook.running.shops import Outside, at_the_charge, running

RETRIED = {
    "order_id": str(UUID(int=5)),
    "customer_id": str(UUID(int=6)),
    "attempt": 2,
    "total": "9.00",
    "payment_method": {"Card": {"token": "tok_1"}},
}


@frozen
class Row:
    """An event as it stands in a database; a policy and a view wait for it, unless its type is another one."""

    type: str = "billing.PaymentRetried"
    version: int = 1
    data: bytes = json.dumps(RETRIED).encode()
    id: bytes = UUID(int=7).bytes
    tags: bytes = json.dumps([f"order:{RETRIED['order_id']}", f"customer:{RETRIED['customer_id']}"]).encode()
    metadata: bytes = b"{}"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store that lasts, set up."""
    url = f"sqlite:{tmp_path / 'shop.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres")
    init_store(url)
    return url


def opened(url: str) -> Database:
    """The file of a store, as any program opens it."""
    return apsw.Connection(url.removeprefix("sqlite:"))


def written(url: str, *rows: Row) -> None:
    """Rows as another program would write them."""
    if url.startswith("sqlite:"):
        db = opened(url)
        sql = "INSERT INTO event SELECT coalesce(max(position), 0) + 1, ?, ?, ?, ?, ?, ? FROM event"
        for row in rows:
            db.execute(sql, (row.type, row.version, row.data, row.id, row.tags, row.metadata))
        db.close()
        return
    with psycopg.connect(url) as connection:
        for row in rows:
            connection.execute(
                "INSERT INTO factbook.event (position, type, version, data, id, tags, metadata)"
                " SELECT coalesce(max(position), 0) + 1, %s, %s, %s, %s, %s, %s FROM factbook.event",
                (row.type, row.version, row.data, UUID(bytes=row.id), row.tags, row.metadata),
            )


CASES: dict[str, tuple[Row, str | None, bool]] = {
    "metadata is no JSON": (
        Row(metadata=b"oops"),
        "no metadata of billing.PaymentRetried at position 1: $: is no J",
        True,
    ),
    "metadata is empty": (
        Row(metadata=b""),
        "no metadata of billing.PaymentRetried at position 1: $: is no JSON",
        True,
    ),
    "metadata is no UTF-8": (
        Row(metadata=b'{"actor":"\xff"}'),
        "no metadata of billing.PaymentRetried at position",
        True,
    ),
    "metadata is a list": (
        Row(metadata=b"[]"),
        "no metadata of billing.PaymentRetried at position 1: $: Expected",
        True,
    ),
    "metadata of wrong types": (
        Row(metadata=b'{"recorded_at":7}'),
        "no metadata of billing.PaymentRetried at position 1: $.recorded_at: Expected",
        True,
    ),
    "metadata nested deeply": (Row(metadata=b'{"extra":' * 100_000), "no metadata of billing.PaymentRetried", True),
    "time without a zone": (
        Row(metadata=b'{"recorded_at":"2026-01-01T12:00:00"}'),
        "$.recorded_at: Expected `datetime` with a timezone",
        True,
    ),
    "tags are no JSON": (
        Row(tags=b"order:5"),
        "no list of tags of billing.PaymentRetried at position 1: $: is no",
        True,
    ),
    "tags are an object": (Row(tags=b'{"order":5}'), "no list of tags of billing.PaymentRetried at position 1", True),
    "tags are numbers": (Row(tags=b"[5]"), "no list of tags of billing.PaymentRetried at position 1: $[0]: Exp", True),
    "data is no JSON": (Row(data=b"oops"), "billing.PaymentRetried, version 1, at position 1: $: is no JSON", False),
    "data is no UTF-8": (Row(data=b'{"order_id":"\xff"}'), "at position 1: $.order_id: Invalid UUID", False),
    "data lacks a field": (
        Row(data=b"{}"),
        "billing.PaymentRetried, version 1, at position 1: $: Object missing",
        False,
    ),
    "data nested deeply": (Row(data=b'{"a":' * 100_000), "at position 1: $: is nested too deeply", False),
    "a newer version": (Row(version=99), "version 99, at position 1: $: is of version 99; this code reads v", False),
    "a version below 1": (Row(version=-1), "is of version -1; this code reads version 1", False),
    "an unknown event": (Row(type="billing.Unheard"), None, True),
    "an unknown context": (Row(type="unheard.Of"), None, True),
    "a type that is no name": (Row(type="..\n'"), None, True),
    "a command": (Row(type="ordering.PlaceOrder"), None, True),
    "a flag that is none": (Row(type=FLAG_SET, data=b'{"flag":5}'), None, True),
}
IDS = {
    "id is too short": (Row(id=b"oops"), "no id of billing.PaymentRetried at position 1: $: has 4 bytes, not 16", True),
    "id is empty": (Row(id=b""), "no id of billing.PaymentRetried at position 1: $: has 0 bytes, not 16", True),
}


@pytest.mark.parametrize("case", [*CASES, *IDS])
def test_what_needs_it_stops_there_and_the_rest_goes_on(case: str, url: str) -> None:
    """A reaction to it is parked with its position and what is wrong; views that need not read that go on."""
    if case in IDS and url.startswith("postgresql:"):
        pytest.skip("PostgreSQL takes nothing else for an id")
    row, reason, viewed = {**CASES, **IDS}[case]
    written(url, row)
    clock, outside = Clock(), Outside()
    with running(url, outside, clock) as app:
        at_the_charge(app, clock)
        parked = [(one.policy, one.position, one.reason or "") for one in app.desk.parked()]
        states = {name: status.state for name, status in app.views.status(app.store).items()}
        reasons = app.views.status()["billing.InvoiceList"].reason or ""

    assert ["ChargeCustomer"] == [name for name, _ in outside.done if name == "ChargeCustomer"]
    assert ([] if reason is None else [("billing.ChargeWhenDue", 1)]) == [one[:2] for one in parked]
    assert all(reason in text for _, _, text in parked if reason)
    assert ({} if viewed else {"billing.InvoiceList": "stopped"}) == {
        name: state for name, state in states.items() if state != "running"
    }
    assert viewed or (reason or "") in reasons


def test_a_person_finds_it(url: str) -> None:
    """`events` shows each beside the others, whatever is asked, and `store verify` says what is wrong with it."""
    cases = CASES if url.startswith("postgresql:") else {**CASES, **IDS}
    rows = [evolve(row, id=row.id if name in IDS else uuid4().bytes) for name, (row, _, _) in cases.items()]
    written(url, *rows)
    asked = (
        *((), ("--json",), ("--since", "2020-01-01"), ("--until", "2020-01-01"), ("--type", "PaymentRetried")),
        *(("--tree", "1"), ("--tree", str(len(rows))), ("--limit", "5"), ("--tag", f"order:{RETRIED['order_id']}")),
    )
    answers = [factbook("events", *arguments, "--store", url, cwd=ROOT) for arguments in asked]
    found = factbook("store", "verify", "--most", "100", "--store", url, cwd=ROOT)

    assert [0] * len(asked) == [answer.code for answer in answers]
    assert [2 * len(rows), len(rows)] == [len(answer.out.splitlines()) for answer in answers[:2]]
    assert "billing.PaymentRetried  (its metadata cannot be read)\n" in answers[0].out
    assert "billing.PaymentRetried  (its tags cannot be read)\n" in answers[0].out
    assert [] == [position for position in range(1, len(rows) + 1) if f"\n{position:>6}  " not in f"\n{found.out}"]


def test_a_type_that_is_no_text(tmp_path: Path) -> None:
    """SQLite takes it from whoever writes it; it is one that nobody knows."""
    url = f"sqlite:{tmp_path / 'shop.db'}"
    init_store(url)
    written(url, Row())
    db = opened(url)
    db.execute("UPDATE event SET type = CAST(x'62ff' AS TEXT)")
    db.close()
    clock, outside = Clock(), Outside()
    with running(url, outside, clock) as app:
        at_the_charge(app, clock)
        parked = app.desk.parked()
    shown = factbook("events", "--store", url, cwd=ROOT)
    verified = factbook("store", "verify", "--store", url, cwd=ROOT)

    assert ["ChargeCustomer"] == [name for name, _ in outside.done]
    assert [] == parked
    assert "  b\N{REPLACEMENT CHARACTER}\n" in shown.out
    assert "CONTEXT.Event" in verified.out


def test_tags_that_cannot_be_read_do_not_stop_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events around them are found by theirs, in memory and on the disk."""
    monkeypatch.setattr(fresh, "MANY", 3)
    url = f"sqlite:{tmp_path / 'shop.db'}"
    init_store(url)
    written(url, Row(tags=b"oops"), Row(id=uuid4().bytes, tags=b'["\xff"]'), Row(id=uuid4().bytes, tags=b'[5,"a"]'))
    store = open_store(url)
    for number in range(8):
        store.append([NewEvent(uuid4(), "cart.PriceSet", 1, b"{}", (f"sku:{number}", "all"))])
    found = store.read(Query((QueryItem(tags=("all",)),))).events
    by_part = store.read(Query((QueryItem(tags=("a",)),))).events
    damaged = list(damage(store))
    store.close()

    assert list(range(4, 12)) == [event.position for event in found]
    assert [] == by_part
    assert 11 == len(everything(url))
    assert all("is not found by its tag" in text for text in damaged)


def everything(url: str) -> list[Recorded]:
    """All events, as a process that comes anew finds them."""
    store = open_store(url)
    try:
        return store.read(ALL).events
    finally:
        store.close()
