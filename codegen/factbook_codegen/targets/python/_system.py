"""The package of a system, and the constructor that wires it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...model import Context, System
from .. import Files
from ._context import header, package, shared_types
from ._deciders import decider_type
from ._layout import Brackets, Expr, assignment, call, lay, parameter
from ._names import Names, argument
from ._reactions import policy_type, view_type
from ._render import Renderer
from ._scope import Outside, statements
from ._text import Code, docstring, literal, name
from ._writer import Writer, decorator

__all__ = ["system_files"]


def system_files(system: System, renderer: Renderer) -> Files:
    """The package of all systems, the package of this one, its shared types, and its constructor."""
    folder = _folder(system)
    files: Files = {"__init__.py": _root(folder.rpartition("/")[0], renderer), **shared_types(system, renderer)}
    exports = {"types": list(system.types)} if system.types else {}
    parts = list(_parts(system))
    if parts:
        constructor = _constructor_name(system)
        path = f"{system.name}/system.py"
        files[path] = _wiring(constructor, parts, path, system, renderer)
        exports["system"] = [constructor]
    doc = docstring(f"{system.title}: {system.summary}" if system.summary else f"{system.title}.")
    path = f"{system.name}/__init__.py"
    files[path] = package(path, header(folder), doc, exports, list(system.contexts), renderer)
    return files


def _root(folder: str, renderer: Renderer) -> str:
    doc = docstring("Everything that is generated from the catalogue.")
    return renderer.render("root.py.jinja", "__init__.py", header=header(folder), doc=doc)


def _folder(system: System) -> str:
    """The folder of a system in the catalogue."""
    file = system.place.file
    return file.rpartition("/")[0] if file.endswith((".yaml", ".yml")) else file


def _constructor_name(system: System) -> str:
    """``ShopSystem``; with an underscore where a shared type has that name."""
    constructor = f"{''.join(part.capitalize() for part in system.name.split('_'))}System"
    while constructor in system.types:
        constructor += "_"
    return constructor


class Part(NamedTuple):
    """What a system is made of: ``kind`` is ``deciders``, ``policies`` or ``views``."""

    kind: str
    context: Context
    entry: str
    keyword: str


def _parts(system: System) -> Iterator[Part]:
    """All parts with their keywords: their names, with the context's in front where two have the same."""
    entries = [*_entries(system)]
    count = Counter(argument(entry) for _, _, entry in entries)
    taken = set(count)
    for kind, context, entry in entries:
        keyword = argument(entry)
        if count[keyword] > 1:
            keyword = f"{context.name}_{keyword}"
            while keyword in taken:
                keyword += "_"
            taken.add(keyword)
        yield Part(kind, context, entry, keyword)


def _entries(system: System) -> Iterator[tuple[str, Context, str]]:
    for context in system.contexts.values():
        yield from (("deciders", context, entry) for entry in context.deciders)
    for context in system.contexts.values():
        yield from (("policies", context, entry) for entry in context.policies)
    for context in system.contexts.values():
        yield from (("views", context, entry) for entry in context.views)


def _wiring(constructor: str, parts: list[Part], path: str, system: System, renderer: Renderer) -> str:
    constant = f"{system.name.upper()}_CONTRACT"
    scope = Outside("system", [constructor, constant, *system.contexts])
    writers = {context.name: Writer(context, system, Names(context), scope) for context in system.contexts.values()}
    keywords = {part.keyword: part.keyword for part in parts}
    body = call(scope.library("factbook.wiring", "wire_system"), constant, "__name__", named=keywords, explode=True)
    values = {
        "contract": assignment(constant, _contract(parts, system, scope)),
        "parameters": [parameter(part.keyword, _type(part, writers[part.context.name])) for part in parts],
        "decorator": decorator(scope, constant),
        "answer": name(scope.library("factbook.system", "System")),
        "type_checking": name(scope.library("typing", "TYPE_CHECKING")),
    }
    return renderer.render(
        "system.py.jinja",
        path,
        scope.imported,
        header=header(_folder(system)),
        doc=docstring(f"What wires {system.title}: every decider, policy and view, by keyword."),
        name=name(constructor),
        summary=docstring(system.summary or f"{system.title}.", 4),
        body=Code(lay(body, 4, 11, 0)),
        contexts=list(statements(".", scope.contexts, 4)),
        imports=scope.imports(),
        **values,
    )


def _type(part: Part, write: Writer) -> Expr:
    match part.kind:
        case "deciders":
            return decider_type(part.context.deciders[part.entry], write, write.scope.library("typing", "Any"))
        case "policies":
            return policy_type(part.context.policies[part.entry], write)
        case _:
            return view_type(part.context.views[part.entry], write)


def _contract(parts: list[Part], system: System, scope: Outside) -> Expr:
    kinds: dict[str, list[tuple[str, Expr]]] = {}
    for part in parts:
        entry = literal(f"{part.context.name}.{part.entry}")
        kinds.setdefault(part.kind, []).append((f"{literal(part.keyword)}: ", entry))
    named: Mapping[str, Expr] = {
        kind: Brackets("{", tuple(entries), "}", explode=True) for kind, entries in kinds.items()
    }
    return call(scope.library("factbook.contracts", "SystemContract"), literal(system.name), named=named, explode=True)
