"""Types and fields: from type expressions and constraints to what they mean."""

from __future__ import annotations

import re
from typing import Final

from attrs import evolve

from ..diagnostics import near
from ..model import (
    ABSENT,
    NO_CONSTRAINTS,
    PRIMITIVES,
    Absent,
    Constraints,
    Default,
    EnumType,
    Field,
    Fields,
    Json,
    ListOf,
    MapOf,
    Named,
    Path,
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    TypeDef,
    TypeExpr,
    UnionType,
)
from .constraints import Narrowing
from .literals import HOW
from .nodes import Node
from .scan import shortened
from .source import Source, SystemSources
from .values import Filling, Values

JSON: Final = Primitive("json")
"""What stands in for a type that could not be resolved, so that reading goes on."""

_SIMPLE: Final = re.compile(r"(?:[a-z][a-z0-9_]*\.)?[A-Za-z][A-Za-z0-9]*")
_TAGGABLE: Final = ("text", "int", "uuid", "date", "bool")
_KEYS: Final = ("text", "int", "uuid", "date")
_KINDS: Final = ("type", "enum", "record", "union")


class Types:
    """Resolves the types of a system on demand, so that they may stand in any order and refer across contexts."""

    def __init__(self, system: SystemSources) -> None:
        self.system = system
        self.values = Values(self)
        self.resolved: dict[Ref, TypeDef] = {}
        self._open: list[Ref] = []
        self._expressions: dict[tuple[str, str], tuple[TypeExpr, bool]] = {}

    def definition(self, ref: Ref) -> TypeDef:
        """The definition of a type that exists."""
        if (found := self.resolved.get(ref)) is not None:
            return found
        if ref.context in self.system.known:
            return self.system.known[ref.context].types[ref.name]
        source = self.system.sources[ref.context]
        node = source.entries("types")[ref.name]
        if ref in self._open:
            key = source.entries("types")
            at = source.root.entries["types"].key(ref.name) if key else node
            chain = " → ".join(str(step.name) for step in [*self._open[self._open.index(ref) :], ref])
            source.problems.at("FB206", at, f'the type "{ref.name}" is made of itself: {chain}')
            return SimpleType(ref.name, "", source.problems.place(node), JSON, JSON)
        self._open.append(ref)
        try:
            definition = self._define(ref.name, node, source)
        finally:
            self._open.pop()
        self.resolved[ref] = definition
        if (example := node.get("example")) is not None:
            value = self.values.read(example, Named(ref), NO_CONSTRAINTS, source, Filling(ref.name), "FB501")
            self.resolved[ref] = definition = evolve(definition, example=value)
        return definition

    def base(self, expression: TypeExpr) -> TypeExpr | EnumType | RecordType | UnionType:
        """What a type expression comes down to: no named simple type is left at its top."""
        if not isinstance(expression, Named):
            return expression
        definition = self.definition(expression.ref)
        return definition.base if isinstance(definition, SimpleType) else definition

    def effective(self, expression: TypeExpr, own: Constraints = NO_CONSTRAINTS) -> Constraints:
        """All constraints on a value: those of its named type, narrowed by ``own``."""
        if isinstance(expression, Named):
            definition = self.definition(expression.ref)
            if isinstance(definition, SimpleType):
                return definition.effective.narrowed(own)
        return own

    def tag_of(self, expression: TypeExpr) -> str | None:
        """The tag prefix of a type, or of the items of a list of it."""
        if isinstance(expression, ListOf):
            return self.tag_of(expression.item)
        if isinstance(expression, Named):
            definition = self.definition(expression.ref)
            if isinstance(definition, SimpleType | EnumType):
                return definition.tag
        return None

    def personal_of(self, expression: TypeExpr) -> str | None:
        """The field of the subject whose personal data a value of this type is."""
        if isinstance(expression, ListOf):
            return self.personal_of(expression.item)
        return self.definition(expression.ref).personal if isinstance(expression, Named) else None

    def follow(self, fields: Fields, path: Path) -> Field | str:
        """The field at the end of a path through records and lists of them; a text says why there is none."""
        current = fields
        for index, name in enumerate(path):
            if name not in current:
                return f'there is no field "{shortened(name)}"; {near(name, current)}'.rstrip("; ")
            found = current[name]
            if index == len(path) - 1:
                return found
            inner = found.type.item if isinstance(found.type, ListOf) else found.type
            record = self.base(inner)
            if isinstance(record, ListOf):
                record = self.base(record.item)
            if not isinstance(record, RecordType):
                return f'"{name}" is no record, so nothing can be named inside it'
            current = record.fields
        return "the path is empty"

    # Expressions -----------------------------------------------------------------------------------------------------

    def expression(self, node: Node, source: Source) -> tuple[TypeExpr, bool]:
        """The type that a text names, and whether it is optional; reports what cannot be read."""
        text = node.text
        if (found := self._expressions.get((source.name, text))) is not None:
            return found
        before = len(source.problems.found)
        optional = text.endswith("?")
        result = self._parse(text.removesuffix("?").strip(), node, source), optional
        if len(source.problems.found) == before:
            self._expressions[source.name, text] = result
        return result

    def _parse(self, text: str, node: Node, source: Source) -> TypeExpr:
        text = text.strip()
        if text.endswith("?"):
            source.problems.at(
                "FB204", node, "? stands only once, at the very end of a field's type", "a list may be empty instead"
            )
            return JSON
        if text in PRIMITIVES:
            return Primitive(text)
        if text.startswith("list[") and text.endswith("]"):
            return ListOf(self._parse(text[5:-1], node, source))
        if text.startswith("map[") and text.endswith("]"):
            return self._parse_map(text[4:-1], node, source)
        if not _SIMPLE.fullmatch(text):
            help_ = "write a name, list[T] or map[K, V], with ? at the end for optional; quote it inside { }"
            source.problems.at("FB202", node, f'"{shortened(node.text)}" is no type expression', help_)
            return JSON
        if "." not in text and not text[0].isupper():
            here = (*PRIMITIVES, *self.system.names("types", source.name), *self.system.names("types", ""))
            source.problems.at("FB201", node, f'there is no type "{shortened(text)}"', near(text, here))
            return JSON
        named = Node(text, node.line, node.column, node.end, node.plain)
        ref = self.system.find("types", source, named, "FB201")
        return JSON if ref is None else Named(ref)

    def _parse_map(self, text: str, node: Node, source: Source) -> TypeExpr:
        depth = 0
        for index, character in enumerate(text):
            depth += (character == "[") - (character == "]")
            if character == "," and depth == 0:
                key, value = self._parse(text[:index], node, source), self._parse(text[index + 1 :], node, source)
                base = self.base(key)
                if key != JSON and not (
                    isinstance(base, EnumType) or (isinstance(base, Primitive) and base.name in _KEYS)
                ):
                    source.problems.at(
                        "FB205",
                        node,
                        "the key of a map travels as text",
                        f"use {', '.join(_KEYS)}, an enum or a type of these",
                    )
                return MapOf(key, value)
        source.problems.at("FB202", node, f'"{shortened(node.text)}" lacks a type', "write map[K, V]")
        return JSON

    # Fields ----------------------------------------------------------------------------------------------------------

    def fields(self, node: Node | None, source: Source, defaults: bool = False) -> dict[str, Field]:
        """The fields of a message; ``defaults`` says whether the edge fills in what callers leave out."""
        if node is None:
            return {}
        fields = {name: self._field(name, field, source) for name, field in node.entries.items()}
        for name, written in node.entries.items():
            if (default := written.get("default")) is not None and not defaults:
                source.problems.at(
                    "FB220",
                    default,
                    "only fields of commands and effects are filled in",
                    f'make "{name}" optional instead',
                )
        for found in fields.values():
            if found.personal is not None and found.personal not in fields:
                at = node.entries[found.name]
                wrong = f'"{found.name}" is personal data of "{found.personal}", and there is no such field here'
                source.problems.at("FB218", at.get("personal") or at, wrong, near(found.personal, fields))
        return fields

    def _field(self, name: str, node: Node, source: Source) -> Field:
        if isinstance(node.value, str):
            expression, optional = self.expression(node, source)
            return Field(name, expression, source.problems.place(node), optional, personal=self.personal_of(expression))
        written = node.entries["type"]
        expression, optional = self.expression(written, source)
        own = Narrowing(self, source).read(node, expression) if len(node.entries) > 1 else NO_CONSTRAINTS
        personal, example = node.get("personal"), node.get("example")
        return Field(
            name=name,
            type=expression,
            place=source.problems.place(node),
            optional=optional,
            constraints=own,
            default=self._default(name, node, expression, optional, own, source),
            example=self.values.read(example, expression, own, source, Filling(name), "FB501") if example else ABSENT,
            summary=node.summary(),
            personal=personal.text if personal else self.personal_of(expression),
        )

    def _default(
        self, name: str, node: Node, expression: TypeExpr, optional: bool, own: Constraints, source: Source
    ) -> Default | Json | Absent:
        """What the edge fills in: ``new`` for a uuid, ``now`` for a time, or a constant."""
        default = node.get("default")
        if default is None:
            return ABSENT
        if optional:
            source.problems.at(
                "FB219", default, f'"{name}" is optional, so nothing is missing without it', "remove the ?"
            )
            return ABSENT
        base = self.base(expression)
        kind = base.name if isinstance(base, Primitive) else ""
        if default.plain and default.value == "new" and kind != "text":
            if kind == "uuid":
                return Default.NEW
            source.problems.at("FB219", default, "only a uuid can be new", f"write {HOW.get(kind, 'a value')}")
            return ABSENT
        if default.plain and default.value == "now" and kind != "text":
            if kind in ("datetime", "date"):
                return Default.NOW
            source.problems.at(
                "FB219", default, "only a date or a datetime can be now", f"write {HOW.get(kind, 'a value')}"
            )
            return ABSENT
        return self.values.read(default, expression, own, source, Filling(name), "FB219")

    # Definitions -----------------------------------------------------------------------------------------------------

    def _define(self, name: str, node: Node, source: Source) -> TypeDef:
        problems = source.problems
        written = [kind for kind in _KINDS if kind in node.entries]
        place = problems.place(node)
        if len(written) != 1:
            key = source.root.entries["types"].key(name)
            said = f"both {' and '.join(written)}" if written else "neither type nor enum, record or union"
            problems.at(
                "FB102" if not written else "FB103", key, f'the type "{name}" says {said}', "say exactly one of them"
            )
            return SimpleType(name, node.summary(), place, JSON, JSON)
        self._only_fitting_keys(name, written[0], node, source)
        tag, personal = node.get("tag"), node.get("personal")
        subject = personal.text if personal else None
        match written[0]:
            case "type":
                return self._simple(name, node, source)
            case "enum":
                return self._enum(name, node, source, tag.text if tag else None, subject)
            case "record":
                fields = self.fields(node.get("record"), source)
                return RecordType(name, node.summary(), place, fields, subject)
            case _:
                return UnionType(name, node.summary(), place, self._members(node.entries["union"], source), subject)

    def _only_fitting_keys(self, name: str, kind: str, node: Node, source: Source) -> None:
        if kind == "type":
            return
        for key in ("min", "max", "pattern", "format", "digits", "places"):
            if key in node.entries:
                source.problems.at("FB207", node.key(key), f'"{key}" does not fit the {kind} "{name}"')
        if kind != "enum" and "tag" in node.entries:
            source.problems.at(
                "FB215", node.key("tag"), f"a {kind} cannot be a tag", "give the tag to one of its fields"
            )

    def _simple(self, name: str, node: Node, source: Source) -> SimpleType:
        written = node.entries["type"]
        expression, optional = self.expression(written, source)
        if optional:
            source.problems.at(
                "FB204", written, "a type is not optional; a field of it may be", "move the ? to the fields"
            )
        own = Narrowing(self, source).read(node, expression)
        base = self.base(expression)
        inherited = self.definition(expression.ref) if isinstance(expression, Named) else None
        tag = node.get("tag")
        if tag is not None and not (isinstance(base, Primitive) and base.name in _TAGGABLE):
            source.problems.at(
                "FB215",
                tag,
                f'"{written.text}" cannot be a tag',
                f"a tag is a short text: {', '.join(_TAGGABLE)} or an enum",
            )
            tag = None
        inherited_tag = inherited.tag if isinstance(inherited, SimpleType | EnumType) else None
        personal = node.get("personal")
        return SimpleType(
            name=name,
            summary=node.summary(),
            place=source.problems.place(node),
            type=expression,
            base=base if not isinstance(base, EnumType | RecordType | UnionType) else expression,
            constraints=own,
            effective=self.effective(expression, own),
            tag=tag.text if tag else inherited_tag,
            personal=personal.text if personal else (inherited.personal if inherited else None),
        )

    def _enum(self, name: str, node: Node, source: Source, tag: str | None, personal: str | None) -> EnumType:
        written = node.entries["enum"]
        nodes = [written.key(word) for word in written.entries] if isinstance(written.value, dict) else written.items
        members: dict[str, str] = {}
        for word in nodes:
            member = word.text.upper().replace("-", "_")
            if member in members:
                clash = f'"{word.text}" and "{members[member]}" are the same word in code'
                source.problems.at("FB214", word, clash, "spell them apart")
            members.setdefault(member, word.text)
        summaries: dict[str, str] = {}
        if isinstance(written.value, dict):
            summaries = {word: text.summary() for word, text in written.entries.items() if text.summary()}
        return EnumType(
            name, node.summary(), source.problems.place(node), tuple(members.values()), summaries, tag, personal
        )

    def _members(self, node: Node, source: Source) -> tuple[Ref, ...]:
        members: list[Ref] = []
        for item in node.items:
            ref = self.system.find("types", source, item, "FB201")
            if ref is None:
                continue
            if not isinstance(self.definition(ref), RecordType):
                source.problems.at("FB213", item, f'"{item.text}" is no record', "a union is made of records")
            elif ref.name in {member.name for member in members}:
                source.problems.at("FB213", item, f'"{ref.name}" stands twice in the union')
            else:
                members.append(ref)
        return tuple(members)
