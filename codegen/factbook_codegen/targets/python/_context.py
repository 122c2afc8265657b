"""All modules of one bounded context."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias

from attrs import evolve

from ...model import Context, RecordType, System, TypeDef
from .. import Files
from ._codec import codec
from ._deciders import decider_constructor, shared_constant
from ._layout import Brackets, Expr, assignment, call, lay
from ._messages import Message, message
from ._names import Names, in_import_order, in_module_order, in_name_order
from ._older import older_modules
from ._queries import asking, query_names
from ._reactions import policy_constructor, table
from ._render import Renderer
from ._scope import Scope, statements
from ._text import Code, comment, docstring, literal
from ._typedefs import type_items
from ._types import Types
from ._writer import Constructor, Writer, constant

__all__ = ["Exports", "context_files", "header", "package", "shared_types", "title"]

Exports: TypeAlias = dict[str, list[str]]
"""Module to the names that its package exports."""


def header(source: str) -> Code:
    """Where a file comes from, and how to change it."""
    made = comment(f"Made by factbook from {source}.")
    return Code(f"{made}\n# Do not edit: change the catalogue, then run `factbook generate`.")


def title(what: str, owner: str, summary: str) -> Code:
    """The docstring of a module: "Events of Ordering: …"."""
    return docstring(f"{what} of {owner}: {summary}" if summary else f"{what} of {owner}.")


def context_files(context: Context, system: System, renderer: Renderer) -> Files:
    """The package of a context; modules only where they have something to hold."""
    made = _ContextFiles(context, system, renderer)
    made.types()
    made.messages("Events", context.events)
    made.messages("Commands", context.commands)
    made.messages("Rejections", context.rejections)
    made.messages("Effects", context.effects)
    made.views()
    made.queries()
    made.deciders()
    made.policies()
    made.codec()
    made.package()
    return {**made.files, **older_modules(context, system, made.header, renderer)}


class _ContextFiles:
    def __init__(self, context: Context, system: System, renderer: Renderer) -> None:
        self.context = context
        self.system = system
        self.names = Names(context)
        self.folder = f"{system.name}/{context.name}"
        self.header = header(context.place.file)
        self.renderer = renderer
        self.files: Files = {}
        self.exports: Exports = {}

    def _add(self, module: str, template: str, what: str, scope: Scope, **values: Any) -> None:
        path = f"{self.folder}/{module}.py"
        doc = title(what, self.context.title, self.context.summary)
        head = {"header": self.header, "doc": doc, "imports": scope.imports()}
        self.files[path] = self.renderer.render(template, path, scope.imported, **head, **values)

    def types(self) -> None:
        types = self.context.types
        if types:
            scope = _types_scope(self.context.name, types, self.names.entries)
            items = type_items(self.context.name, types, self.system, scope)
            self._add("types", "types.py.jinja", "Types", scope, items=items)
            self.exports["types"] = list(types)

    def messages(self, what: str, entries: Mapping[str, Any]) -> None:
        if entries:
            module = what.lower()
            scope = Scope(self.context.name, module, entries, _field_names(entries.values()), self.names.entries)
            types = Types(self.system, scope)
            made = [self._marked(message(entry, types), entry.name, scope) for entry in entries.values()]
            _with_classes(scope)
            self._add(module, "messages.py.jinja", what, scope, messages=made)
            self.exports[module] = list(entries)

    def _marked(self, made: Message, name: str, scope: Scope) -> Message:
        """A class that is not to be used any more says so where it is used."""
        why = self.context.deprecated.get(name)
        if why is None:
            return made
        scope.decorator("factbook.messages", "deprecated")
        return evolve(made, deprecated=Code(lay(call("deprecated", literal(str(why))), 0, 1, 0)))

    def views(self) -> None:
        views = self.context.views
        if views:
            own = [*views, *self._derived(views, "Event", "View"), *map(constant, views)]
            scope = Scope(self.context.name, "views", own, _field_names(views.values()), self.names.entries)
            types, write = Types(self.system, scope), self._writer(scope)
            tables = [table(view, types, write) for view in views.values()]
            _with_classes(scope)
            self._add("views", "views.py.jinja", "Views", scope, tables=tables)
            self.exports["views"] = [*views, *_exported(one.view for one in tables)]

    def queries(self) -> None:
        queries = self.context.queries
        if queries:
            asked = {field for query in queries.values() for field in query.where}
            scope = Scope(self.context.name, "queries", [*query_names(queries), *asked], entries=self.names.entries)
            types = Types(self.system, scope)
            self._add(
                "queries",
                "queries.py.jinja",
                "Queries",
                scope,
                queries=[asking(one, types) for one in queries.values()],
            )

    def deciders(self) -> None:
        context = self.context
        if context.deciders:
            own = ["S", *map(constant, context.deciders), *map(shared_constant, context.deciders)]
            own += self._derived(context.commands, "Outcome")
            own += self._derived(context.deciders, "Event", "Command", "Rejection", "Decider")
            scope = Scope(context.name, "deciders", own, entries=self.names.entries)
            write = self._writer(scope)
            made = [decider_constructor(decider, write) for decider in context.deciders.values()]
            self._constructors("deciders", "Deciders", made, scope)

    def policies(self) -> None:
        policies = self.context.policies
        if policies:
            own = ["S", *map(constant, policies), *self._derived(policies, "Event", "Policy")]
            scope = Scope(self.context.name, "policies", own, entries=self.names.entries)
            write = self._writer(scope)
            made = [policy_constructor(policy, write) for policy in policies.values()]
            self._constructors("policies", "Policies", made, scope)

    def _constructors(self, module: str, what: str, made: list[Constructor], scope: Scope) -> None:
        folds = any("initial: S," in one.parameters for one in made)
        values = {
            "constructors": made,
            "type_var": Code(scope.library("typing", "TypeVar")) if folds else Code(),
        }
        self._add(module, f"{module}.py.jinja", what, scope, **values)
        self.exports[module] = _exported(made)

    def codec(self) -> None:
        context = self.context
        if context.events or context.commands or context.effects or context.rejections or context.views:
            scope = Scope(context.name, "codec", ["CODEC"])
            code = codec(context, self.system, scope)
            self._add("codec", "codec.py.jinja", "Codec", scope, codec=code)

    def package(self) -> None:
        doc = docstring(f"{self.context.title}: {self.context.summary}" if self.context.summary else self.context.title)
        path = f"{self.folder}/__init__.py"
        self.files[path] = package(path, self.header, doc, self.exports, (), self.renderer)

    def _writer(self, scope: Scope) -> Writer:
        return Writer(self.context, self.system, self.names, scope)

    def _derived(self, entries: Iterable[str], *endings: str) -> list[str]:
        return [self.names.of(entry, ending) for entry in entries for ending in endings]


def shared_types(system: System, renderer: Renderer) -> Files:
    """The types that the contexts of a system share."""
    if not system.types:
        return {}
    scope = _types_scope("", system.types)
    items = type_items("", system.types, system, scope)
    path = f"{system.name}/types.py"
    doc = docstring(f"Types that the contexts of {system.title} share.")
    values = {"header": header(system.place.file), "doc": doc, "items": items, "imports": scope.imports()}
    return {path: renderer.render("types.py.jinja", path, scope.imported, **values)}


def package(path: str, head: Code, doc: Code, exports: Exports, modules: Collection[str], renderer: Renderer) -> str:
    """A package that loads its modules when something of them is asked for."""
    exports = {module: in_import_order(names) for module, names in exports.items()}
    homes = {f".{module}": names for module, names in exports.items()} | ({".": list(modules)} if modules else {})
    imports = [
        line
        for home in in_module_order(homes)
        for line in statements(home, dict(zip(homes[home], homes[home], strict=True)), 4)
    ]
    lists = tuple((f"{literal(module)}: ", _listed(exports[module])) for module in exports)
    given: list[Expr] = ["__name__", Brackets("{", lists, "}", explode=True)]
    lazy = call("lazy_exports", *given, *([_listed(modules)] if modules else []), explode=True)
    everything = in_name_order([name for names in homes.values() for name in names])
    quoted = Brackets("[", tuple(("", literal(name)) for name in everything), "]", explode=True)
    return renderer.render(
        "package.py.jinja",
        path,
        header=head,
        doc=doc,
        imports=imports,
        lazy=assignment("__getattr__, __dir__", lazy, 4),
        all=assignment("__all__", quoted),
    )


def _listed(names: Iterable[str]) -> Expr:
    return Brackets("(", tuple(("", literal(name)) for name in names), ")", explode=True)


def _types_scope(context: str, types: Mapping[str, TypeDef], entries: Collection[str] = ()) -> Scope:
    records = [definition for definition in types.values() if isinstance(definition, RecordType)]
    scope = Scope(context, "types", types, _field_names(records), entries)
    if records:
        _with_classes(scope)
    return scope


def _with_classes(scope: Scope) -> None:
    """Import what makes classes."""
    scope.decorator("factbook.messages", "define")
    scope.decorator("factbook.constraints", "constrained")


def _field_names(entries: Iterable[Any]) -> set[str]:
    return {field for entry in entries for field in entry.fields}


def _exported(made: Iterable[Constructor]) -> list[str]:
    return [name for one in made for name in one.exports]
