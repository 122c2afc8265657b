"""JSON Schemas (2020-12): one for every event, command, rejection, row of a view and effect.

``<system>/<context>/schemas/<Name>.json`` refers to the named types beside it in ``types.json``, to those of another
context of the system, and to those that all share (``<system>/schemas/types.json``). ``<Name>.v1.json`` is that of an
older version of an event; it holds the types that were another then.

A schema alone refuses whatever the generated class or the decoder refuses: objects are closed, numbers are bounded by
64 bits, and what JSON Schema cannot bound, because it travels as text, is bounded by patterns. What these mean stands
beside them as ``x-minimum``, ``x-maximum``, ``x-minLength``, ``x-maxLength`` (of bytes), ``x-digits``, ``x-places``.
What a caller may leave out, because it is optional or filled in, is not required. ``format`` is given only where a
validator that enforces it refuses nothing that the pattern admits, else ``x-format``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import json

from ...model import (
    ABSENT,
    NO_CONSTRAINTS,
    Constraints,
    Context,
    Default,
    EnumType,
    Event,
    Field,
    Fields,
    ListOf,
    MapOf,
    Named,
    Older,
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    System,
    TypeDef,
    TypeExpr,
    UnionType,
)
from ...patterns import GRAMMAR, KEYS
from .. import Files, Target
from ..python._past import as_it_was, back_then, versions
from ._keywords import INT_64, PLAIN, Schema, narrowed, nullable, patterned, primitive

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
BASE: Final = "https://factbook.invalid/"
"""What ``$id`` begins with: a name that never leads anywhere, of a scheme that relative references are resolved for."""


def context(one: Context, whole_system: System) -> Files:
    """The schemas of a context."""
    folder = f"{one.system}/{one.name}/schemas"
    messages = _Schemas(one.name, whole_system, "types.json")
    files = {
        name: messages.message(folder, name, entry.summary, entry.fields, about | _deprecated(one, name))
        for name, entry, about in _messages(one)
    }
    for event, older in versions(one):
        then = _Past(one.name, back_then(whole_system, older), messages.primitives, older.types)
        name = f"{event.name}.v{older.version}"
        before = as_it_was(event, older)
        schema = then.message(folder, name, before.summary, before.fields, _about_event(before))
        local = {ref.name: then.definition(definition) for ref, definition in older.types.items()}
        files[name] = schema | ({"$defs": local} if local else {})
    types = _Schemas(one.name, whole_system, "").types(folder, one.types, messages.primitives)
    return {f"{folder}/{name}.json": _text(schema) for name, schema in (files | types).items()}


def system(whole_system: System) -> Files:
    """The schemas of the types that the contexts of a system share."""
    folder = f"{whole_system.name}/schemas"
    types = _Schemas("", whole_system, "").types(folder, whole_system.types, {})
    return {f"{folder}/{name}.json": _text(schema) for name, schema in types.items()}


def _text(schema: Schema) -> str:
    return json.format(json.encode(schema), indent=2).decode() + "\n"


def _messages(one: Context) -> Iterator[tuple[str, Any, Schema]]:
    """The messages of a context, and what else is to be said about each."""
    for event in one.events.values():
        yield event.name, event, _about_event(event)
    for kind, entries in (
        ("command", one.commands),
        ("rejection", one.rejections),
        ("effect", one.effects),
        ("row", one.views),
    ):
        for entry in entries.values():
            yield entry.name, entry, {"x-kind": kind}


def _deprecated(one: Context, name: str) -> Schema:
    why = one.deprecated.get(name)
    return {} if why is None else {"deprecated": True, "x-deprecated": str(why)}


def _about_event(event: Event) -> Schema:
    about: Schema = {"x-kind": "event", "x-version": event.version}
    if event.tags:
        about["x-tags"] = [f"{tag.prefix}:{{{'.'.join(tag.path)}}}" for tag in event.tags]
    if event.public:
        about["x-public"] = True
    return about


class _Schemas:
    """Schemas that stand in one file, or in files beside each other.

    ``types`` is how they refer to the file of their context's types. ``primitives`` are those that they refer to.
    """

    def __init__(self, context_name: str, whole_system: System, types: str) -> None:
        self.context = context_name
        self.system = whole_system
        self.own = types
        self.primitives: dict[str, None] = {}
        self._known: dict[tuple[TypeExpr, Constraints, bool], Schema] = {}

    # Files -----------------------------------------------------------------------------------------------------------

    def message(self, folder: str, name: str, summary: str, fields: Fields, about: Schema) -> Schema:
        """The schema of a message."""
        head: Schema = {"$schema": DIALECT, "$id": f"{BASE}{folder}/{name}.json", "title": name}
        return head | _described(summary) | about | self.object(fields)

    def types(self, folder: str, types: Mapping[str, TypeDef], primitives: Mapping[str, None]) -> dict[str, Schema]:
        """The file of the named types and of the primitives that they or others use; no file if there are none."""
        named = {name: self.definition(one) for name, one in types.items()}
        used = [name for name in GRAMMAR if name in self.primitives or name in primitives]
        if not named and not used:
            return {}
        head: Schema = {"$schema": DIALECT, "$id": f"{BASE}{folder}/types.json"}
        return {"types": head | {"$defs": {name: primitive(name) for name in used} | named}}

    # Named types -----------------------------------------------------------------------------------------------------

    def definition(self, one: TypeDef) -> Schema:
        """The schema of a named type."""
        head: Schema = {"title": one.name} | _described(one.summary)
        tail: Schema = {}
        match one:
            case SimpleType():
                body = self.value(one.type, one.constraints)
            case EnumType():
                body = {"type": "string", "enum": list(one.values)}
                if one.summaries:
                    tail["x-summaries"] = dict(one.summaries)
            case RecordType():
                body = self.object(one.fields)
            case UnionType():
                members = {ref.name: {"$ref": self.ref(ref)} for ref in one.members}
                body = _closed(members, {"minProperties": 1, "maxProperties": 1})
        if isinstance(one, SimpleType | EnumType) and one.tag is not None:
            tail["x-tag"] = one.tag
        if one.personal is not None:
            tail["x-personal"] = one.personal
        if one.example is not ABSENT:
            tail["examples"] = [one.example]
        return head | body | tail

    def ref(self, ref: Ref) -> str:
        """The reference to a named type."""
        if ref.context == self.context:
            return f"{self.own}#/$defs/{ref.name}"
        up = "../" if self.context == "" else "../../"
        return f"{up}{ref.context}/schemas/types.json#/$defs/{ref.name}".replace("//", "/")

    # Fields and values -----------------------------------------------------------------------------------------------

    def object(self, fields: Fields) -> Schema:
        """A closed object with these fields."""
        required = [one.name for one in fields.values() if not one.optional and one.default is ABSENT]
        properties = {name: self.field(one) for name, one in fields.items()}
        return _closed(properties, {"required": required} if required else {})

    def field(self, one: Field) -> Schema:
        """The schema of a field."""
        key = (one.type, one.constraints, one.optional)
        body = self._known.get(key)
        if body is None:
            body = self.value(one.type, one.constraints)
            body = self._known[key] = nullable(body) if one.optional else body
        if not one.summary and one.personal is None and one.default is ABSENT and one.example is ABSENT:
            return body
        schema = _described(one.summary) | body
        if one.personal is not None:
            schema["x-personal"] = one.personal
        if isinstance(one.default, Default):
            schema["x-default"] = one.default.value
        elif one.default is not ABSENT:
            schema["default"] = one.default
        if one.example is not ABSENT:
            schema["examples"] = [one.example]
        return schema

    def value(self, expression: TypeExpr, own: Constraints = NO_CONSTRAINTS) -> Schema:
        """The schema of a value; ``own`` is what narrows it beside its type."""
        match expression:
            case Primitive(name):
                return self._of(name) | narrowed(name, own)
            case Named(ref):
                kind, effective = self._base(expression)
                if own.digits is not None or own.places is not None:  # the room before the point follows from both
                    own = own._replace(digits=effective.narrowed(own).digits, places=effective.narrowed(own).places)
                return {"$ref": self.ref(ref)} | (narrowed(kind, own) if own else {})
            case ListOf(item):
                return {"type": "array", "items": self.value(item)} | narrowed("list", own)
            case MapOf(key, value):
                names = self._key(key)
                body: Schema = {"type": "object", "additionalProperties": self.value(value)}
                return body | ({"propertyNames": names} if names else {}) | narrowed("map", own)

    def _of(self, name: str) -> Schema:
        if (plain := PLAIN.get(name)) is not None:
            return plain
        self.primitives[name] = None
        return {"$ref": f"{self.own}#/$defs/{name}"}

    def _key(self, expression: TypeExpr) -> Schema:
        """What the keys of a map must be; nothing for any text."""
        kind, effective = self._base(expression)
        match kind:
            case "uuid":
                return {"pattern": KEYS["uuid"]}
            case "int":
                within = INT_64.narrowed(effective)
                return {"pattern": KEYS["int"]} | patterned(kind, within, "allOf")
            case _:
                return {} if expression == Primitive("text") else self.value(expression)

    def _base(self, expression: TypeExpr) -> tuple[str, Constraints]:
        """What a type comes down to, and all that narrows it."""
        match expression:
            case Primitive(name):
                return name, NO_CONSTRAINTS
            case ListOf():
                return "list", NO_CONSTRAINTS
            case MapOf():
                return "map", NO_CONSTRAINTS
            case Named(ref):
                found = self.system.type(ref)
                if not isinstance(found, SimpleType):
                    return "", NO_CONSTRAINTS
                return self._base(found.type)[0], found.effective


class _Past(_Schemas):
    """The schema of an older version of an event, which holds the types that were another then."""

    def __init__(
        self, context_name: str, then: System, primitives: dict[str, None], types: Mapping[Ref, TypeDef]
    ) -> None:
        super().__init__(context_name, then, "types.json")
        self.primitives = primitives
        self._then = types

    def ref(self, ref: Ref) -> str:
        """The reference to a named type."""
        return f"#/$defs/{ref.name}" if ref in self._then else super().ref(ref)


class _Bundled(_Schemas):
    """A schema that holds everything it refers to."""

    def __init__(self, context_name: str, then: System) -> None:
        super().__init__(context_name, then, "")
        self.pending: dict[Ref, None] = {}

    def ref(self, ref: Ref) -> str:
        """The reference to a named type."""
        self.pending[ref] = None
        return f"#/$defs/{ref}"


def bundled(one: Context, whole_system: System, event: Event, older: Older | None) -> Schema:
    """The schema of a version of an event with all types that it needs, as they are in that version."""
    then = back_then(whole_system, older) if older else whole_system
    before = as_it_was(event, older) if older else event
    make = _Bundled(one.name, then)
    schema = make.message(f"{one.system}/{one.name}/schemas", f"{event.name}.v{before.version}", "", before.fields, {})
    defs: Schema = {}
    while more := [ref for ref in make.pending if str(ref) not in defs]:
        for ref in more:
            defs[str(ref)] = make.definition(then.type(ref))
    defs |= {name: primitive(name) for name in GRAMMAR if name in make.primitives}
    return schema | _about_event(before) | ({"$defs": defs} if defs else {})


def _described(summary: str) -> Schema:
    return {"description": summary} if summary else {}


def _closed(properties: Schema, more: Schema) -> Schema:
    return {"type": "object", "properties": properties} | more | {"additionalProperties": False}


TARGET: Final = Target("schemas", context=context, system=system)
"""Writes the JSON Schemas."""
