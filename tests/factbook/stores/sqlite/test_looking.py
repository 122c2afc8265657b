"""A file that is only looked at stays as it is, and can be looked at where nothing can be written."""

# pyright: reportUnknownMemberType=false
# (apsw's stubs leave out what numpy would be)

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread, Timer
from uuid import uuid4

import apsw
import pytest

from factbook.errors import FactbookError, StoreUnfit
from factbook.queries import ALL, Query, QueryItem
from factbook.recording import NewEvent
from factbook.stores.readonly import open_read_only
from factbook.stores.sqlite import SqliteStore, files, fresh, looking
from factbook.stores.sqlite.reader import SqliteReader

NOBODY = 65534
TAGGED = Query((QueryItem(tags=("all",)),))


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that others reach, too."""
    found = Path(mkdtemp(prefix="factbook-look-"))
    if not all(parent.stat().st_mode & 0o001 for parent in found.parents):
        pytest.skip("others cannot reach the folder of temporary files")
    found.chmod(0o755)
    yield found
    found.chmod(0o755)
    shutil.rmtree(found)


def record(file: Path, number: int = 1) -> None:
    """Append so many events, and close the file."""
    with closing(SqliteStore(file)) as store:
        for _ in range(number):
            store.append([NewEvent(uuid4(), "Counted", 1, b"{}", ("all",))])


def copied(file: Path, *endings: str) -> None:
    """Let the file and some of what is beside it lie there as they do while somebody writes."""
    apart = file.with_name("apart.db")
    record(apart, 2)
    with closing(SqliteStore(apart)) as store:
        store.append([NewEvent(uuid4(), "Counted", 1, b"{}", ("all",))])
        for ending in ("", *endings):
            shutil.copy(f"{apart}{ending}", f"{file}{ending}")
    apart.unlink()


def counted(file: Path) -> str:
    """How many events are seen there, or what is said."""
    try:
        with closing(open_read_only(f"sqlite:{file}")) as store:
            found = [len(store.read(query).events) for query in (ALL, TAGGED)]
            return " ".join(map(str, found))
    except FactbookError as fault:
        return str(fault)


def as_nobody(question: Callable[[], str]) -> str:
    """What is answered to somebody who has no more rights than the modes of files say."""
    if os.geteuid() != 0:
        return question()
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.write(writing, question().encode())
        except BaseException:
            os.write(writing, traceback.format_exc().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    os.wait()
    return said


def stands(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


@pytest.mark.parametrize("folder_mode", [0o777, 0o755, 0o555], ids=oct)
@pytest.mark.parametrize("file_mode", [0o666, 0o444], ids=oct)
@pytest.mark.parametrize("log", ["wal", "empty", "delete"])
def test_a_look_makes_nothing_and_needs_nothing(folder: Path, folder_mode: int, file_mode: int, log: str) -> None:
    """Whatever may be written there. What SQLite makes for who reads would belong to whoever has looked."""
    file = folder / "shop.db"
    record(file, 3)
    if log == "empty":
        (folder / "shop.db-wal").touch(0o644)
    if log == "delete":
        with closing(sqlite3.connect(file)) as db:
            db.execute("PRAGMA journal_mode = delete")
    file.chmod(file_mode)
    folder.chmod(folder_mode)
    before = stands(folder)

    assert "3 3" == as_nobody(lambda: counted(file))
    assert before == stands(folder)


def test_what_is_in_the_log_is_seen_beside_its_shared_memory(folder: Path) -> None:
    """As where somebody writes, or has died."""
    file = folder / "shop.db"
    copied(file, "-wal", "-shm")
    folder.chmod(0o555)
    before = stands(folder)

    assert "3 3" == as_nobody(lambda: counted(file))
    assert before == stands(folder)


def test_a_log_that_cannot_be_read_is_not_left_out(folder: Path) -> None:
    """What to do about it is told, and is right."""
    file, elsewhere = folder / "shop.db", folder.with_name(f"{folder.name}.copy")
    copied(file, "-wal")
    shutil.copytree(folder, elsewhere)
    folder.chmod(0o555)

    said = as_nobody(lambda: counted(file))

    assert said == (
        f"{file}: shop.db-wal beside it holds what is not in the file yet, and cannot be read here, where this process"
        " may not make a shop.db-shm: copy shop.db and shop.db-wal to a folder of your own, and look there"
    )
    assert "3 3" == counted(elsewhere / "shop.db")
    shutil.rmtree(elsewhere)


def test_a_file_that_may_not_be_read(folder: Path) -> None:
    file = folder / "shop.db"
    record(file)
    file.chmod(0o200)

    assert f"{file}: this process may not read it" == as_nobody(lambda: counted(file))


def test_a_log_on_a_network_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file alone can be looked at there; nobody writes to it."""
    file = tmp_path / "shop.db"

    def network(_: Path) -> str:
        return "nfs4"

    monkeypatch.setattr(looking, "network", network)
    record(file, 2)

    assert "2 2" == counted(file)
    copied(file, "-wal", "-shm")
    assert "both are on a network file system (nfs4)" in counted(file)


def test_somebody_else_writes_meanwhile(folder: Path) -> None:
    """Somebody who may not write sees what is recorded, from the first event on."""
    file = folder / "shop.db"
    record(file)
    looker = SqliteReader(file)
    writer = SqliteStore(file)

    for number in range(2, 5):
        writer.append([NewEvent(uuid4(), "Counted", 1, b"{}", ("all",))])
        assert number == len(looker.read(TAGGED).events)
        assert f"{number} {number}" == as_nobody(lambda: counted(file))
    writer.close()
    record(file)

    assert (5, 5) == (looker.wait(0, 0), len(looker.read(ALL).events))
    looker.close()


def test_each_new_event_is_seen_though_every_writer_closes_the_file(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    record(file)
    with closing(SqliteReader(file)) as looker:
        for position in range(2, 6):
            later = Timer(0.05, record, (file,))
            later.start()
            assert position == looker.wait(position - 1, 20)
            later.join()


WRITER = """
import sys
from pathlib import Path
from tests.factbook.stores.sqlite.test_looking import record
from factbook.stores.sqlite import fresh
fresh.MANY = 50
for _ in range(60):
    record(Path(sys.argv[1]), 7)
"""


def test_no_answer_is_half_of_what_somebody_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even while the log is written into the file, again and again, and taken away."""
    monkeypatch.setattr(fresh, "MANY", 50)
    file = tmp_path / "shop.db"
    record(file)
    seen = [0]
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file)], env={**os.environ, "PYTHONPATH": os.getcwd()}
    ) as one:
        while one.poll() is None:
            with closing(SqliteReader(file)) as looker:
                for _ in range(5):
                    page = looker.read(TAGGED)
                    assert [event.position for event in page.events] == list(range(1, page.head + 1))
                    assert [] == list(looker.damage())
                    seen.append(page.head)

    assert 0 == one.returncode
    assert seen == sorted(seen)
    assert "421 421" == counted(file)


def test_several_threads_look_at_once(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    record(file, 4)
    found: list[int] = []
    with closing(SqliteReader(file)) as looker:
        threads = [Thread(target=lambda: found.append(len(looker.read(TAGGED).events))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert [4] * 8 == found


def test_a_store_of_an_older_factbook_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What upgrades it is told as it can be typed."""
    file = tmp_path / "a b.db"
    record(file)
    monkeypatch.setattr(files, "_STEPS", (*files._STEPS, "CREATE TABLE more (text)"))  # pyright: ignore
    before = stands(tmp_path)

    assert (
        f"{file}: this store has an older form (2; this factbook reads 3), and looking at it changes nothing: run"
        f" `factbook store upgrade --store sqlite:{tmp_path}/a%20b.db`, on a copy if it has to stay as it is"
    ) == counted(file)
    assert before == stands(tmp_path)


@pytest.mark.parametrize("made", [None, "PRAGMA journal_mode = wal", "PRAGMA user_version = 0; VACUUM"])
def test_a_file_without_anything_is_no_store(made: str | None, tmp_path: Path) -> None:
    """Such as a copy that came to nothing."""
    file = tmp_path / "shop.db"
    file.touch()
    if made:
        db = apsw.Connection(str(file))
        list(db.execute(made))
        db.close()
    size = file.stat().st_size

    assert (
        f"{file}: there is nothing in this file ({size:,} bytes), so it is no store: look at the name, or at the copy"
        " that it was made by; the first `factbook send` to it makes it one"
    ) == counted(file)
    assert size == file.stat().st_size


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"events, events\n" * 500, "this is not a database"), (None, "there is no such file")],
    ids=["text", "nothing"],
)
def test_what_is_no_store_is_told(content: bytes | None, said: str, tmp_path: Path) -> None:
    if content:
        (tmp_path / "shop.db").write_bytes(content)
    with pytest.raises(StoreUnfit, match=said):
        open_read_only(f"sqlite:{tmp_path}/shop.db")


def test_a_database_of_somebody_else_is_told(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as db:
        db.execute("CREATE TABLE note (text)")

    assert f"{tmp_path}/shop.db: this is another program's database: name another file" == counted(tmp_path / "shop.db")


def test_a_damaged_file_is_told_each_time(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    record(file, 3)
    db = apsw.Connection(str(file))
    db.execute("DELETE FROM event WHERE position = 2")
    db.close()
    with closing(SqliteReader(file)) as looker:
        for _ in range(2):
            with pytest.raises(FactbookError, match="there is no event at position 2"):
                looker.read(ALL)
