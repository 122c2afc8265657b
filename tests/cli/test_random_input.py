"""Whatever stands in a file, a URL or an argument, a person reads what is wrong with it, and no traceback."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random

import apsw
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from factbook.stores.sqlite.database import Database
from tests.cli.running import Answer, factbook
from tests.docs.snippets import ROOT
from tests.examples import examples

ADA = "6e8bc430-9c3a-41d9-9669-0800200c9a66"
REGISTER = (
    *("RegisterCustomer", f"customer_id={ADA}", "email=ada@example.org", "name=Ada"),
    "registered_at=2026-01-01T12:00:00Z",
)
LOOKS = (
    *(("events",), ("events", "--json", "--since", "2020-01-01"), ("events", "--tree", "1"), ("views",)),
    *(("views", "CustomerDirectory"), ("reactions",), ("flags",), ("store", "verify"), ("store", "retag")),
    *(("run", "--until-idle"), ("send", *REGISTER, "--settle"), ("state", "Customer", f"customer_id={ADA}")),
)
SOME = settings(
    max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
HOSTILE = [
    *(
        b"",
        b"\0" * 100,
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 6_000,
        b'{"email":' + b"9" * 5_000 + b"}",
        b"\xff\xfe",
    ),
    *("\ud800".encode("utf-8", "surrogatepass"), b'{"name":"\\ud800"}', b'{"name":NaN}', b'{"registered_at":1e999}'),
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
COMMANDS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("customer_id", "email", "name", "registered_at", "more"), VALUES)
).map(lambda fields: json.dumps(fields).encode())
BYTES = st.sampled_from(HOSTILE) | st.binary(max_size=200) | COMMANDS
PIECES = st.sampled_from([*"/:?=&@[]#%. \0\n", "//", "%00", "%ff", "\udcff", "\ud800", "é", "a", "1"])
URLS = st.builds(
    str.__add__,
    st.sampled_from(["sqlite:", "postgresql:", "postgresql://127.0.0.1:1/", "postgres://", "memory:", ""]),
    st.lists(PIECES, max_size=8).map("".join),
)


def told(answer: Answer) -> bool:
    """Whether it ended as commands do; anything that was raised has come up in the test already."""
    return answer.code in (0, 1, 2, 3) and "Traceback" not in answer.out + answer.err


@SOME
@given(data=BYTES, way=st.sampled_from(["@", "-", "state"]))
def test_json(data: bytes, way: str, tmp_path: Path) -> None:
    """As a file, and as what a shell hands over."""
    file = tmp_path / "command.json"
    file.write_bytes(data)
    text = data.decode("utf-8", "surrogateescape").replace("\0", "0")
    match way:
        case "@":
            answer = factbook("send", "RegisterCustomer", f"@{file}", "--store", "memory:", cwd=ROOT)
        case "-":
            answer = factbook("send", "RegisterCustomer", f"name={text}", "--store", "memory:", cwd=ROOT)
        case _:
            answer = factbook("state", "Customer", f"{{{text}", "--store", "memory:", cwd=ROOT)

    assert told(answer)


@SOME
@example(url="sqlite:a%00b", look=("reactions",))
@example(url="sqlite:\ud800", look=("store", "verify"))
@example(url="postgresql://%ff", look=("views",))
@example(url="postgresql:///\ud800", look=("events",))
@example(url="postgres://.//", look=("reactions",))
@given(url=URLS, look=st.sampled_from([one for one in LOOKS if one[0] not in ("run", "send", "flags")]))
def test_urls(url: str, look: tuple[str, ...], tmp_path: Path) -> None:
    """Of any kind of store, or of none."""
    if url.startswith("sqlite:"):
        url = f"sqlite:{tmp_path}/{url[7:]}"

    assert told(factbook(*look, "--store", url, cwd=ROOT))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all the files of a system."""
    folder = tmp_path_factory.mktemp("whole")
    answer = factbook("send", *REGISTER, "--settle", "--store", f"sqlite:{folder / 'shop.db'}", cwd=ROOT)
    assert answer.code == 0
    assert ["shop.db", "shop.views.db", "shop.work.db"] == sorted(one.name for one in folder.iterdir())
    return folder


@SOME
@given(
    name=st.sampled_from(["shop.db", "shop.views.db", "shop.work.db"]),
    seed=st.integers(0, 2**32),
    look=st.sampled_from(LOOKS),
    junk=st.none() | BYTES,
)
def test_files_of_sqlite(
    name: str, seed: int, look: tuple[str, ...], junk: bytes | None, files: Path, tmp_path: Path
) -> None:
    """Some bytes are others, or all of them, or what stood behind is gone."""
    folder = tmp_path / "damaged"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(files, folder)
    chance, data = Random(seed), bytearray((folder / name).read_bytes())
    for _ in range(chance.choice([1, 3, 30, 300])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    cut = chance.choice([len(data), len(data), chance.randrange(len(data))])
    (folder / name).write_bytes(bytes(data[:cut]) if junk is None else junk)

    assert told(factbook(*look, "--store", f"sqlite:{folder / 'shop.db'}", cwd=ROOT))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project, of which nothing is generated yet."""
    folder = tmp_path_factory.mktemp("new")
    assert factbook("new", "shop", cwd=folder).code == 0
    return folder / "shop"


@SOME
@given(
    name=st.sampled_from(["catalogue/shop/lending.yaml", "catalogue/shop/system.yaml", "pyproject.toml"]),
    look=st.sampled_from([("check",), ("check", "--format", "json"), ("generate", "--check"), ("diff", "catalogue")]),
    data=BYTES,
)
def test_catalogues_and_settings(name: str, look: tuple[str, ...], data: bytes, project: Path) -> None:
    """The rest of the project is whole."""
    file = project / name
    before = file.read_bytes() if file.exists() else b""
    file.write_bytes(data)
    try:
        answer = factbook(*look, cwd=project)
    finally:
        file.write_bytes(before)

    assert told(answer)


@pytest.mark.parametrize(
    ("name", "sql", "look", "said"),
    [
        ("shop.db", "UPDATE note SET text = CAST(x'ff' AS TEXT)", ("run", "--until-idle"), "StoreUnavailable: "),
        (
            "shop.work.db",
            "UPDATE cursors SET policy = CAST(x'ff' AS TEXT) WHERE policy LIKE '%Due'",
            ("reactions",),
            "StoreUnfit: ",
        ),
        (
            "shop.work.db",
            "UPDATE cursors SET policy = CAST(x'ff' AS TEXT) WHERE policy LIKE '%Due'",
            ("run", "--until-idle"),
            "StoreUnfit: ",
        ),
        ("shop.views.db", "UPDATE _progress SET fingerprint = CAST(x'ff' AS TEXT)", ("views",), "StoreUnfit: "),
    ],
)
def test_texts_that_are_none(
    name: str, sql: str, look: tuple[str, ...], said: str, files: Path, tmp_path: Path
) -> None:
    """SQLite takes any bytes for a text; it is told in a line."""
    shutil.copytree(files, tmp_path / "damaged")
    db: Database = apsw.Connection(str(tmp_path / "damaged" / name))
    db.execute(sql)  # pyright: ignore[reportUnknownMemberType]  # apsw's stubs leave out what numpy would be
    db.close()
    answer = factbook(*look, "--store", f"sqlite:{tmp_path / 'damaged/shop.db'}", cwd=ROOT)

    assert (3, said, 1) == (answer.code, answer.err[: len(said)], len(answer.err.splitlines()))
