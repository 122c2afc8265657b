"""Hypothesis strategies: for every type and message a function that draws valid ones, made of the blocks in
:mod:`factbook.testing.strategies`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from attrs import evolve, frozen

from ..formats import FORMATS
from ..mentions import refs_in, refs_in_type
from ..model import (
    Constraints,
    Context,
    EnumType,
    Field,
    Fields,
    ListOf,
    MapOf,
    Named,
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    System,
    TypeDef,
    TypeExpr,
    UnionType,
)
from ..reading.circles import circles
from . import Files, Target
from .pools import pool, texts
from .python._context import header, title
from .python._layout import Expr, call, lay, tuple_of
from .python._messages import Described
from .python._names import argument
from .python._past import FOLDER, PastScope, as_it_was, back_then, local_names, module_of, versions
from .python._render import Renderer, environment
from .python._scope import Scope
from .python._text import Code, docstring, literal, name, pattern_literal
from .python._types import Types, is_new_type

__all__ = ["TARGET", "strategies_target"]

_BLOCKS: Final = "factbook.testing.strategies"
_MODULE: Final = "strategies"


@frozen
class Function:
    """A function as its template wants it: ``takes`` says whether fields may be given, ``body`` is what it returns."""

    name: Code
    takes: bool
    kind: Code
    doc: Code
    body: Code


def strategies_target(override: Path | None = None) -> Target:
    """The target, with the templates of a folder in place of its own of the same name."""

    @cache
    def renderer() -> Renderer:
        return Renderer(environment(override), override)

    def context(found: Context, system: System) -> Files:
        return {**current(found, system), **_older(found, system, renderer())}

    def current(found: Context, system: System) -> Files:
        messages: dict[str, Mapping[str, Described]] = {
            "events": found.events,
            "commands": found.commands,
            "effects": found.effects,
            "rejections": found.rejections,
        }
        if not found.types and not any(messages.values()):
            return {}
        folder = f"{system.name}/{found.name}"
        doc = title("Test data", found.title, "every type and message, valid by construction.")
        return _file(folder, header(found.place.file), doc, found.name, found.types, messages, system, renderer())

    def shared(found: System) -> Files:
        if not found.types:
            return {}
        doc = docstring(f"Test data of the types that the contexts of {found.title} share.")
        return _file(found.name, header(found.place.file), doc, "", found.types, {}, found, renderer())

    return Target("strategies", context=context, system=shared, templates=strategies_target)


def _file(
    folder: str,
    head: Code,
    doc: Code,
    owner: str,
    types: Mapping[str, TypeDef],
    messages: Mapping[str, Mapping[str, Described]],
    system: System,
    renderer: Renderer,
) -> Files:
    own = [argument(entry, ()) for entries in (types, *messages.values()) for entry in entries]
    scope = Scope(owner, _MODULE, own)
    write = _Writer(owner, system, scope)
    functions = [write.type(definition) for definition in types.values()]
    functions += [write.message(entry, module) for module, entries in messages.items() for entry in entries.values()]
    path = f"{folder}/strategies.py"
    values = {"header": head, "doc": doc, "functions": functions, "imports": scope.imports()}
    values["strategy"] = Code(scope.library(_BLOCKS, "SearchStrategy"))
    if any(function.takes for function in functions):
        values["any"] = Code(scope.library("typing", "Any"))
    values["imports"] = scope.imports()
    return {path: renderer.render("strategies.py.jinja", path, scope.imported | {*own, "fields"}, **values)}


def _older(found: Context, system: System, renderer: Renderer) -> Files:
    """Test data of older versions of events, beside their classes."""
    files: Files = {}
    for event, older in versions(found):
        home = module_of(event, older)
        path = f"{system.name}/{found.name}/{FOLDER}/{home}_{_MODULE}.py"
        classes = local_names(event, older, found)
        own = {Ref(ref.context, argument(ref.name, ())): argument(name, ()) for ref, name in classes.items()}
        scope = PastScope(found.name, own, (), classes, home)
        write = _Writer(found.name, back_then(system, older), scope, {ref.context for ref in older.types})
        functions = [
            write.type_of(ref, evolve(definition, name=classes[ref])) for ref, definition in older.types.items()
        ]
        functions.append(write.message(as_it_was(event, older), "events"))
        doc = docstring(f"Test data of {event.name} as it was in version {older.version}.")
        values = {
            "header": header(found.place.file),
            "doc": doc,
            "functions": functions,
            "strategy": Code(scope.library(_BLOCKS, "SearchStrategy")),
            "any": Code(scope.library("typing", "Any")),
        }
        values["imports"] = scope.imports()
        files[path] = renderer.render("strategies.py.jinja", path, scope.imported | {*own.values(), "fields"}, **values)
    return files


class _Writer:
    """Writes the functions of one module."""

    def __init__(self, owner: str, system: System, scope: Scope, owners: Iterable[str] = ()) -> None:
        self.owner = owner
        self.system = system
        self.scope = scope
        self.types = Types(system, scope)
        self._endless = frozenset(ref for one in (owner, *owners) for ref in _recursive(one, system))
        self._known: dict[tuple[TypeExpr, Constraints, bool], Expr] = {}

    # Functions -------------------------------------------------------------------------------------------------------

    def type(self, definition: TypeDef) -> Function:
        """The function of a named type."""
        return self.type_of(Ref(self.owner, definition.name), definition)

    def type_of(self, ref: Ref, definition: TypeDef) -> Function:
        """The function of a named type of any owner."""
        kind = self.scope.entry(ref, "types")
        takes = isinstance(definition, RecordType)
        return self._function(definition.name, kind, takes, self._definition(definition, kind))

    def message(self, entry: Described, module: str) -> Function:
        """The function of a message."""
        kind = self.scope.entry(Ref(self.owner, entry.name), module)
        return self._function(entry.name, kind, True, self._built(kind, entry.fields))

    def _function(self, entry: str, kind: str, takes: bool, body: Expr) -> Function:
        said = "; name a field to say how it is drawn" if takes else ""
        doc = docstring(f"Any valid ``{entry}``{said}.", 4)
        return Function(name(argument(entry, ())), takes, name(kind), doc, Code(lay(body, 4, 11, 0)))

    def _definition(self, definition: TypeDef, kind: str) -> Expr:
        match definition:
            case SimpleType():
                return self._simple(definition, kind)
            case EnumType():
                return self._block("word", kind)
            case RecordType():
                return self._built(kind, definition.fields)
            case UnionType(members=members):
                return self._block("one_of", *(self.expression(Named(ref)) for ref in members))

    def _simple(self, definition: SimpleType, kind: str) -> Expr:
        if definition.tag is not None and isinstance(definition.base, Primitive):
            new = is_new_type(definition, self.system)
            values = pool(definition, 4)
            if definition.base.name == "uuid" or values:
                maker: Expr = kind if new else self.types.expression(definition.base)
                given = [self.types.value(definition.base, value) for value in values]
                return self._block("identity", maker, *given)
        if definition.effective and (definition.constraints or not isinstance(definition.type, Named)):
            return self._narrowed(definition.base, definition.effective, pool(definition, 2))
        return self.expression(definition.type)

    def _built(self, kind: str, fields: Fields) -> Expr:
        drawn = {field.name: self._field(field) for field in fields.values()}
        return self._block("message", kind, "fields", named=drawn)

    # Types -----------------------------------------------------------------------------------------------------------

    def _field(self, field: Field) -> Expr:
        key = (field.type, field.constraints, field.optional)
        found = self._known.get(key)
        if found is None:
            found = self._of(field.type, field.constraints)
            if field.optional:
                found = self._block("maybe", found)
            self._known[key] = found
        return found

    def _of(self, expr: TypeExpr, own: Constraints) -> Expr:
        if not own:
            return self.expression(expr)
        base, constraints = expr, own
        if isinstance(expr, Named):
            definition = self.system.type(expr.ref)
            if isinstance(definition, SimpleType):
                base, constraints = definition.base, definition.effective.narrowed(own)
        return self._narrowed(base, constraints, ())

    def expression(self, expr: TypeExpr) -> Expr:
        """A strategy for a type without constraints of its own."""
        match expr:
            case Primitive():
                return self._narrowed(expr, Constraints(), ())
            case Named(ref):
                function = self.scope.entry(Ref(ref.context, argument(ref.name, ())), _MODULE)
                return self._block("later", function) if ref in self._endless else call(function)
            case ListOf(item):
                return self._many("many", (item,), Constraints())
            case MapOf(key, value):
                return self._many("mapping", (key, value), Constraints())

    def _many(self, block: str, items: tuple[TypeExpr, ...], constraints: Constraints) -> Expr:
        drawn = [self.expression(item) for item in items]
        if not constraints and any(ref in self._endless for item in items for ref in refs_in(item)):
            return self._block(block, *drawn, "0", "1")
        return self._block(block, *drawn, *self._ends(constraints))

    def _narrowed(self, expr: TypeExpr, constraints: Constraints, often: tuple[str | int, ...]) -> Expr:
        match expr:
            case ListOf(item):
                return self._many("many", (item,), constraints)
            case MapOf(key, value):
                return self._many("mapping", (key, value), constraints)
            case Primitive("text"):
                return self._text(constraints, often)
            case Primitive("decimal"):
                sized = {"digits": constraints.digits, "places": constraints.places}
                named: dict[str, Expr] = {key: literal(value) for key, value in sized.items() if value is not None}
                return self._block("decimal", *self._ends(constraints, "decimal"), named=named)
            case Primitive(kind):
                return self._block(_BLOCK_OF[kind], *self._ends(constraints, kind))
            case Named():  # a narrowed type comes down to one of the above
                return self.expression(expr)

    def _text(self, constraints: Constraints, often: tuple[str | int, ...]) -> Expr:
        named: dict[str, Expr] = {}
        pattern = constraints.pattern or FORMATS.get(constraints.format or "")
        if pattern is not None:
            named["pattern"] = pattern_literal(pattern)
            if often := often or texts(constraints, None, 2):
                named["often"] = tuple_of(map(literal, often))
        return self._block("text", *self._ends(constraints, "text", "0"), named=named)

    def _ends(self, constraints: Constraints, kind: str = "", least: str = "None") -> Iterator[Expr]:
        """``min`` and ``max``, as far as they are needed."""
        if constraints.min is None and constraints.max is None:
            return
        sized = kind in ("", "text", "bytes")
        yield (("0" if sized else least) if constraints.min is None else self.types.bound(constraints.min, kind))
        if constraints.max is not None:
            yield self.types.bound(constraints.max, kind)

    def _block(self, block: str, *given: Expr, named: Mapping[str, Expr] | None = None) -> Expr:
        return call(self.scope.library(_BLOCKS, block), *given, named=named)


_BLOCK_OF: Final = {
    "int": "integer",
    "float": "floating",
    "bool": "boolean",
    "uuid": "uuid",
    "date": "day",
    "datetime": "moment",
    "duration": "duration",
    "bytes": "binary",
    "json": "json",
}
"""The block for each primitive that is no text and no decimal."""


def _recursive(owner: str, system: System) -> frozenset[Ref]:
    """The types of a context that can hold values of themselves, in lists or where something is optional."""
    holder = system.contexts[owner].types if owner else system.types
    graph = {Ref(owner, definition.name): set(refs_in_type(definition)) for definition in holder.values()}
    return frozenset(ref for circle in circles(graph) for ref in circle)


TARGET: Final = strategies_target()
