"""Commands that only look change nothing, and need no right but to read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from shlex import join

import pytest

from factbook.errors import StoreUnavailable
from factbook.stores.postgres import init
from factbook.stores.readonly import open_read_only
from tests.cli.running import Answer, factbook
from tests.cli.test_disks import FACTBOOK, on_a_disk_of_its_own
from tests.docs.snippets import ROOT
from tests.servers import PostgresServer

ADA = "6e8bc430-9c3a-41d9-9669-0800200c9a66"
LOOKS = {
    ("events", "--json"): '"type": "customers.CustomerRegistered"',
    ("events", "--tree", "1"): "└ customers.CustomerRegistered",
    ("state", "Customer", f"customer_id={ADA}", "email=ada@example.org"): "state at position 1: ",
    ("store", "verify"): "1 events, all as the catalogue says",
    ("flags", "mail_customers"): "mail_customers: on",
    ("views", "--stale"): "customers.CustomerDirectory: running at position 1\n",
    ("views", "CustomerDirectory", "--stale", "--json"): '"email":"ada@example.org"',
    ("reactions",): "shipping.ShipWhenPaid: at position 1, 0 waiting\n",
}
"""What only looks, and something of what it says when one customer has registered."""


def run(*arguments: str, store: str) -> Answer:
    return factbook(*arguments, "--store", store, cwd=ROOT)


def fill(store: str) -> None:
    """Record one event, and what follows; bring the views up to date."""
    customer = ("RegisterCustomer", f"customer_id={ADA}", "email=ada@example.org", "name=Ada")
    assert 0 == run("send", *customer, "--settle", store=store).code


def stands(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of events, of views, and of reactions."""
    found = tmp_path / "disk"
    found.mkdir()
    fill(f"sqlite:{found}/shop.db")
    return found


@pytest.mark.parametrize(("command", "said"), LOOKS.items(), ids=lambda one: " ".join(one)[:20] if one else "")
def test_a_look_leaves_all_files_as_they_are(command: tuple[str, ...], said: str, folder: Path) -> None:
    before = stands(folder)
    answer = run(*command, store=f"sqlite:{folder}/shop.db")

    assert (0, True) == (answer.code, said in answer.out), answer
    assert before == stands(folder)


@pytest.mark.parametrize("command", [("views", "--stale"), ("reactions",), ("flags",)], ids=" ".join)
def test_a_look_makes_nothing_where_there_are_only_events(command: tuple[str, ...], folder: Path) -> None:
    """Such as beside a backup."""
    alone = folder.with_name("alone")
    alone.mkdir()
    shutil.copy(folder / "shop.db", alone)

    assert 0 == run(*command, store=f"sqlite:{alone}/shop.db").code
    assert ["shop.db"] == [one.name for one in alone.iterdir()]


def test_a_disk_that_is_read_only(folder: Path) -> None:
    """Everything can be looked at; what would write says so; and the events can be copied from there."""
    saved = folder.with_name("saved")
    shutil.copytree(folder, saved)
    where = f"--store sqlite:{folder}/shop.db"
    script = [
        f"cp {saved}/* {folder}; mount -o remount,ro none {folder}; cd {ROOT}",
        *(f"{FACTBOOK} {join(look)} {where}" for look in LOOKS),
        f"{FACTBOOK} store copy sqlite:{folder}/shop.db sqlite:{folder.parent}/copy.db",
        f"{FACTBOOK} views {where} || echo exit $?",
        f"{FACTBOOK} flags mail_customers off {where} || echo exit $?",
    ]
    answer = on_a_disk_of_its_own(folder, "size=10m", "; ".join(script))

    for said in (*LOOKS.values(), "1 events copied; both stores hold the same\n"):
        assert said in answer.stdout, answer.stderr
    assert answer.stdout.endswith("exit 3\nexit 3\n"), answer
    assert "`factbook views --stale` shows them as they are" in answer.stderr
    assert "this process may not write there" in answer.stderr


@pytest.mark.parametrize(
    "command",
    [("events",), ("state", "SetPrice", "sku=MUG-0001"), ("store", "verify"), ("views",), ("flags",)],
    ids=" ".join,
)
def test_an_empty_file_is_told_to_be_one(command: tuple[str, ...], tmp_path: Path) -> None:
    """And not taken for a store in which nothing has happened."""
    (tmp_path / "shop.db").touch()
    answer = run(*command, store=f"sqlite:{tmp_path}/shop.db")

    assert (3, "") == (answer.code, answer.out)
    assert "shop.db: there is nothing in this file (0 bytes), so it is no store" in answer.err
    assert {"shop.db": b""} == stands(tmp_path)


@pytest.fixture(params=["may only select", "has sessions that are read-only"])
def looker(request: pytest.FixtureRequest, postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a database for a role that can only look."""
    with postgres_server.database() as url:
        init(url)
        fill(url)
        name = url.rpartition("/")[2]
        rights = "SELECT" if request.param == "may only select" else "ALL"
        setting = "off" if rights == "SELECT" else "on"
        postgres_server.run(
            f"CREATE ROLE looker_of_{name} LOGIN",
            f"ALTER ROLE looker_of_{name} SET default_transaction_read_only = {setting}",
            *(
                f"GRANT USAGE ON SCHEMA {schema} TO looker_of_{name};"
                f" GRANT {rights} ON ALL TABLES IN SCHEMA {schema} TO looker_of_{name}"
                for schema in ("factbook", "views", "work")
            ),
            database=name,
        )
        yield postgres_server.url(name, f"looker_of_{name}")
        postgres_server.run(f"DROP OWNED BY looker_of_{name}", database=name)
    postgres_server.run(f"DROP ROLE looker_of_{name}")


def test_a_role_that_can_only_look(looker: str) -> None:
    """Looks, at everything; and what would write says so, in a line."""
    for command, said in LOOKS.items():
        answer = run(*command, store=looker)
        assert (0, True) == (answer.code, said in answer.out), answer
    more = ("RegisterCustomer", "email=bob@example.org", "name=Bob")
    assert 0 == run("send", *more, store=f"postgresql://postgres{looker[looker.index('@') :]}").code
    for command in (
        ("views",),
        ("flags", "mail_customers", "off"),
        ("reactions", "drop", "shipping.ShipWhenPaid", "1"),
    ):
        answer = run(*command, store=looker)
        assert (3, "", 1) == (answer.code, answer.out, len(answer.err.splitlines())), answer
    store = open_read_only(looker)
    try:
        assert 2 == store.wait(1, 5)
        with pytest.raises(StoreUnavailable):
            store.append([])
    finally:
        store.close()


def test_a_database_with_nothing_but_events(postgres: str) -> None:
    """Looking makes neither views nor reactions there."""
    init(postgres)

    assert 0 == run("views", "--stale", store=postgres).code
    assert "no policy had anything to do so far\n" == run("reactions", store=postgres).err
    assert "customers.CustomerDirectory: missing at position 0\n" in run("views", "--stale", store=postgres).out
