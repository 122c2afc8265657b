"""What happens to the store in PostgreSQL while others misbehave: locks, idle sessions, lost answers, crashes."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from threading import Event, Thread, get_ident
from time import sleep
from urllib.parse import urlsplit

import psycopg
import pytest

from factbook.drivers.ids import new_id
from factbook.errors import FactbookError, OutcomeUnknown, StoreUnavailable, StoreUnfit
from factbook.queries import ALL, Query, QueryItem
from factbook.recording import AppendCondition, Appended, Conflict, NewEvent
from factbook.stores import Store, open_store
from factbook.stores.postgres import init
from tests.servers import PostgresServer, embedded_binaries

PATIENCE = 120.0


def new(*tags: str) -> NewEvent:
    return NewEvent(new_id(), "Noted", 1, b"{}", tags)


@pytest.fixture
def url(postgres: str) -> str:
    """A database with a store."""
    init(postgres)
    return postgres


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = open_store(url)
    yield store
    store.close()


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A server that may be killed."""
    server = PostgresServer(embedded_binaries())
    try:
        server.start()
        yield server
    finally:
        server.remove()


# Others in the same database -----------------------------------------------------------------------------------------


def test_a_lock_that_is_held_too_long_makes_the_store_unavailable(url: str) -> None:
    """Nothing is recorded, whoever waits is told why, reading goes on, and so does everything when the lock is gone."""
    store = open_store(f"{url}?lock_timeout=0.1")
    with psycopg.connect(url) as other:
        other.execute("SELECT FROM factbook.store FOR UPDATE")
        with pytest.raises(StoreUnavailable, match=r"is busy: others held the lock for more than 0\.1 s"):
            store.append([new()])

        assert 0 == store.read(ALL).head
    assert Appended(1) == store.append([new()])
    store.close()


def test_an_idle_transaction_stalls_nobody(url: str, store: Store) -> None:
    """Neither writers nor readers; and what it keeps the server from cleaning up does not grow."""
    with psycopg.connect(url) as idle:
        idle.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        assert [(0,)] == idle.execute("SELECT count(*) FROM factbook.event").fetchall()
        for number in range(300):
            assert Appended(number + 1) == store.append([new()], AppendCondition(ALL, number))

        assert list(range(1, 301)) == [event.position for event in store.read(ALL).events]
        assert [(8192,)] == idle.execute("SELECT pg_relation_size('factbook.store')").fetchall()
        assert [(0,)] == idle.execute("SELECT count(*) FROM factbook.event").fetchall()


@pytest.mark.parametrize("backwards", [False, True])
def test_large_pages_are_read_by_the_indexes(url: str, store: Store, backwards: bool) -> None:
    """Also when the plans were made while there was nothing: a limit reads no more than it says."""
    store.append([new(f"n:{number}", "all") for number in range(2000)])
    query = Query((QueryItem(("Noted",), ("all",)), QueryItem(("Noted", "Other")), QueryItem((), ("n:7", "all"))))
    with psycopg.connect(url) as connection:
        before = _rows_read(connection)
        page = store.read(query, 0, None, 5, backwards)
        connection.rollback()

        assert [2000, 1999, 1998, 1997, 1996] if backwards else [1, 2, 3, 4, 5] == [e.position for e in page.events]
        assert before == _rows_read(connection)


def _rows_read(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    """How many rows were read by going through whole tables."""
    return connection.execute(
        "SELECT relname, seq_tup_read FROM pg_stat_user_tables WHERE relname IN ('event', 'tag') ORDER BY relname"
    ).fetchall()


# Servers that are not as they should be ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "says", "asked"),
    [
        ("default_transaction_isolation = 'repeatable read'", "transactions are repeatable read here", None),
        ("default_transaction_isolation = 'serializable'", "transactions are serializable here", None),
        ("synchronous_commit = off", "synchronous_commit is off here", "synchronous_commit=off"),
        ("synchronous_commit = local", "synchronous_commit is local here", "synchronous_commit=local"),
        ("default_transaction_read_only = on", "is a replica, or read-only", None),
    ],
)
def test_a_database_that_keeps_no_promises_is_refused(url: str, setting: str, says: str, asked: str | None) -> None:
    """Unless the URL asks for just that by its name."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {urlsplit(url).path[1:]} SET {setting}".encode())
    store = open_store(url)
    with pytest.raises(StoreUnfit, match=says):
        store.append([new()])

    assert [] == store.read(ALL).events
    store.close()
    if asked is not None:
        store = open_store(f"{url}?{asked}")
        assert Appended(1) == store.append([new()])
        store.close()


def test_a_weaker_setting_is_used_where_it_was_asked_for(url: str) -> None:
    """It holds for the appends of this store, also through a proxy, and for nothing else."""
    store = open_store(f"{url}?synchronous_commit=off")

    assert Appended(1) == store.append([new()])
    assert Conflict(1) == store.append([new()], AppendCondition(ALL, 0))
    store.close()


def test_a_server_that_never_syncs_is_refused() -> None:
    """Unless the URL says ``fsync=off`` too."""
    server = PostgresServer(embedded_binaries(), "fsync=off")
    try:
        server.start()
        with pytest.raises(StoreUnfit, match="the server runs with fsync = off"):
            init(server.url())
        accepted = f"{server.url()}?fsync=off"
        init(accepted)
        with pytest.raises(StoreUnfit, match="the server runs with fsync = off"):
            open_store(server.url())
        store = open_store(accepted)

        assert Appended(1) == store.append([new()])
        store.close()
    finally:
        server.remove()


@pytest.mark.long
def test_a_replica_is_refused(own_server: PostgresServer) -> None:
    """Whatever it shows may be old."""
    init(own_server.url())
    replica = PostgresServer(own_server.binaries)
    try:
        data = replica.folder / "data"
        subprocess.run(["rm", "-r", data], check=True)
        source = f"postgresql://postgres@127.0.0.1:{own_server.port}/"
        command = (own_server.binaries / "pg_basebackup", "-D", data, "-R", "-d", source, "--checkpoint=fast")
        subprocess.run(command, user=own_server.user, cwd=replica.folder, check=True, capture_output=True)
        replica.start()
        with pytest.raises(StoreUnfit, match="is a replica: decisions need the primary server"):
            open_store(replica.url())
    finally:
        replica.remove()


# Connections that break ----------------------------------------------------------------------------------------------


def test_a_connection_that_was_cut_while_idle_is_replaced(url: str, store: Store) -> None:
    """Nothing was on its way, so nothing is unknown."""
    for number in range(3):
        store.append([new()])
        assert number + 1 == len(store.read(ALL).events)
        with psycopg.connect(url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'factbook'"
            )


class Wire:
    """Carries bytes to the server and back, until it is told to lose what comes back."""

    def __init__(self, port: int) -> None:
        self.losing = Event()
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._port))
            Thread(target=self._carry, args=(client, server, False), daemon=True).start()
            Thread(target=self._carry, args=(server, client, True), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, back: bool) -> None:
        with closing(source), closing(target), suppress(OSError):  # either side may go at any time
            while data := source.recv(65536):
                if back and self.losing.is_set():
                    break
                target.sendall(data)
            for one in (source, target):
                one.shutdown(socket.SHUT_RDWR)  # closing alone does not wake whoever reads it

    def close(self) -> None:
        self._listener.close()


def test_a_lost_answer_is_unknown_and_settled_by_asking_again(url: str, store: Store) -> None:
    """It was recorded, nobody was told; the same append again gives the answer, and records nothing twice."""
    place = urlsplit(url)
    assert place.port is not None
    with closing(Wire(place.port)) as wire:
        far = open_store(f"postgresql://postgres@127.0.0.1:{wire.port}{place.path}")
        far.append([new()])
        event, condition = new("order:1"), AppendCondition(Query((QueryItem((), ("order:1",)),)), 1)
        wire.losing.set()
        with pytest.raises(OutcomeUnknown, match="the same append again settles it"):
            far.append([event], condition)
        with pytest.raises(StoreUnavailable, match="cannot be reached"):
            far.append([event], condition)
        wire.losing.clear()

        assert 2 == store.wait(1, PATIENCE)
        assert Appended(2) == far.append([event], condition)
        assert [event.id] == [one.id for one in store.read(ALL, after=1).events]
        far.close()


def test_a_server_that_is_killed_loses_nothing_acknowledged(own_server: PostgresServer) -> None:
    """Senders who repeat what was unknown, or not taken, end with everything once; readers skip nothing."""
    init(own_server.url())
    store, done = open_store(own_server.url()), Event()
    answers: dict[str, object] = {}
    kinds: Counter[str] = Counter()

    def send(sender: int) -> None:
        number = 0
        while not done.is_set():
            number += 1
            event = new(f"{sender}.{number}")
            while True:
                try:
                    answers[event.tags[0]] = store.append([event])
                except FactbookError as fault:
                    kinds[type(fault).__name__] += 1
                    sleep(0.02)
                else:
                    break

    threads = [Thread(target=send, args=(sender,), daemon=True) for sender in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        seen = len(answers)
        while len(answers) < seen + 40:
            sleep(0.01)
        own_server.stop(signal.SIGQUIT)
        own_server.start()
    seen = len(answers)
    while len(answers) < seen + 40:
        sleep(0.01)
    done.set()
    for thread in threads:
        thread.join(PATIENCE)
    log = {event.tags[0]: Appended(event.position) for event in store.read(ALL).events}

    assert log == answers
    assert list(range(1, len(log) + 1)) == [one.position for one in log.values()]
    assert {"OutcomeUnknown", "StoreUnavailable"} >= set(kinds)
    assert kinds  # which of the two is chance; a cut wire shows the first for certain
    store.close()


def test_whoever_waits_is_told_that_the_server_is_gone(own_server: PostgresServer) -> None:
    """Nobody waits in vain for what cannot come."""
    init(own_server.url())
    store = open_store(own_server.url())
    told: list[FactbookError] = []

    def wait() -> None:
        try:
            store.wait(0, PATIENCE)
        except FactbookError as fault:
            told.append(fault)

    waiter = Thread(target=wait, daemon=True)
    waiter.start()
    sleep(0.2)
    own_server.stop(signal.SIGQUIT)
    waiter.join(PATIENCE)

    assert ["StoreUnavailable"] == [type(fault).__name__ for fault in told]
    store.close()


class Interrupted(BaseException):
    """What a signal handler raises."""


def test_an_interrupted_sender_holds_up_nobody(url: str, store: Store) -> None:
    """Neither those who wait with it, nor those who come later; whether it was recorded is settled by asking again."""
    mine, theirs, told, here = new("mine"), new("theirs"), list[object](), get_ident()

    def interrupt(number: int, frame: object) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGALRM, interrupt)
    follower = Thread(target=lambda: told.append(store.append([theirs])), daemon=True)

    def meddle() -> None:
        with psycopg.connect(url, autocommit=True) as looking:
            while not looking.execute("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchall():
                sleep(0.01)
        follower.start()
        sleep(0.2)  # if by then it does not wait with the other, it is one of those who come later
        signal.pthread_kill(here, signal.SIGALRM)

    try:
        with psycopg.connect(url) as other:
            other.execute("SELECT FROM factbook.store FOR UPDATE")
            Thread(target=meddle, daemon=True).start()
            with pytest.raises(Interrupted):
                store.append([mine])
    finally:
        signal.signal(signal.SIGALRM, before)
    follower.join(PATIENCE)
    answer = store.append([mine])

    assert {"mine", "theirs"} == {event.tags[0] for event in store.read(ALL).events}
    assert [1, 2] == sorted(one.position for one in [answer, *told] if isinstance(one, Appended))


# Clients that die ----------------------------------------------------------------------------------------------------

CHILD = """
import sys
from factbook.drivers.ids import new_id
from factbook.recording import Appended, NewEvent
from factbook.stores import open_store

store, number = open_store(sys.argv[1]), 0
while True:
    number += 1
    batch = [NewEvent(new_id(), "Noted", 1, b"{}", (f"{sys.argv[2]}.{number}", f"{part}")) for part in range(3)]
    answer = store.append(batch)
    assert isinstance(answer, Appended)
    print(f"{sys.argv[2]}.{number}", flush=True)
"""


@pytest.mark.parametrize("kills", [4, pytest.param(100, marks=pytest.mark.long)])
def test_a_client_that_is_killed_leaves_whole_batches(url: str, store: Store, kills: int, tmp_path: Path) -> None:
    """At any instant; and what it was told is there. Others are not held up."""
    acknowledged: list[str] = []
    chance = Random(kills)
    script = tmp_path / "child.py"
    script.write_text(CHILD, "utf-8")

    def start(number: int) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, script, url, str(number)], stdout=subprocess.PIPE, text=True)

    for first in range(0, kills, 2):
        children = [start(first), start(first + 1)]
        for child in children:
            assert child.stdout is not None
            acknowledged += [child.stdout.readline().strip()]
        sleep(chance.random() * 0.1)
        for child in children:
            child.kill()
            with child:  # what has been read ahead is still to come, so this cannot be left to communicate()
                assert child.stdout is not None
                acknowledged += [line.strip() for line in child.stdout if line.endswith("\n")]
        assert isinstance(store.append([new("other")]), Appended)
    log = [event.tags for event in store.read(ALL).events if event.tags != ("other",)]
    batches = [log[place : place + 3] for place in range(0, len(log), 3)]

    assert [[(batch[0][0], part) for part in "012"] for batch in batches] == batches
    assert set() == set(acknowledged) - {batch[0][0] for batch in batches}
