"""Names of what was released are kept: nothing else takes them later."""

from __future__ import annotations

from pathlib import Path

import pytest
from factbook_codegen import reports
from factbook_codegen.checking import check
from factbook_codegen.model import Json
from factbook_codegen.reading import read
from factbook_codegen.releasing import freeze
from factbook_codegen.settings import Project

PLACED = "  OrderPlaced:\n    fields: {order_id: uuid}\n"
PACKED = "  OrderPacked:\n    summary: All of it is in a parcel.\n    fields: {order_id: uuid, by: text}\n"


def no_payloads(_system: str, _context: str, _event: str, _version: int) -> list[Json]:
    """Only shapes matter here."""
    return []


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    (tmp_path / "catalogue" / "shop").mkdir(parents=True)
    return Project(tmp_path)


def write(project: Project, *events: str) -> None:
    """Let the catalogue have these events."""
    text = "context: ordering\nevents:\n" + "".join(events)
    (project.catalogue / "shop" / "ordering.yaml").write_text(text, "utf-8")


def release(project: Project, *events: str) -> None:
    """Let these events be what is live."""
    write(project, *events)
    freeze(project, read(project.catalogue, project.root).catalogue, no_payloads)


def told(project: Project, *events: str) -> str:
    """What is said about names, when the catalogue has these events."""
    write(project, *events)
    found = check(project)[0]
    assert not [one for one in found if one.code.startswith("FB6")]
    return reports.text([one for one in found if one.code == "FB709"])


def test_the_name_of_a_removed_event_is_kept(project: Project) -> None:
    """Another event may not have it, with the fields that differ; the same event may come back, told otherwise."""
    release(project, PLACED, PACKED)
    release(project, PLACED)

    other = "  OrderPacked:\n    fields: {order_id: uuid, at: datetime}\n"
    assert """\
catalogue/shop/ordering.yaml:5:3: error[FB709]: the name "OrderPacked" belongs to an event that was released and \
removed; version 1 had order_id, by, and has order_id, at now
    5 |   OrderPacked:
      |   ^^^^^^^^^^^
      = give it another name, since what was recorded under this one stays; or take the event back as it was
""" == told(project, PLACED, other)
    assert told(project, PLACED, PACKED.replace("All of it is", "It is all")) == ""


def test_an_event_that_was_released_further_comes_back_whole(project: Project) -> None:
    """An earlier version of it alone, or the same fields of other types, is another event."""
    second = PACKED + "    version: 2\n    changes: {2: {remove: {tape: int}}}\n"
    release(project, PLACED, second)
    release(project, PLACED)

    assert "that one was released up to version 2, and this one has 1" in told(
        project, PLACED, PACKED.replace("by: text", "by: text, tape: int")
    )
    assert "the fields of version 1 are of other types" in told(
        project, PLACED, second.replace("tape: int", "tape: text")
    )
    assert told(project, PLACED, second) == ""


def test_an_event_that_was_never_removed_is_for_diff_to_judge(project: Project) -> None:
    """Whether its change needs a version is another question."""
    release(project, PLACED, PACKED)

    assert told(project, PLACED, PACKED.replace("by: text", "by: text, on: date?")) == ""


NOTE = "  OrderNoted:\n    fields: {order_id: uuid, %s}\n    version: %d\n    changes: {%s}\n"


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        ("note: int", ["remove: {note: text}", "add: {note: 0}"]),
        ("note: int, said: text", ["rename: {note: said}", "add: {note: 0}"]),
        ("note: text", ["remove: {note: text}, add: {said: ''}", "rename: {said: note}"]),
        ("note: int, said: text", ["rename: {note: said}, add: {note: 0}"]),
    ],
)
def test_the_name_of_a_field_that_is_gone_is_kept(project: Project, fields: str, changes: list[str]) -> None:
    """Whether it was removed or renamed, and however another field comes to its name."""
    release(project, "  OrderNoted:\n    fields: {order_id: uuid, note: text}\n")
    steps = ", ".join(f"{number}: {{{steps}}}" for number, steps in enumerate(changes, 2))
    said = told(project, NOTE % (fields, len(changes) + 1, steps))

    last = len(changes) + 1
    assert f'version {last} of OrderNoted has a new "note", and version 1 was released with another one' in said


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        ("note: text", "2: {rename: {note: said}}, 3: {rename: {said: note}}"),
        ("said: text", "2: {rename: {note: said}}"),
        ("on: date?", "2: {remove: {note: text}}, 3: {add: {on: null}}"),
        ("note: text, most: text", "2: {add: {most: 0}}, 3: {remove: {most: int}}, 4: {add: {most: ''}}"),
    ],
)
def test_what_may_be_done_with_names(project: Project, fields: str, changes: str) -> None:
    """The same thing may have its name back; names that no released version had are nobody's."""
    release(project, "  OrderNoted:\n    fields: {order_id: uuid, note: text}\n")
    last = changes.count("{") // 2 + 1

    assert told(project, NOTE % (fields, last, changes)) == ""


def test_names_inside_of_records_are_kept(project: Project) -> None:
    """A name is kept where it was, by its path."""
    line = "types: {Line: {record: {%s}}}\nevents:\n"
    event = "  OrderPlaced:\n    fields: {lines: 'list[Line]'}\n"

    def with_type(fields: str, more: str = "") -> tuple[str, str]:
        return line % fields, event + more

    file = project.catalogue / "shop" / "ordering.yaml"
    file.write_text("context: ordering\n" + "".join(with_type("qty: int")), "utf-8")
    freeze(project, read(project.catalogue, project.root).catalogue, no_payloads)
    versions = "    version: 3\n    changes: {2: {rename: {lines.qty: lines.quantity}}, 3: {add: {lines.qty: 0}}}\n"
    file.write_text("context: ordering\n" + "".join(with_type("quantity: int, qty: int", versions)), "utf-8")

    assert ['version 3 of OrderPlaced has a new "lines.*.qty", and version 1 was released with another one'] == [
        one.message for one in check(project)[0] if one.code == "FB709"
    ]
