"""Draws the house: which package imports which, as their modules really do, into ``docs/images/house.svg``.

``python docs/draw_house.py`` draws it anew; a test fails when the picture no longer shows what is so.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from attrs import frozen
from factbook_codegen.diagrams.dot import Dot
from factbook_codegen.diagrams.labels import wrapped
from factbook_codegen.svg import render

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURE: Final = ROOT / "docs" / "images" / "house.svg"

SOURCES: Final = {"factbook": ".", "factbook_codegen": "codegen", "generated": ".", "deciders": ".", "effects": "."}
"""The top packages, and the folders they are in."""

WHOLE: Final = ("generated", "deciders", "effects")
"""Packages that are drawn as one, whatever is in them."""

WORDS: Final = {
    "deciders": ("what we decide", "actor"),
    "effects": ("what we do outside", "actor"),
    "generated": ("what follows", "view"),
    "factbook": ("the library", "command"),
    "factbook_codegen": ("the generator", "command"),
}
"""What is said below a name, and what it looks like: yellow by users, green by the generator, blue by us."""


@frozen
class House:
    """What is drawn: the part of the house that each module belongs to, and which part imports which (true: only while
    it runs, or for the type checker)."""

    parts: dict[str, str]
    arrows: dict[tuple[str, str], bool]


@cache
def house(root: Path = ROOT) -> House:
    """The parts of the house: packages down to the second level (``factbook.cli``), and the modules beside these.

    The modules beside the packages of ``factbook_codegen`` are two parts: those that use its packages, and those that
    its packages are built on.
    """
    modules = dict(_modules(root))
    uses = _users(imports(root), modules)
    parts = {name: _part(name, modules, name in uses) for name in modules}
    found: dict[tuple[str, str], bool] = {}
    for name, targets in imports(root).items():
        for target, later in targets.items():
            pair = parts[name], parts[target]
            if pair[0] != pair[1]:
                found[pair] = found.get(pair, True) and later
    return House(parts, dict(sorted(found.items())))


@cache
def imports(root: Path = ROOT) -> Mapping[str, Mapping[str, bool]]:
    """What each module imports (true: only while it runs, or for the type checker)."""
    modules = dict(_modules(root))
    return {name: dict(_targets(name, path, modules)) for name, path in sorted(modules.items())}


def _part(module: str, modules: Mapping[str, Path], uses: bool) -> str:
    top, *_ = module.split(".")
    if top in WHOLE:
        return top
    if _inside(module, modules):
        return ".".join(module.split(".")[:2])
    return f"{top} above" if uses else f"{top} below"


def _users(known: Mapping[str, Mapping[str, bool]], modules: Mapping[str, Path]) -> set[str]:
    """Modules beside packages that import one of these packages as they are imported, or a module that does."""
    beside = {name for name in modules if name.count(".") == 1 and modules[name].name != "__init__.py"}
    users: set[str] = set()
    while True:
        more = {
            name
            for name in beside - users
            for target, later in known[name].items()
            if not later
            if target in users or (target.partition(".")[0] == name.partition(".")[0] and _inside(target, modules))
        }
        if not more:
            return users
        users |= more


def _inside(module: str, modules: Mapping[str, Path]) -> bool:
    """Whether a module is in a package of its own below ``factbook`` or ``factbook_codegen``."""
    return module.count(".") > 1 or (module.count(".") == 1 and modules[module].name == "__init__.py")


def _targets(module: str, path: Path, modules: Mapping[str, Path]) -> Iterator[tuple[str, bool]]:
    """The modules of the house that ``module`` imports, each once: the name itself, or the package that it is in."""
    found: dict[str, bool] = {}
    for name, later in _imports(module, path):
        target = name if name in modules else name.rpartition(".")[0]
        if target in modules and target != module:
            found[target] = found.get(target, True) and later
    yield from found.items()


def _modules(root: Path) -> Iterator[tuple[str, Path]]:
    for top, folder in SOURCES.items():
        for path in sorted((root / folder / top).rglob("*.py")):
            parts = path.relative_to(root / folder).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def _imports(module: str, path: Path) -> Iterator[tuple[str, bool]]:
    here = module if path.name == "__init__.py" else module.rpartition(".")[0]
    nodes: list[tuple[ast.AST, bool]] = [(ast.parse(path.read_bytes()), False)]
    while nodes:
        node, later = nodes.pop()
        later = later or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _for_checkers(node)
        if isinstance(node, ast.Import):
            yield from ((alias.name, later) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = here.split(".")[: len(here.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((f"{base}.{alias.name}", later) for alias in node.names)
        nodes += ((child, later) for child in ast.iter_child_nodes(node))


def _for_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def draw(root: Path = ROOT) -> str:
    """The DOT of the house."""
    built = house(root)
    dot = Dot(
        "How the packages depend on each other", "the imports in its modules", "rankdir=TB ranksep=0.5 nodesep=0.3"
    )
    dot.node("catalogue", "actor", ("catalogue",), notes=("what can happen",))
    for top, (words, kind) in WORDS.items():
        parts = sorted({part for name, part in built.parts.items() if name.partition(".")[0] == top})
        if parts in ([], [top]):
            dot.node(top, kind, (top,), notes=(words,))
            continue
        with dot.cluster(f"package-{top}", (f"{top}: {words}",)):
            for part in parts:
                names = [name for name, its in built.parts.items() if its == part]
                _node(dot, part, kind, names)
    dot.edge("catalogue", "factbook_codegen.reading", "passes", lines=("is read",), more="arrowhead=normal")
    dot.edge("factbook_codegen.targets", "generated", "passes", lines=("write",), more="arrowhead=normal")
    for (tail, head), later in built.arrows.items():
        dot.edge(tail, head, "tolerates" if later else "reads")
    dot.node("key", "words", ("solid: imports", "dashed: imports while it runs,", "or hands on a text"))
    return str(dot)


def _node(dot: Dot, part: str, kind: str, modules: Sequence[str]) -> None:
    """A package by its name, modules beside packages by theirs, without those that are private."""
    name = part.partition(".")[2]
    names = [module.partition(".")[2] for module in modules]
    public = " ".join(each for each in names if each and not each.startswith("_"))
    dot.node(part, kind, (name,) if name else wrapped(public, 34))


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(render({"house": draw()})["house"], "utf-8")
