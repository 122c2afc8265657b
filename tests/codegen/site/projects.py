"""Projects whose site is built in tests: the shop, copied, and a small one that may be changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import dedent

from factbook_codegen.settings import Project, load_project
from factbook_codegen.site.building import Built, build

from tests.codegen.projects import LEDGER, STOCK, SYSTEM, TILL

ROOT = Path(__file__).parents[3]


def copy_of_shop(folder: Path, settings: str = "") -> Project:
    """This repository's shop, in a folder of its own, with these settings."""
    for name in ("catalogue", "generated", "deciders"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "pyproject.toml").write_text(f"[tool.factbook]\n{settings}\n", "utf-8")
    project, problems = load_project(folder)
    assert problems == []
    return project


def three_contexts(folder: Path) -> Project:
    """A shop of three small contexts, one of which uses a type of another, without pictures."""
    (folder / "catalogue/shop").mkdir(parents=True)
    for name, text in (("system", SYSTEM), ("ledger", LEDGER), ("stock", STOCK), ("till", TILL)):
        (folder / f"catalogue/shop/{name}.yaml").write_text(dedent(text), "utf-8")
    (folder / "pyproject.toml").write_text('[tool.factbook]\nsvg = "none"\n', "utf-8")
    return load_project(folder)[0]


def texts(project: Project) -> dict[str, str]:
    """Every file of a site."""
    return {
        path.relative_to(project.site).as_posix(): path.read_text("utf-8")
        for path in sorted(project.site.rglob("*"))
        if path.is_file()
    }


def said(built: Built) -> list[tuple[str, str, int, str]]:
    """The problems of a build as (code, file, line, message), without notes."""
    return [
        (one.code, one.place.file, one.place.line, one.message) for one in built.problems if one.severity.word != "note"
    ]


__all__ = ["ROOT", "Built", "build", "copy_of_shop", "said", "texts", "three_contexts"]
