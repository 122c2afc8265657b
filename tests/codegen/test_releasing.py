"""What people add to a release is looked at before it is kept for ever."""

from __future__ import annotations

from pathlib import Path

import pytest
from factbook_codegen.checking import check
from factbook_codegen.model import Json
from factbook_codegen.reading import read
from factbook_codegen.releasing import freeze, unfit
from factbook_codegen.settings import Project

TEXT = "context: ordering\nevents:\n  OrderPlaced:\n    fields: {order_id: uuid}\n"
FOLDER = "generated/shop/released/ordering"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one event, which was released."""
    (tmp_path / "catalogue" / "shop").mkdir(parents=True)
    (tmp_path / "catalogue" / "shop" / "ordering.yaml").write_text(TEXT, "utf-8")
    release(project := Project(tmp_path))
    return project


def release(project: Project) -> None:
    def none(_system: str, _context: str, _event: str, _version: int) -> list[Json]:
        return []

    freeze(project, read(project.catalogue, project.root).catalogue, none)


def told(project: Project) -> list[str]:
    return list(unfit(project, read(project.catalogue, project.root).catalogue))


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("OrderPlaced.v1.mine.json", "{", "this is neither a JSON object nor a list of them: "),
        ("OrderPlaced.v1.mine.json", "3", "this is neither a JSON object nor a list of them: "),
        ("OrderPlaced.v1.mine.json", "[]", "there is nothing in it"),
        ("OrderPlaced.v2.mine.json", "{}", "there is no ordering/OrderPlaced.v2 to add payloads to: "),
        ("OrderPlacd.v1.mine.json", "{}", "there is no ordering/OrderPlacd.v1 to add payloads to: "),
        ("mine.json", "{}", "there is no ordering/mine.v to add payloads to: "),
    ],
)
def test_what_cannot_be_a_payload_is_told(name: str, text: str, wrong: str, project: Project) -> None:
    """With its file; once it was frozen, it would be in the way for ever."""
    (project.root / FOLDER / name).write_text(text, "utf-8")
    [said] = told(project)

    assert said.startswith(f"{FOLDER}/{name}: {wrong}")


@pytest.mark.parametrize("text", ['{"order_id": "o"}', '[{"order_id": "o"}, {"order_id": "p"}]'])
def test_a_payload_or_several_are_fine(text: str, project: Project) -> None:
    """And what was frozen is no longer looked at here."""
    file = project.root / FOLDER / "OrderPlaced.v1.from-spring.json"
    file.write_text(text, "utf-8")

    assert [] == told(project)
    release(project)
    file.write_text("{", "utf-8")
    assert [] == told(project)


@pytest.mark.parametrize("file", ["ordering/OrderPlaced.v1.json", "catalogue/ordering.yaml"])
def test_what_was_released_stays_as_it_is(file: str, project: Project) -> None:
    """An edit by hand is told until it is taken back; the next release writes only its catalogue anew."""
    released = project.root / "generated/shop/released" / file
    before = released.read_text("utf-8")
    assert "FB708" not in [one.code for one in check(project)[0]]

    released.write_text(before + "\n", "utf-8")
    [edited] = [one for one in check(project)[0] if one.code == "FB708"]
    released.unlink()
    [gone] = [one for one in check(project)[0] if one.code == "FB708"]

    assert ("this released file was edited by hand", "this released file is missing") == (edited.message, gone.message)
    assert f"generated/shop/released/{file}" == edited.place.file


def test_the_catalogue_of_the_last_release_is_another_each_time(project: Project) -> None:
    """A release replaces it, with its digest; a file that is no more is not missed."""
    old = project.catalogue / "shop" / "ordering.yaml"
    old.rename(old.with_name("orders.yaml"))
    release(project)

    assert "FB708" not in [one.code for one in check(project)[0]]
    assert ["orders.yaml"] == [one.name for one in (project.root / "generated/shop/released/catalogue").iterdir()]
