"""Generating Python for tests: into texts, into a folder, and out of it into this process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import invalidate_caches
from pathlib import Path
from typing import Final

from factbook_codegen.model import System
from factbook_codegen.reading import read
from factbook_codegen.targets import Files, catalogue_json
from factbook_codegen.targets.python import TARGET, python_target

ROOT: Final = Path(__file__).parents[3]
LIBRARY: Final = Path(__file__).parent / "library"
"""A small catalogue in which everything occurs."""


def library() -> System:
    """The model of the library."""
    reading = read(LIBRARY / "catalogue", LIBRARY)
    assert reading.diagnostics == ()
    return reading.catalogue.systems["library"]


def python(system: System, templates: Path | None = None) -> Files:
    """All Python that is made of a system."""
    target = python_target(templates) if templates else TARGET
    files: Files = {}
    for context in system.contexts.values():
        files |= target.context(context, system) if target.context else {}
    return files | (target.system(system) if target.system else {})


def catalogue(system: System) -> Files:
    """What tells generated code where its entries stand."""
    target = catalogue_json.TARGET
    files: Files = {}
    for context in system.contexts.values():
        files |= target.context(context, system) if target.context else {}
    return files | (target.system(system) if target.system else {})


def write(files: Files, folder: Path) -> None:
    """Write files into ``folder/generated``."""
    for path, text in files.items():
        file = folder / "generated" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


@contextmanager
def importable(folder: Path) -> Generator[None]:
    """``import generated`` means the package in this folder, as long as this lasts; then the one from before again."""

    def forget() -> None:
        for name in [name for name in sys.modules if name.partition(".")[0] == "generated"]:
            del sys.modules[name]
        invalidate_caches()

    before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "generated"}
    forget()
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        forget()
        sys.modules.update(before)


def ruff(folder: Path, *command: str) -> str:
    """What ruff says about ``folder/generated`` with this project's settings; empty if it has nothing to say."""
    settings = ("--config", str(ROOT / "pyproject.toml"), "--no-cache", "--quiet")
    called = [sys.executable, "-m", "ruff", *command, *settings, "generated"]
    done = subprocess.run(called, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
