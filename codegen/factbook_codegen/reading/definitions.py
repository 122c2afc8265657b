"""What stands under ``types``: simple types, enums, records and unions."""

from __future__ import annotations

from typing import Final

from ..model import (
    EnumType,
    Field,
    Named,
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    TypeDef,
    UnionType,
)
from .constraints import KEYS, Narrowing
from .expressions import Expressions
from .lookup import UNKNOWN, TypeLookup
from .nodes import Node
from .source import Source

_TAGGABLE: Final = ("text", "int", "uuid", "date", "bool")
_KINDS: Final[tuple[str, ...]] = ("type", "enum", "record", "union")


class Definitions:
    """Reads the definitions of one system, without their examples."""

    def __init__(self, types: TypeLookup, expressions: Expressions) -> None:
        self.types = types
        self.expressions = expressions

    def read(self, name: str, node: Node, source: Source) -> TypeDef:
        """A definition that is no record."""
        written = _kinds(node)
        if not self._says_one_thing(name, written, source):
            return SimpleType(name, node.summary(), source.problems.place(node), UNKNOWN, UNKNOWN)
        self._only_fitting_keys(name, written[0], node, source)
        match written[0]:
            case "type":
                return self._simple(name, node, source)
            case "enum":
                return self._enum(name, node, source)
            case _:
                members = self._members(node, source)
                place = source.problems.place(node)
                return UnionType(name, node.summary(), place, members, _text(node, "personal"))

    def record(self, name: str, node: Node, fields: dict[str, Field], source: Source) -> RecordType:
        """A record whose ``fields`` are filled in later."""
        self._says_one_thing(name, _kinds(node), source)
        self._only_fitting_keys(name, "record", node, source)
        return RecordType(name, node.summary(), source.problems.place(node), fields, _text(node, "personal"))

    def _says_one_thing(self, name: str, written: list[str], source: Source) -> bool:
        key = source.root.entries["types"].key(name)
        if not written:
            wrong = f"{name} says neither `type` nor `enum`, `record` or `union`"
            source.problems.at("FB102", key, wrong, "add one of them, such as `type: text`")
        elif len(written) > 1:
            wrong = f"{name} says {' and '.join(f'`{kind}`' for kind in written)}"
            source.problems.at("FB103", key, wrong, "say exactly one of them")
        return len(written) == 1

    @staticmethod
    def _only_fitting_keys(name: str, kind: str, node: Node, source: Source) -> None:
        if kind == "type":
            return
        article = "an" if kind == "enum" else "a"
        for key in KEYS:
            if key in node.entries:
                wrong = f'"{key}" does not fit {article} {kind}'
                source.problems.at("FB207", node.key(key), wrong, "remove it, or give it to a type of its own")
        if kind != "enum" and "tag" in node.entries:
            wrong = f"a {kind} cannot be a tag, which is a short text"
            source.problems.at("FB215", node.key("tag"), wrong, "give the tag to the type of one of its fields")

    def _simple(self, name: str, node: Node, source: Source) -> SimpleType:
        written = node.entries["type"]
        expression, optional = self.expressions.read(written, source)
        if optional:
            wrong = "a type is not optional; a field of it may be"
            source.problems.at("FB204", written, wrong, "move the ? to the fields")
        own = Narrowing(self.types, source).read(node, expression)
        base = self.types.base(expression)
        inherited = self.types.shape(expression.ref) if isinstance(expression, Named) else None
        end = inherited.base if isinstance(inherited, SimpleType) else expression
        tag = node.get("tag")
        taggable = isinstance(base, EnumType) or (isinstance(base, Primitive) and base.name in _TAGGABLE)
        if tag is not None and not taggable and base != UNKNOWN:
            wrong = f'"{written.text}" cannot be a tag, which is a short text'
            source.problems.at("FB215", tag, wrong, f"tag {', '.join(_TAGGABLE)} or an enum")
            tag = None
        inherited_tag = inherited.tag if isinstance(inherited, SimpleType | EnumType) else None
        return SimpleType(
            name=name,
            summary=node.summary(),
            place=source.problems.place(node),
            type=expression,
            base=end,
            constraints=own,
            effective=self.types.effective(expression, own),
            tag=tag.text if tag else inherited_tag,
            personal=_text(node, "personal") or (inherited.personal if inherited else None),
        )

    @staticmethod
    def _enum(name: str, node: Node, source: Source) -> EnumType:
        written = node.entries["enum"]
        nodes = [written.key(word) for word in written.entries] if isinstance(written.value, dict) else written.items
        members: dict[str, str] = {}
        for word in nodes:
            member = word.text.upper().replace("-", "_")
            if member in members:
                same = (
                    "stands here twice" if members[member] == word.text else f'and "{members[member]}" collide in code'
                )
                source.problems.at("FB214", word, f'"{word.text}" {same}', "remove or rename one of them")
            members.setdefault(member, word.text)
        summaries: dict[str, str] = {}
        if isinstance(written.value, dict):
            summaries = {word: text.summary() for word, text in written.entries.items() if text.summary()}
        return EnumType(
            name=name,
            summary=node.summary(),
            place=source.problems.place(node),
            values=tuple(members.values()),
            summaries=summaries,
            tag=_text(node, "tag"),
            personal=_text(node, "personal"),
        )

    def _members(self, holder: Node, source: Source) -> tuple[Ref, ...]:
        members: dict[str, Ref] = {}
        for item in holder.entries["union"].items:
            ref = self.types.system.find("types", source, item, "FB201")
            if ref is None:
                self.types.partial.add(source.problems.place(holder))
                continue
            if not self._is(ref, "record"):
                union = self._is(ref, "union")
                help_ = "list its records instead" if union else f"make it a record: `{ref.name}: {{record: {{…}}}}`"
                source.problems.at("FB213", item, f"{item.text} is no record", help_)
            elif ref.name in members:
                source.problems.at("FB213", item, f"{ref.name} stands twice in the union", "remove one of them")
            else:
                members[ref.name] = ref
        return tuple(members.values())

    def _is(self, ref: Ref, kind: str) -> bool:
        known = self.types.system.known.get(ref.context)
        if known is not None:
            return isinstance(known.types[ref.name], RecordType if kind == "record" else UnionType)
        return kind in self.types.system.sources[ref.context].entries("types")[ref.name].entries


def _text(node: Node, key: str) -> str | None:
    found = node.get(key)
    return found.text if found else None


def _kinds(node: Node) -> list[str]:
    return [kind for kind in _KINDS if kind in node.entries]
