"""What stands on the shelf is what was put there, and comes into the room in two pieces."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
from factbook_codegen.model import Context, Ref
from factbook_codegen.reading import Sheet, Shelf, read_system, shelf
from factbook_codegen.reading.shelf import Kept

from tests.codegen.reading.support import SMALL, read_one

USES = (Ref("ordering", "OrderId"),)


@pytest.fixture
def kept() -> Kept:
    """A context with what is known about it."""
    return Kept(read_one(SMALL)[0], (), (), USES)


@pytest.fixture
def file(tmp_path: Path, kept: Kept) -> Path:
    """Where that context was put."""
    Shelf(tmp_path, {"shop/ordering": "key"}).put("shop/ordering", kept)
    return tmp_path / "key"


def taken(file: Path) -> Kept | None:
    """What the next run finds there."""
    return Shelf(file.parent, {"shop/ordering": file.name}).take("shop/ordering")


def test_fields_are_fetched_when_one_is_asked_for(file: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """And only once; to all who look they are what was put there."""
    fetched: list[bytes] = []
    monkeypatch.setattr(shelf, "_fields", lambda data: fetched.append(data) or pickle.loads(data))  # type: ignore[func-returns-value]
    found = taken(file)
    assert found is not None
    events = found.context.events
    assert [*kept.context.events] == [*events]
    assert [] == fetched
    fields = events["OrderPlaced"].fields
    own = kept.context.events["OrderPlaced"].fields

    assert (2, ["order_id", "note"], [*own.items()]) == (len(fields), [*fields], [*fields.items()])
    assert (own["note"], [*own], [*own.values()]) == (fields["note"], [*fields.keys()], [*fields.values()])
    assert (repr(own), True, False) == (repr(fields), "note" in fields, "notes" in fields)
    assert (fields, kept) == (own, found)
    assert 1 == len(fetched)


@pytest.mark.parametrize("place", [0, 5, 20, -100, -1])
def test_a_damaged_file_is_none(file: Path, place: int) -> None:
    """Wherever the damage is: even where it would be noticed only later."""
    data = bytearray(file.read_bytes())
    data[place] ^= 0xFF
    file.write_bytes(data)

    assert taken(file) is None


@pytest.mark.parametrize("size", [0, 3, 8, 100, -1])
def test_a_short_file_is_none(file: Path, size: int) -> None:
    """Nothing at all, or all but the last byte."""
    file.write_bytes(file.read_bytes()[:size])

    assert taken(file) is None


def test_only_classes_of_the_model_come_out(file: Path, kept: Kept) -> None:
    """A project may come from anywhere."""
    strangers: list[Any] = ["a text", OrderedDict[str, int](a=1), print]
    for stranger in strangers:
        Shelf(file.parent, {"shop/ordering": "key"}).put("shop/ordering", kept._replace(allowances=(stranger,)))

        assert (taken(file) is None) == (stranger != "a text")


def test_types_that_only_a_kept_context_uses_are_used(tmp_path: Path) -> None:
    """Whether its messages mention a type is known without their fields."""
    shared = "system: shop\ntypes:\n  OrderId: {type: uuid, tag: order}\n"
    own = SMALL.replace("types:\n  OrderId: {type: uuid, tag: order}\n", "")
    sheets = tuple(
        Sheet("shop", name, f"catalogue/shop/{name}.yaml", text.encode())
        for name, text in {"ordering": own, "system": shared}.items()
    )
    first = read_system("shop", sheets, Shelf(tmp_path, {"shop/ordering": "key"}))
    again = read_system("shop", sheets, Shelf(tmp_path, {"shop/ordering": "key"}))

    assert ([], first) == (again[1], again)
    assert isinstance(again[0].contexts["ordering"], Context)
