"""The fields of messages, records and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve

from ..diagnostics import near
from ..model import (
    ABSENT,
    NO_CONSTRAINTS,
    Absent,
    Default,
    Field,
    Json,
    Named,
    Primitive,
    RecordType,
    TypeExpr,
    UnionType,
)
from .constraints import Narrowing
from .expressions import Expressions
from .literals import HOW
from .lookup import TypeLookup
from .nodes import Node
from .source import Source
from .values import Filling, Values

_NOBODY: Final = frozenset[str]()
_MESSAGES: Final = ("events", "commands", "effects", "views")


class FieldReader:
    """Reads the fields of one system."""

    def __init__(self, types: TypeLookup, expressions: Expressions, values: Values) -> None:
        self.types = types
        self.expressions = expressions
        self.values = values
        self._subjects: dict[TypeExpr, frozenset[str]] = {}
        self._nowhere: dict[str, bool] = {}

    def read(
        self, node: Node | None, source: Source, *, defaults: bool = False, subjects: bool = True
    ) -> dict[str, Field]:
        """The fields of a message or row.

        ``defaults`` says whether the edge fills in what callers leave out, ``subjects`` whether personal data needs the
        field that names its subject.
        """
        fields = self.finished(self.shapes(node, source), node, source, defaults=defaults)
        if subjects and node is not None:
            self._check_subjects(fields, node, source)
        return fields

    def shapes(self, node: Node | None, source: Source) -> dict[str, Field]:
        """The fields without what needs values or other types: examples, defaults, personal data."""
        return {name: self._shape(name, field, source) for name, field in node.entries.items()} if node else {}

    def _shape(self, name: str, node: Node, source: Source) -> Field:
        if isinstance(node.value, str):
            expression, optional = self.expressions.read(node, source)
            return Field(name, expression, source.problems.place(node), optional)
        expression, optional = self.expressions.read(node.entries["type"], source)
        own = Narrowing(self.types, source).read(node, expression) if len(node.value) > 1 else NO_CONSTRAINTS
        place = source.problems.place(node)
        return Field(name, expression, place, optional, own, summary=node.summary())

    def finished(
        self, fields: Mapping[str, Field], node: Node | None, source: Source, *, defaults: bool = False
    ) -> dict[str, Field]:
        """The fields with everything; those of all types must be known."""
        if node is None:
            return {}
        written = node.entries
        return {
            name: field
            if isinstance(field.type, Primitive) and isinstance(written[name].value, str)
            else self._finished(field, written[name], source, defaults)
            for name, field in fields.items()
        }

    def _finished(self, field: Field, node: Node, source: Source, defaults: bool) -> Field:
        personal = self.types.personal_of(field.type)
        if not isinstance(node.value, dict):
            return field if personal is None else evolve(field, personal=personal)
        default, example, written = node.value.get("default"), node.value.get("example"), node.get("personal")
        if example is not None and example.is_null and field.optional:
            example = None
        if default is None and example is None and written is None and personal is None:
            return field
        own = field.constraints
        filling = Filling(field.name)
        return evolve(
            field,
            default=ABSENT if default is None else self._default(field, default, source, defaults),
            example=ABSENT if example is None else self.values.read(example, field.type, own, source, filling, "FB501"),
            personal=written.text if written else personal,
        )

    def _default(self, field: Field, node: Node, source: Source, defaults: bool) -> Default | Json | Absent:
        """What the edge fills in: ``new`` for a uuid, ``now`` for a time, or a constant."""
        problems = source.problems
        base = self.types.base(field.type)
        kind = base.name if isinstance(base, Primitive) else ""
        if not defaults:
            wrong = "only what callers send is filled in: fields of commands and effects"
            problems.at("FB220", node, wrong, f"make it optional instead: `{field.name}: …?`")
        elif field.optional:
            wrong = f'"{field.name}" is optional, so nothing needs to be filled in'
            problems.at("FB219", node, wrong, "remove the ? or the default")
        elif self.types.is_unknown(field.type):
            return ABSENT
        elif node.is_null and kind != "json":
            wrong = f'"{field.name}" is required, so null cannot be filled in'
            problems.at("FB219", node, wrong, f"write a value, or make the field optional: `{field.name}: …?`")
        elif node.value == "new" and kind not in ("text", "json"):
            if kind == "uuid":
                return Default.NEW
            problems.at("FB219", node, "only a uuid can be new", _instead(kind))
        elif node.value == "now" and kind not in ("text", "json"):
            if kind in ("datetime", "date"):
                return Default.NOW
            problems.at("FB219", node, "only a date or a datetime can be now", _instead(kind))
        else:
            return self.values.read(node, field.type, field.constraints, source, Filling(field.name), "FB219")
        return ABSENT

    # Personal data ---------------------------------------------------------------------------------------------------

    def _check_subjects(self, fields: Mapping[str, Field], node: Node, source: Source) -> None:
        """Personal data of a message, however deep, belongs to a subject that the message names."""
        for field in fields.values():
            if isinstance(field.type, Primitive) and field.personal is None:
                continue
            wanted = self._subjects_in(field.type)
            if field.personal is not None:
                wanted |= {field.personal}
            for subject in sorted(wanted - fields.keys()):
                at = node.entries[field.name].get("personal")
                if at is None and self._is_nowhere(subject):
                    continue
                at = at or node.key(field.name)
                wrong = f'"{field.name}" holds personal data of "{subject}", and there is no such field here'
                help_ = near(subject, fields)
                help_ = help_ if help_.startswith("did") else f"add the field {subject}, whose data this is"
                source.problems.at("FB218", at, wrong, help_)

    def _is_nowhere(self, subject: str) -> bool:
        """Whether no message at all has the field that types name as their subject; reports these types, once."""
        if (known := self._nowhere.get(subject)) is not None:
            return known
        names = set(self._names_in_messages())
        types = [(source, node) for source in self.types.system.sources.values() for node in _personal(source, subject)]
        for source, node in types if subject not in names else ():
            wrong = f'whose personal data this is should stand in the field "{subject}", which no message has'
            source.problems.at("FB218", node, wrong, near(subject, names))
        self._nowhere[subject] = nowhere = bool(types) and subject not in names
        return nowhere

    def _names_in_messages(self) -> Iterator[str]:
        """What the fields of messages are called, in the whole system."""
        for source in self.types.system.sources.values():
            for section in _MESSAGES:
                for node in source.entries(section).values():
                    fields = node.get("fields")
                    yield from fields.entries if fields is not None else ()
        for context in self.types.system.known.values():
            for messages in (context.events, context.commands, context.effects, context.views):
                for message in messages.values():
                    yield from message.fields

    def _subjects_in(self, expression: TypeExpr) -> frozenset[str]:
        """The fields outside of a type that name subjects of the personal data in its records."""
        if isinstance(expression, Primitive):
            return _NOBODY
        if (known := self._subjects.get(expression)) is not None:
            return known
        found: set[str] = set()
        seen: list[RecordType | UnionType] = []
        pending = [self.types.inside(expression)]
        while pending:
            current = pending.pop()
            if current is None or any(current is one for one in seen):
                continue
            seen.append(current)
            if isinstance(current, UnionType):
                pending += [self.types.inside(Named(ref)) for ref in current.members]
                continue
            for field in current.fields.values():
                personal = field.personal or self.types.personal_of(field.type)
                if personal and personal not in current.fields:
                    found.add(personal)
                pending.append(self.types.inside(field.type))
        self._subjects[expression] = subjects = frozenset(found)
        return subjects


def _personal(source: Source, subject: str) -> Iterator[Node]:
    """Where the types of a file say that something is personal data of ``subject``."""
    for definition in source.entries("types").values():
        for node in definition.walk():
            personal = node.get("personal")
            if personal is not None and personal.value == subject:
                yield personal


def _instead(kind: str) -> str:
    if kind in ("uuid", "date", "datetime"):
        return f"write {'new' if kind == 'uuid' else 'now'}"
    return f"write {HOW.get(kind, 'a value')}"
