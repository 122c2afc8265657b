"""The URL of a store in PostgreSQL: what it may say, and what is never repeated."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from deciders.shop import shop
from factbook.application import Application
from factbook.desk import open_desk
from factbook.errors import FactbookError, StoreUnavailable, StoreUnfit
from factbook.queries import ALL, Query, QueryItem
from factbook.recording import AppendCondition, Appended, NewEvent
from factbook.stores import open_store
from factbook.stores.postgres import AsyncPostgresStore, PostgresStore, init, upgrade
from factbook.stores.postgres.settings import DEFAULTS, ENCODING, Settings, settings
from factbook.stores.tagging import Retagging
from factbook.views import Views
from generated.shop.customers import CustomerDirectory
from tests.factbook.running.shops import Outside
from tests.factbook.running.test_application import register
from tests.servers import PostgresServer, embedded_binaries, free_port

SECRET = "s3cr3t/@:%?#"
ENCODED = "s3cr3t%2F%40%3A%25%3F%23"


def test_what_a_url_says() -> None:
    """Ours are taken out, the others are for libpq."""
    url = "postgresql://ann:pw@db.example:6543/shop?schema=s1&connections=3&lock_timeout=0.5&fsync=off&sslmode=disable"
    said = settings(f"{url}&synchronous_commit=local")

    conninfo = conninfo_to_dict("host=db.example port=6543 user=ann password=pw dbname=shop sslmode=disable")
    conninfo.update(DEFAULTS | ENCODING)
    expected = Settings("postgresql://db.example:6543/shop", conninfo, "s1", 3, 0.5, "local", "off", secrets=("pw",))
    assert expected == said


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://h/d?shcema=x", 'there is no parameter called "shcema": did you mean schema?'),
        ("postgresql://h/d?x=1", "ours are schema, connections, lock_timeout, synchronous_commit, fsync"),
        ("postgresql://h/d?schema=A", '"A" is no name for its schema'),
        ("postgresql://h/d?schema=pg_x", '"pg_x" is no name for its schema'),
        ("postgresql://h/d?schema=a;b", '"a;b" is no name for its schema'),
        ("postgresql://h/d?connections=0", 'connections="0" is not a whole number from 1 to 999'),
        ("postgresql://h/d?lock_timeout=soon", 'lock_timeout="soon" is not a number of seconds'),
        ("postgresql://h/d?fsync=maybe", 'fsync="maybe" is not one of on, off'),
        ("postgresql://h/d?synchronous_commit=no", "is not one of off, local, remote_write, on, remote_apply"),
        ("postgresql://h/d?schema", "what follows the ? is not name=value"),
        ("postgresql://u:a/b@h/d", "a character such as @ : / ? # % in the password is written as"),
        ("postgresql://u:1/b@h/d", "a character such as @ : / ? # % in the password is written as"),
        ("postgresql://h:port/d", "a character such as @ : / ? # % in the password is written as"),
    ],
)
def test_what_is_wrong_with_a_url_is_said(url: str, says: str) -> None:
    """With the near miss, or what is allowed."""
    with pytest.raises(StoreUnfit) as caught:
        settings(url)

    assert says in str(caught.value)


@pytest.fixture(scope="module")
def guarded() -> Iterator[PostgresServer]:
    """A server where one role needs a password, and has no rights."""
    server = PostgresServer(embedded_binaries())
    try:
        server.start()
        rules = server.folder / "data" / "pg_hba.conf"
        rules.write_text("host all guarded 127.0.0.1/32 scram-sha-256\n" + rules.read_text("utf-8"), "utf-8")
        server.run("SELECT pg_reload_conf()", f"CREATE ROLE guarded LOGIN PASSWORD '{SECRET}'")
        yield server
    finally:
        server.remove()


def _of(server: PostgresServer, password: str, database: str = "postgres", more: str = "") -> str:
    return f"postgresql://guarded:{password}@127.0.0.1:{server.port}/{database}{more}"


PATHS: dict[str, Callable[[PostgresServer], str]] = {
    "nobody listens": lambda server: f"postgresql://guarded:{ENCODED}@127.0.0.1:{free_port()}/postgres",
    "no such host": lambda server: f"postgresql://guarded:{ENCODED}@no.such.host.invalid/postgres",
    "wrong password": lambda server: _of(server, f"{ENCODED}x"),
    "no such database": lambda server: _of(server, ENCODED, "nothing"),
    "no store": lambda server: _of(server, ENCODED),
    "password in the query": lambda server: f"postgresql://127.0.0.1:{server.port}/?user=guarded&password={ENCODED}",
    "not escaped": lambda server: _of(server, SECRET),
    "a parameter is wrong": lambda server: _of(server, ENCODED, more="?shcema=x"),
    "a number is wrong": lambda server: _of(server, ENCODED, more="?connections=many"),
    "tls is wanted": lambda server: _of(server, ENCODED, more="?sslmode=require"),
    "a parameter of libpq is wrong": lambda server: _of(server, ENCODED, more="?sslmode=perhaps"),
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("act", [open_store, init, upgrade], ids=["open", "init", "upgrade"])
def test_no_error_tells_a_secret(guarded: PostgresServer, path: str, act: Callable[[str], object]) -> None:
    """Neither in its text nor in what it was caused by, whatever is wrong."""
    with pytest.raises((StoreUnfit, StoreUnavailable)) as caught:
        act(PATHS[path](guarded))

    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert [] == [secret for secret in (SECRET, ENCODED, "s3cr3t") if secret in told]


def test_no_store_shows_a_secret(guarded: PostgresServer) -> None:
    """Neither twin, nor their settings, nor a store whose server says no later."""
    with guarded.database() as url:
        init(url)
        database = url.rpartition("/")[2]
        rights = ("USAGE ON SCHEMA factbook", "SELECT ON ALL TABLES IN SCHEMA factbook")
        guarded.run(*(f"GRANT {one} TO guarded" for one in rights), database=database)
        mine = _of(guarded, ENCODED, database)
        store = PostgresStore(mine)
        shown = [repr(store), repr(AsyncPostgresStore(mine)), repr(settings(mine)), str(settings(mine))]
        with pytest.raises(StoreUnfit) as caught:
            store.append([NewEvent(UUID(int=1), "A", 1, b"{}")])
        shown += traceback.format_exception(caught.value)
        store.close()

    assert [] == [one for one in shown if "s3cr3t" in one]


def test_wrong_rights_are_named(guarded: PostgresServer) -> None:
    """A role that may not use the schema is told what it lacks."""
    with guarded.database() as url:
        init(url)
        with pytest.raises(StoreUnfit, match="permission denied for schema factbook"):
            open_store(_of(guarded, ENCODED, url.rpartition("/")[2]))


def test_the_rights_of_the_page_are_enough(guarded: PostgresServer) -> None:
    """What docs/stores-postgres.md grants lets a role append and read, run a system, and change nothing."""
    page = (Path(__file__).parents[3] / "docs" / "stores-postgres.md").read_text("utf-8")
    lines = [line for line in page.splitlines() if line.startswith(("GRANT", "CREATE"))]
    grants = [line.replace(" shop;", " guarded;") for line in lines if " shop;" in line]
    with guarded.database() as url:
        init(url)
        guarded.run(*grants, database=url.rpartition("/")[2])
        mine = _of(guarded, ENCODED, url.rpartition("/")[2])
        store = open_store(mine)

        assert Appended(1) == store.append([NewEvent(UUID(int=1), "A", 1, b"{}", ("a",))], AppendCondition(ALL, 0))
        assert [1] == [event.position for event in store.read(ALL).events]
        store.close()
        with psycopg.connect(mine) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM factbook.event")
    with guarded.database() as url:
        init(url)
        guarded.run(*grants, database=url.rpartition("/")[2])
        mine = _of(guarded, ENCODED, url.rpartition("/")[2])
        with Application(shop, mine, effects=Outside().handlers, snapshots=True) as app:
            app.send(register())
            app.settle()

            assert 1 == len(app.views.rows(CustomerDirectory))


def test_what_is_beside_is_refused_in_a_line(guarded: PostgresServer) -> None:
    """A role that may make no schema is told so, whatever needs one."""
    with guarded.database() as url:
        init(url)
        mine = _of(guarded, ENCODED, url.rpartition("/")[2])
        for act in (lambda: open_desk(mine), lambda: Views(shop, mine)):
            with pytest.raises(
                StoreUnfit, match=r"the schema (work|views) of postgresql://\S+ cannot be used: .*denied"
            ):
                act()


def test_stores_of_one_database_have_their_own_neighbours(postgres: str) -> None:
    """Views, reactions and states of one are nothing to the other."""
    urls = [postgres, f"{postgres}?schema=old&connections=2"]
    rows: list[int] = []
    for number, url in enumerate(urls, 1):
        init(url)
        with Application(shop, url, effects=Outside().handlers, snapshots=True) as app:
            for one in range(number):
                app.send(register(f"{one}@example.org"))
            app.settle()
            app.views.rebuild(CustomerDirectory)
            app.settle()
            rows.append(len(app.views.rows(CustomerDirectory)))

    assert [1, 2] == rows
    with psycopg.connect(postgres) as connection:
        found = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information|public)' ORDER BY 1"
        ).fetchall()
    assert ["factbook", "old", "old_states", "old_views", "old_work", "states", "views", "work"] == [
        name for (name,) in found
    ]


def test_what_cannot_be_reached_is_unavailable_at_once() -> None:
    """Nobody listens: no waiting, and no secret."""
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        open_store(f"postgresql://postgres@127.0.0.1:{free_port()}/shop")


# The schema ----------------------------------------------------------------------------------------------------------


def test_a_database_without_a_store_is_told_apart(postgres: str) -> None:
    """The command to run stands in the error; opening creates nothing."""
    with pytest.raises(StoreUnfit, match=r"run: factbook store init --store 'postgresql://127\.0\.0\.1:\d+/test_\d+'$"):
        open_store(postgres)
    with pytest.raises(StoreUnfit, match="run: factbook store init"):
        upgrade(postgres)
    with psycopg.connect(postgres) as connection:
        assert [(None,)] == connection.execute("SELECT to_regnamespace('factbook')").fetchall()


def test_init_twice_is_init_once(postgres: str) -> None:
    """And upgrading what is current changes nothing either."""
    assert [2, 2, 2] == [init(postgres), init(postgres), upgrade(postgres)]
    open_store(postgres).close()


def test_tables_of_the_first_version_are_upgraded(postgres: str) -> None:
    """They had no place for a note about tags; until they have, they are refused."""
    init(postgres)
    with psycopg.connect(postgres) as connection:
        connection.execute("ALTER TABLE factbook.store DROP COLUMN tag_note")
        connection.execute("UPDATE factbook.store SET version = 1")
    with pytest.raises(StoreUnfit, match="run: factbook store upgrade"):
        open_store(postgres)
    upgrade(postgres)
    store = open_store(postgres)
    note = store.tag_note() if isinstance(store, Retagging) else None
    store.close()

    assert note == ""


@pytest.mark.parametrize(("version", "says"), [(0, "run: factbook store upgrade"), (99, "newer than the 2")])
def test_another_version_is_refused(postgres: str, version: int, says: str) -> None:
    """By everything but the way out."""
    init(postgres)
    with psycopg.connect(postgres) as connection:
        connection.execute("UPDATE factbook.store SET version = %s", (version,))
    refused: list[str] = []
    for act in (open_store, init):
        with suppress(FactbookError):
            act(postgres)
            refused.append("nothing")
        with pytest.raises(StoreUnfit, match=says):
            act(postgres)

    assert [] == refused


def test_a_database_in_another_encoding_is_refused(postgres_server: PostgresServer) -> None:
    """Texts would come back as others, or not at all."""
    postgres_server.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'")
    try:
        with pytest.raises(StoreUnfit, match="encoded in LATIN1"):
            init(postgres_server.url("latin"))
    finally:
        postgres_server.run("DROP DATABASE latin")


def test_texts_are_utf_8_whatever_is_asked_for(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment and the URL may name another encoding: that is for other programs."""
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    init(postgres)
    event = NewEvent(UUID(int=1), "shop.Größe", 1, '{"to": "Zoë"}'.encode(), ("an:Žofie",))
    with closing(open_store(f"{postgres}{'&' if '?' in postgres else '?'}client_encoding=LATIN1")) as store:
        assert isinstance(store.append([event]), Appended)
        [recorded] = store.read(Query((QueryItem(("shop.Größe",), ("an:Žofie",)),))).events

    assert (event.type, event.data, event.tags) == (recorded.type, recorded.data, recorded.tags)
