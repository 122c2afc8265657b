"""The house is built as its description says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.docs.snippets import ROOT

PAGE: Final = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PLACES: Final = (ROOT, ROOT / "codegen" / "factbook_codegen", ROOT / "factbook")
PURE: Final = (
    "contracts",
    "decider",
    "effects",
    "flags",
    "handling",
    "policy",
    "processing",
    "queries",
    "reactions",
    "recording",
    "translation",
    "view",
)
OUTSIDE: Final = {"http", "io", "os", "pathlib", "random", "socket", "sqlite3", "subprocess", "threading", "time"}


@cache
def imported(module: Path, *, on_import: bool = False) -> tuple[str, ...]:
    """The modules that a module names; with ``on_import`` only those that its own import imports."""
    return tuple(_imported(ast.parse(module.read_text("utf-8")), on_import))


def _imported(tree: ast.AST, on_import: bool) -> Iterator[str]:
    nodes = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
        elif on_import and (isinstance(node, ast.FunctionDef) or _is_for_checkers(node)):
            continue
        nodes += ast.iter_child_nodes(node)


def _is_for_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([a-z_]+(?:/[a-z_.]+)*(?:\.py|\.json|/))`", PAGE))))
def test_what_the_page_names_is_there(name: str) -> None:
    """A file or folder that the description names exists; the cache does once something was generated."""
    assert name == ".factbook/" or any((place / name).exists() for place in PLACES)


def test_the_generator_does_not_import_the_library() -> None:
    """``factbook_codegen`` works without ``factbook``."""
    found = {(path.name, name) for path in modules("codegen/factbook_codegen") for name in imported(path)}

    assert {one for one in found if one[1].partition(".")[0] == "factbook"} == set()


def test_the_library_does_not_import_the_generator() -> None:
    """Only the commands and the pytest plugin name ``factbook_codegen``, and only while they run."""
    late = [ROOT / "factbook" / "testing" / "plugin.py", *modules("factbook/cli")]
    early = [path for path in modules("factbook") if path not in late]
    named = [(path, name) for path in early for name in imported(path)]
    named += [(path, name) for path in late for name in imported(path, on_import=True)]

    assert [path.name for path, name in named if name.startswith("factbook_codegen")] == []


def test_the_product_does_not_import_the_specimen() -> None:
    """Neither package names ``generated`` or ``deciders``."""
    product = [*modules("factbook"), *modules("codegen/factbook_codegen")]
    found = {name for path in product for name in imported(path)}

    assert {name for name in found if name.partition(".")[0] in ("generated", "deciders")} == set()


@pytest.mark.parametrize("name", PURE)
def test_pure_modules_import_nothing_that_touches_the_world(name: str) -> None:
    """What decides and folds cannot read files, open sockets or start processes."""
    found = {module.partition(".")[0] for module in imported(ROOT / "factbook" / f"{name}.py")}

    assert found & OUTSIDE == set()
