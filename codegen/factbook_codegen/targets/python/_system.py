"""The package of a system, and the constructor that wires it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ...model import Context, Function, ListOf, MapOf, Named, Primitive, System, TypeExpr, functions
from .. import Files
from ._context import header, package, shared_types
from ._deciders import decider_type
from ._layout import Brackets, Expr, assignment, call, lay, parameter, subscript, union
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
    upcasters = _upcasters(system)
    parts = list(_parts(system, upcasters))
    if parts or upcasters:
        constructor = _constructor_name(system)
        path = f"{system.name}/system.py"
        files[path] = _wiring(constructor, parts, upcasters, path, system, renderer)
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


def _upcasters(system: System) -> dict[str, Function]:
    """The functions that changes name, by their names; they may be given nothing wherever one of them may be."""
    found: dict[str, Function] = {}
    for function in functions(system):
        before = found.setdefault(function.name, function)
        found[function.name] = before._replace(
            takes_none=before.takes_none or function.takes_none, gives_none=before.gives_none and function.gives_none
        )
    return found


def _parts(system: System, taken_already: Iterable[str]) -> Iterator[Part]:
    """All parts with their keywords: their names, with the context's in front where two have the same."""
    entries = [*_entries(system)]
    count = Counter([*(argument(entry) for _, _, entry in entries), *taken_already])
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


def _wiring(
    constructor: str,
    parts: list[Part],
    upcasters: Mapping[str, Function],
    path: str,
    system: System,
    renderer: Renderer,
) -> str:
    constant = f"{system.name.upper()}_CONTRACT"
    scope = Outside("system", [constructor, constant, *system.contexts])
    writers = {context.name: Writer(context, system, Names(context), scope) for context in system.contexts.values()}
    keywords = {part.keyword: part.keyword for part in parts} | {name: name for name in upcasters}
    parameters = [parameter(part.keyword, _type(part, writers[part.context.name])) for part in parts]
    parameters += [parameter(name, _callable(function, scope)) for name, function in upcasters.items()]
    body = call(scope.library("factbook.wiring", "wire_system"), constant, "__name__", named=keywords, explode=True)
    values = {
        "contract": assignment(constant, _contract(parts, upcasters, system, scope)),
        "parameters": parameters,
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


def _callable(function: Function, scope: Outside) -> Expr:
    """``Callable[[int], str]``."""

    def travelling(expr: TypeExpr, none: bool) -> Expr:
        match expr:
            case Primitive("json"):
                found: Expr = scope.library("factbook.messages", "Json")
            case Primitive(kind):
                found = "str" if kind == "text" else kind
            case ListOf(item):
                found = subscript("list", travelling(item, none=False))
            case MapOf(_, value):
                mapping = scope.library("collections.abc", "Mapping")
                found = subscript(mapping, "str", travelling(value, none=False))
            case Named():
                raise AssertionError(f"{expr} does not travel")
        return union([found, "None"]) if none else found

    takes = Brackets("[", (("", travelling(function.takes, function.takes_none)),), "]")
    gives = travelling(function.gives, function.gives_none)
    return subscript(scope.library("collections.abc", "Callable"), takes, gives)


def _contract(parts: list[Part], upcasters: Iterable[str], system: System, scope: Outside) -> Expr:
    kinds: dict[str, list[tuple[str, Expr]]] = {}
    for part in parts:
        entry = literal(f"{part.context.name}.{part.entry}")
        kinds.setdefault(part.kind, []).append((f"{literal(part.keyword)}: ", entry))
    for name_ in upcasters:
        kinds.setdefault("upcasters", []).append((f"{literal(name_)}: ", literal(name_)))
    named: Mapping[str, Expr] = {
        kind: Brackets("{", tuple(entries), "}", explode=True) for kind, entries in kinds.items()
    }
    return call(scope.library("factbook.contracts", "SystemContract"), literal(system.name), named=named, explode=True)
