"""The picture of the house shows what its modules import."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from factbook_codegen.svg import render

from tests.docs.snippets import ROOT


def script(name: str) -> ModuleType:
    """A script in ``docs/``, as a module."""
    spec = spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


HOUSE = script("draw_house")


def test_the_picture_is_current() -> None:
    """The committed picture is the one that would be drawn now."""
    assert HOUSE.PICTURE.read_text("utf-8") == render({"house": HOUSE.draw()})["house"], "run docs/draw_house.py"


def test_no_part_imports_in_a_circle() -> None:
    """Following what parts import when they are imported, one never comes back to where one was."""
    left: dict[str, set[str]] = {}
    for (tail, head), later in HOUSE.house().arrows.items():
        if not later:
            left.setdefault(tail, set[str]()).add(head)
    while leaves := {part for part, heads in left.items() if not heads & left.keys()}:
        left = {part: heads for part, heads in left.items() if part not in leaves}

    assert [] == sorted(left)


@pytest.mark.parametrize(
    ("line", "arrow"),
    [
        ("from ..model import Context", ("factbook_codegen.targets", "factbook_codegen below")),
        ("import factbook_codegen.model", ("factbook_codegen.targets", "factbook_codegen below")),
        ("from .. import model", ("factbook_codegen.targets", "factbook_codegen below")),
        ("from ..reading.scan import scan", ("factbook_codegen.targets", "factbook_codegen.reading")),
        ("from ..making import made", ("factbook_codegen.targets", "factbook_codegen above")),
        ("from . import Target\nimport json", None),
    ],
)
@pytest.mark.parametrize("later", [False, True])
def test_every_form_of_import_is_seen(line: str, arrow: tuple[str, str] | None, later: bool, tmp_path: Path) -> None:
    """Relative or not, at the top or in a function: an import is an arrow, dashed when it comes later."""
    package = tmp_path / "codegen" / "factbook_codegen"
    body = "def f():\n    " + line.replace("\n", "\n    ") if later else line
    for path, text in {
        "__init__.py": "",
        "model.py": "",
        "making.py": "from .targets import Target",
        "reading/__init__.py": "",
        "reading/scan.py": "",
        "targets/__init__.py": "",
        "targets/schemas.py": body,
    }.items():
        (package / path).parent.mkdir(parents=True, exist_ok=True)
        (package / path).write_text(text)
    making = ("factbook_codegen above", "factbook_codegen.targets")

    assert HOUSE.house(tmp_path).arrows == {making: False} | ({arrow: later} if arrow else {})


def test_no_files_import_each_other_in_a_ring() -> None:
    """Not even for type checkers, or while they run: who reads one file needs not read those that stand above it.

    Only a package may know what is in it, and be known there: it hands on names, or opens what a URL says.
    """
    left = {
        name: {one for one in targets if not one.startswith(f"{name}.")} for name, targets in HOUSE.imports().items()
    }
    while leaves := {name for name, targets in left.items() if not targets & left.keys()}:
        for name in leaves:
            del left[name]
    while roots := left.keys() - {target for targets in left.values() for target in targets}:
        for name in roots:
            del left[name]

    assert set() == left.keys()
