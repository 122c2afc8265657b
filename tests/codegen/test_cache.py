"""What is remembered between runs, and when it is not believed."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest
from factbook_codegen import cache, disk
from factbook_codegen.cache import Memory, Picture, Unit
from factbook_codegen.diagnostics import Diagnostic, Severity
from factbook_codegen.disk import Stamp, digest, look, stamp
from factbook_codegen.model import Place

MEMORY = Memory(
    tool="this",
    key="k",
    inputs={"catalogue/shop/a.yaml": Stamp("d", 1, 2, 3, 4)},
    outputs={"shop/a.txt": Stamp("e", 1, 2, 3, 4)},
    mentions={"catalogue/shop/a.yaml": ["b"]},
    units={"shop/a": Unit("u", {"shop/a.txt": "e"})},
    pictures={"shop/a.svg": Picture("wasm d", "f")},
    problems=[Diagnostic("FB302", "nobody", Place("catalogue/shop/a.yaml", 1, 2), Severity.WARNING, "help", 3, "text")],
    counts={"contexts": 1},
)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """Everything, problems with their source lines too."""
    cache.save(tmp_path, MEMORY)
    loaded = cache.load(tmp_path, "this")

    assert MEMORY == loaded
    assert ["text"] == [one.source for one in loaded.problems]
    assert {"shop/a.txt": "e", "shop/a.svg": "f"} == loaded.wanted


def test_the_memory_of_another_tool_is_not_used(tmp_path: Path) -> None:
    """After an upgrade everything is made anew."""
    cache.save(tmp_path, MEMORY)

    assert Memory("that") == cache.load(tmp_path, "that")


def test_half_a_memory_is_none(tmp_path: Path) -> None:
    """A file that was cut off at any byte is ignored."""
    cache.save(tmp_path, MEMORY)
    file = tmp_path / ".factbook/memory"
    whole = file.read_bytes()

    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert Memory("this") == cache.load(tmp_path, "this")


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    """Two at once would write into the same folder."""
    order: list[str] = []

    def second() -> None:
        with cache.alone(tmp_path):
            order.append("second")

    with cache.alone(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.1)
        order.append("first")
    thread.join()

    assert ["first", "second"] == order


def test_what_a_target_is_made_of_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its module, and what lies in the same package; other packages do not."""
    (tmp_path / "package/templates").mkdir(parents=True)
    (tmp_path / "package/__init__.py").touch()
    (tmp_path / "package/target.py").touch()
    (tmp_path / "package/templates/page.txt").touch()
    (tmp_path / "other.py").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    before = cache.fingerprint(["package.target"])
    (tmp_path / "other.py").write_text("# changed\n")
    assert before == cache.fingerprint(["package.target"])
    (tmp_path / "package/templates/page.txt").write_text("changed")

    assert before != cache.fingerprint(["package.target"])
    assert before != cache.fingerprint([])


def test_a_context_leads_to_all_that_it_leads_to() -> None:
    """Circles included, the unknown left out."""
    mentions = {"a": ["b"], "b": ["c"], "c": ["b"], "d": []}

    assert {"a": ["a", "b", "c"], "b": ["b", "c"], "c": ["b", "c"], "d": ["d"]} == cache.closures(mentions)


# Stamps --------------------------------------------------------------------------------------------------------------


def test_a_file_is_read_only_when_it_may_have_changed(tmp_path: Path) -> None:
    """As long as size, times and inode are the same, its digest is known."""
    file = tmp_path / "a"
    file.write_text("one")
    seen = look(tmp_path)
    stamps = {"a": Stamp("remembered", 3, seen.files["a"].st_mtime_ns, seen.files["a"].st_ctime_ns, file.stat().st_ino)}
    assert "remembered" == look(tmp_path, stamps).digest("a")
    file.touch()

    assert digest(b"one") == look(tmp_path, stamps).digest("a")


def test_a_change_that_keeps_size_and_time_is_seen(tmp_path: Path) -> None:
    """The time at which the inode changed cannot be set back."""
    file = tmp_path / "a"
    file.write_text("one")
    seen = look(tmp_path)
    old = seen.files["a"]
    stamps = {"a": Stamp(digest(b"one"), 3, old.st_mtime_ns, old.st_ctime_ns, old.st_ino)}
    time.sleep(0.02)
    file.write_text("two")
    os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns))

    assert digest(b"two") == look(tmp_path, stamps).digest("a")


def test_a_file_that_changed_just_now_gets_no_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may change again within one tick of the file system's clock."""
    (tmp_path / "a").write_text("one")
    monkeypatch.setattr(disk, "_SETTLED_NS", 600 * 10**9)
    assert {} == stamp(look(tmp_path), {"a": digest(b"one")})
    monkeypatch.setattr(disk, "_SETTLED_NS", -(10**9))

    assert ["a"] == list(stamp(look(tmp_path), {"a": digest(b"one")}))


def test_editors_find_the_schema_of_the_language(tmp_path: Path) -> None:
    """Where the first line of a new catalogue says; an old one is replaced."""
    cache.keep_schema(tmp_path)
    file = tmp_path / ".factbook/language.schema.json"
    schema = file.read_text()
    file.write_text("{}")
    cache.keep_schema(tmp_path)

    assert schema == file.read_text()
    assert schema.startswith("{")
