"""Looks whether the functions that changes name are written: in ``deciders/<system>/upcasters.py``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from .codes import CODES
from .diagnostics import Diagnostic, near
from .model import Catalogue, Function, ListOf, MapOf, Place, Primitive, TypeExpr, functions
from .settings import Project

__all__ = ["annotated", "line", "missing", "stub"]

_PYTHON = {"text": "str", "int": "int", "float": "float", "bool": "bool", "json": "Json"}


def missing(catalogue: Catalogue, project: Project) -> Iterator[Diagnostic]:
    """A warning for each function that a change names and that is not there."""
    for system in catalogue.systems.values():
        file = f"deciders/{system.name}/upcasters.py"
        known: set[str] | None = None
        for function in functions(system):
            known = _defined(project.root / file) if known is None else known
            if function.name not in known:
                wrong = f'there is no function "{function.name}" in {file}'
                meant = near(function.name, known)
                help_ = meant if meant.startswith("did") else f"write `{stub(function)}`"
                severity = CODES["FB608"].severity
                source = line(project.root / function.place.file, function.place)
                yield Diagnostic("FB608", wrong, function.place, severity, help_, len(function.name), source)


def stub(function: Function) -> str:
    """The first line of a function that would do."""
    return f"def {function.name}(before: {annotated(function, gives=False)}) -> {annotated(function, gives=True)}: …"


def annotated(function: Function, *, gives: bool) -> str:
    """The annotation of what a function takes or gives."""
    none = function.gives_none if gives else function.takes_none
    return _python(function.gives if gives else function.takes) + (" | None" if none else "")


def _python(expr: TypeExpr) -> str:
    match expr:
        case Primitive(name):
            return _PYTHON[name]
        case ListOf(item):
            return f"list[{_python(item)}]"
        case MapOf(_, value):
            return f"Mapping[str, {_python(value)}]"
        case _:
            raise AssertionError(f"{expr} does not travel")


def _defined(file: Path) -> set[str]:
    """The names that a module defines or imports, by its text; it is not run."""
    try:
        module = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return set()
    names: set[str] = set()
    for node in module.body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names.update(alias.asname or alias.name for alias in aliases)
            case ast.Assign(targets=targets):
                names.update(target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case _:
                pass
    return names


def line(file: Path, place: Place) -> str:
    """The line of a file at a place, to be shown; empty if the file cannot be read any more."""
    try:
        return file.read_text("utf-8").splitlines()[place.line - 1]
    except (OSError, UnicodeError, IndexError):
        return ""
