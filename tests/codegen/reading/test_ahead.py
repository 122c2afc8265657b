"""Many contexts are read in two processes, and nobody can tell from the answer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from factbook_codegen import forking
from factbook_codegen.reading import Reading, Shelf, ahead, read

from tests.codegen.reading.support import SMALL

PUBLIC = SMALL.replace("OrderPlaced: {fields", "OrderPlaced: {public: true, fields")
READER = PUBLIC.replace("reads: {OrderPlaced: order_id}", "reads: {OrderPlaced: order_id, c0.OrderPlaced: order_id}")
SHARED = "system: shop\ntypes:\n  OrderId: {type: uuid, tag: order}\n"
COUNT = 24


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A catalogue of many contexts, all of which read an event of the first."""
    folder = tmp_path / "catalogue/shop"
    folder.mkdir(parents=True)
    (folder / "system.yaml").write_text(SHARED, "utf-8")
    own = "types:\n  OrderId: {type: uuid, tag: order}\n"
    for number in range(COUNT):
        text = (PUBLIC if number == 0 else READER).replace("context: ordering", f"context: c{number}").replace(own, "")
        (folder / f"c{number}.yaml").write_text(text, "utf-8")
    return folder.parent


def shelf(folder: Path) -> Shelf:
    """An empty shelf that has a place for every context."""
    names = [f"c{number}" for number in range(COUNT)]
    mentioned = {f"shop/{name}": sorted({"c0", name}) for name in names}
    return Shelf(folder, {f"shop/{name}": f"key_of_{name}" for name in names}, mentioned)


def read_by_two(root: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """What two processes read; it is an error if one of them takes no part."""
    halves: list[tuple[object, object]] = []

    def watched(ours: object, theirs: object) -> tuple[object, object]:
        halves.append((ours, theirs))
        return forking.both(ours, theirs)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(ahead, "may_fork", lambda: hasattr(os, "fork"))
    monkeypatch.setattr(ahead, "both", watched)
    own = shelf(root.parent / "shelf")
    reading = read(root, shelf=own)
    assert len(halves) == 1
    return reading


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")


def test_two_read_what_one_reads(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what they read stands on the shelf for the next run."""
    alone = read(root)

    assert alone == read_by_two(root, monkeypatch)
    assert {f"key_of_c{number}" for number in range(COUNT)} == {one.name for one in (root.parent / "shelf").iterdir()}
    assert alone == read(root, shelf=shelf(root.parent / "shelf"))


@pytest.mark.parametrize("number", [0, 1, COUNT - 1])
@pytest.mark.parametrize("text", ["context: [", "context: cX\n", READER.replace("by: [customer]", "by: [custmer]")])
def test_two_find_what_one_finds(root: Path, monkeypatch: pytest.MonkeyPatch, number: int, text: str) -> None:
    """Problems are reported once, whichever half the file belongs to."""
    (root / f"shop/c{number}.yaml").write_text(text.replace("context: ordering", f"context: c{number}"), "utf-8")
    alone = read(root)

    assert alone.failed
    assert alone == read_by_two(root, monkeypatch)


def test_a_copy_that_fails_is_made_up_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it did not read is read here."""

    def fail(*_: object) -> int:
        return 1 // 0

    monkeypatch.setattr(ahead, "_read", fail)

    assert read(root) == read_by_two(root, monkeypatch)


def test_contexts_that_mention_everything_are_read_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To read half of them all have to be read, so that nothing would be gained."""
    monkeypatch.setattr(ahead, "both", None)
    own = shelf(root.parent / "shelf")
    everything = tuple(f"c{number}" for number in range(COUNT))

    assert read(root) == read(root, shelf=Shelf(own.folder, own.keys, dict.fromkeys(own.keys, everything)))
