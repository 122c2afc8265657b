"""Packages that load their modules on first use."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.codegen.python import making


@pytest.fixture
def package(tmp_path: Path) -> Iterator[Any]:
    """A package of two modules and a package within."""
    folder = tmp_path / "generated"
    (folder / "inner").mkdir(parents=True)
    (folder / "__init__.py").write_text(
        "from factbook.lazy import lazy_exports\n"
        "own = 1\n"
        '__getattr__, __dir__ = lazy_exports(__name__, {"one": ("A", "B"), "two": ("C",)}, ("inner",))\n'
    )
    (folder / "one.py").write_text("class A: ...\nclass B: ...\n")
    (folder / "two.py").write_text("raise ImportError('two is not to be loaded')\n")
    (folder / "inner/__init__.py").write_text("")
    with making.importable(tmp_path):
        yield import_module("generated")


def loaded() -> set[str]:
    return {name for name in sys.modules if name.startswith("generated.")}


def test_nothing_is_loaded_before_it_is_used(package: Any) -> None:
    """A name loads its module and no other, and is an attribute from then on."""
    before = loaded()
    first = package.A

    assert (set(), {"generated.one"}) == (before, loaded())
    assert vars(package)["A"] is first is sys.modules["generated.one"].A


def test_modules_are_to_be_had_themselves(package: Any) -> None:
    """A package within is an attribute without having been imported."""
    assert package.inner is sys.modules["generated.inner"]


def test_dir_tells_all_names_without_loading_them(package: Any) -> None:
    """Completion in a console knows everything, and costs nothing."""
    assert {"A", "B", "C", "inner", "own"} <= set(dir(package))
    assert set() == loaded()


def test_an_unknown_name_is_an_attribute_error(package: Any) -> None:
    """With the words of Python, and the near miss where Python tells one."""
    with pytest.raises(AttributeError, match="module 'generated' has no attribute 'D'"):
        _ = package.D


def test_what_fails_to_load_says_why(package: Any) -> None:
    """An error in a module is not mistaken for a name that is not there."""
    with pytest.raises(ImportError, match="two is not to be loaded"):
        _ = package.C


def test_using_messages_of_one_context_loads_no_other(tmp_path: Path) -> None:
    """Classes are what importing costs: only modules that a message needs are loaded."""
    making.write(making.python(making.library()), tmp_path)
    script = (
        "import json, sys; from generated import library; from generated.library.readers import ReaderBlocked; "
        "print(json.dumps(sorted(name for name in sys.modules if name.startswith('generated'))))"
    )
    environment = {"PYTHONPATH": f"{tmp_path}:{making.ROOT}"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert [
        "generated",
        "generated.library",
        "generated.library.readers",
        "generated.library.readers.events",
        "generated.library.types",
    ] == json.loads(done.stdout)
