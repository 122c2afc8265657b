"""The types of a system, in three steps, because they may stand in any order and refer to each other.

First the shape of each, then which of them no value could ever have, then what needs values: examples and defaults.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple

from attrs import evolve

from ..diagnostics import near
from ..model import (
    NO_CONSTRAINTS,
    Constraints,
    EnumType,
    Field,
    Fields,
    ListOf,
    MapOf,
    Named,
    Path,
    Place,
    RecordType,
    Ref,
    SimpleType,
    TypeDef,
    TypeExpr,
    UnionType,
)
from .definitions import Definitions
from .endless import depths, names_itself
from .expressions import UNKNOWN, Expressions
from .fields import FieldReader
from .nodes import Node
from .scan import shortened
from .source import Source, SystemSources
from .values import Filling, Values
from .words import listed

MAX_CHAIN: Final = 50
"""So many types may be made of each other, one of the next; so deep may the smallest value of a type nest."""


class Dead(NamedTuple):
    """Why a path leads nowhere, and what to do."""

    why: str
    help: str


class Types:
    """Reads the types of one system, and answers what they are and carry."""

    def __init__(self, system: SystemSources) -> None:
        self.system = system
        self.expressions = Expressions(self)
        self.values = Values(self)
        self.fields = FieldReader(self)
        self.depths: Mapping[Ref, int] = {}
        """How deep the smallest value of each type nests; types that no value can have are missing."""
        self.partial: set[Place] = set()
        """Where unions stand of which not every record is known."""
        self._definitions = Definitions(self)
        self._shapes: dict[Ref, TypeDef] = {}
        self._open: list[Ref] = []
        self._unfinished: set[Ref] = set()
        self._then: Mapping[Ref, TypeDef] = {}
        for context in ("", *system.contexts):
            if context not in system.known:
                for name in system.names("types", context):
                    self.shape(Ref(context, name))
        self._look_for_endless()
        self._unfinished.update(self._shapes)
        for ref in self._shapes:
            self.definition(ref)
        for ref in self._shapes:
            self._read_older(ref)

    # Definitions -----------------------------------------------------------------------------------------------------

    def definition(self, ref: Ref) -> TypeDef:
        """The definition of a type that exists, complete with its examples."""
        if ref in self._unfinished:
            self._unfinished.discard(ref)
            self._finish(ref)
        return self.shape(ref)

    def shape(self, ref: Ref) -> TypeDef:
        """The definition of a type that exists, perhaps without examples; complete as far as the other types go."""
        if (found := self._then.get(ref) or self._shapes.get(ref)) is not None:
            return found
        if ref.context in self.system.known:
            return self.system.known[ref.context].types[ref.name]
        if ref in self._open or len(self._open) >= MAX_CHAIN:
            return self._refuse_chain(ref)
        source, node = self._written(ref)
        self._open.append(ref)
        try:
            if "record" in node.entries:
                # Its fields may lead back to it: it is known before they are.
                fields: dict[str, Field] = {}
                self._shapes[ref] = self._definitions.record(ref.name, node, fields, source)
                fields.update(self.fields.shapes(node.get("record"), source))
            else:
                self._shapes[ref] = self._definitions.read(ref.name, node, source)
        finally:
            self._open.pop()
        return self._shapes[ref]

    def _written(self, ref: Ref) -> tuple[Source, Node]:
        source = self.system.sources[ref.context]
        return source, source.entries("types")[ref.name]

    def _refuse_chain(self, ref: Ref) -> TypeDef:
        """Stand in for a type that leads back to itself (which is reported later), or that is too far away."""
        source, node = self._written(ref)
        if ref not in self._open:
            wrong = f"{ref.name} is one of more than {MAX_CHAIN} types that are made of each other, one of the next"
            self._complain("FB222", ref, wrong, "shorten the chain")
        return SimpleType(ref.name, "", source.problems.place(node), UNKNOWN, UNKNOWN)

    def _look_for_endless(self) -> None:
        """Report types of which there is no value, so that none is made up later."""
        for circle in names_itself(self._shapes):
            first = min(circle)
            wrong = f"{first.name} is only another name for itself"
            if len(circle) > 1:
                wrong = f"{listed(ref.name for ref in circle)} are only names for each other"
            self._complain("FB206", first, wrong, "say what it is made of: text, a record …")
            for ref in circle:
                shape = self._shapes[ref]
                assert isinstance(shape, SimpleType)
                self._shapes[ref] = evolve(shape, base=UNKNOWN)
        of, circles = depths(self, self._shapes)
        self.depths = {ref: depth for ref, depth in of.items() if depth <= MAX_CHAIN}
        for circle in circles:
            if all(isinstance(self._shapes[ref], SimpleType) for ref in circle):
                continue  # said above
            first = min(circle)
            wrong = f"every {first.name} would hold another one, without end"
            if len(circle) > 1:
                wrong = f"values of {listed(ref.name for ref in circle)} would hold each other, without end"
            self._complain("FB206", first, wrong, "make a field optional, or a list that may be empty")
        for ref, depth in of.items():
            if depth == MAX_CHAIN + 1:
                wrong = f"the smallest {ref.name} nests deeper than {MAX_CHAIN} levels"
                self._complain("FB222", ref, wrong, "make a field on the way optional")

    def _complain(self, code: str, ref: Ref, wrong: str, help_: str) -> None:
        source, _ = self._written(ref)
        source.problems.at(code, source.root.entries["types"].key(ref.name), wrong, help_)

    def _finish(self, ref: Ref) -> None:
        """Read the examples of a type; others are finished first where they are needed."""
        source, node = self._written(ref)
        definition = self._shapes[ref]
        if isinstance(definition, RecordType) and isinstance(definition.fields, dict):
            definition.fields.update(self.fields.finished(definition.fields, node.get("record"), source))
        if (example := node.entries.get("example")) is not None:
            value = self.values.read(example, Named(ref), NO_CONSTRAINTS, source, Filling(ref.name), "FB501")
            self._shapes[ref] = evolve(definition, example=value)

    # Versions --------------------------------------------------------------------------------------------------------

    def _read_older(self, ref: Ref) -> None:
        source, node = self._written(ref)
        if "version" in node.entries or "changes" in node.entries:
            from .versions import Versions  # which asks for types in turn

            self._shapes[ref] = evolve(self._shapes[ref], older=Versions(self, source).of_type(ref, node))

    def inline(self, name: str, node: Node, source: Source, now: TypeDef) -> TypeDef:
        """What a type was before, as it is written in a change of it; tags and persons are those of ``now``."""
        if "record" in node.entries:
            fields: dict[str, Field] = {}
            definition: TypeDef = self._definitions.record(name, node, fields, source)
            written = node.get("record")
            fields.update(self.fields.finished(self.fields.shapes(written, source), written, source))
        else:
            definition = self._definitions.read(name, node, source)
        definition = evolve(definition, summary=now.summary, personal=now.personal)
        if isinstance(now, SimpleType | EnumType) and isinstance(definition, SimpleType | EnumType):
            return evolve(definition, tag=now.tag)
        return definition

    @contextmanager
    def as_they_were(self, then: Mapping[Ref, TypeDef]) -> Generator[None]:
        """Within this, types mean what they meant then; those that are not in ``then`` have not changed."""
        now, self._then = self._then, then
        try:
            yield
        finally:
            self._then = now

    # Answers ---------------------------------------------------------------------------------------------------------

    def base(self, expression: TypeExpr) -> TypeExpr | EnumType | RecordType | UnionType:
        """What a type expression comes down to: no named simple type is left at its top."""
        if not isinstance(expression, Named):
            return expression
        definition = self.shape(expression.ref)
        return self.base(definition.base) if isinstance(definition, SimpleType) else definition

    def is_unknown(self, expression: TypeExpr) -> bool:
        """Whether this, or what it is a list of, could not be resolved (which was reported)."""
        base = self.base(expression)
        return base == UNKNOWN or (isinstance(base, ListOf) and self.is_unknown(base.item))

    def effective(self, expression: TypeExpr, own: Constraints = NO_CONSTRAINTS) -> Constraints:
        """All constraints on a value: those of its named type, narrowed by ``own``."""
        if isinstance(expression, Named):
            definition = self.shape(expression.ref)
            if isinstance(definition, SimpleType):
                return definition.effective.narrowed(own)
        return own

    def tag_of(self, expression: TypeExpr) -> str | None:
        """The tag prefix of a type, or of the items of a list of it."""
        if isinstance(expression, ListOf):
            return self.tag_of(expression.item)
        if isinstance(expression, Named):
            definition = self.shape(expression.ref)
            if isinstance(definition, SimpleType | EnumType):
                return definition.tag
        return None

    def personal_of(self, expression: TypeExpr) -> str | None:
        """The field of the subject whose personal data a value of this type is."""
        if isinstance(expression, ListOf):
            return self.personal_of(expression.item)
        return self.shape(expression.ref).personal if isinstance(expression, Named) else None

    def inside(self, expression: TypeExpr, *, maps: bool = True) -> RecordType | UnionType | None:
        """The record or union that a type is, or that its items (with ``maps`` also its values) are."""
        base = self.base(expression)
        if isinstance(base, ListOf):
            return self.inside(base.item, maps=maps)
        if isinstance(base, MapOf) and maps:
            return self.inside(base.value)
        return base if isinstance(base, RecordType | UnionType) else None

    def follow(self, fields: Fields, path: Path, holder: str) -> list[Field] | Dead:
        """The fields along a path through records and lists of them, beginning in those of ``holder``.

        Where a type on the way could not be resolved, the path ends there.
        """
        steps: list[Field] = []
        current = fields
        for name in path:
            if name not in current:
                return Dead(f'{holder} has no field "{shortened(name)}"', near(name, current))
            steps.append(current[name])
            if self.is_unknown(current[name].type):
                return steps
            record = self.inside(current[name].type, maps=False)
            if len(steps) < len(path) and not isinstance(record, RecordType):
                return Dead(
                    f'"{name}" is no record, so there is no "{shortened(".".join(path))}"', f"or name {name} itself"
                )
            if isinstance(record, RecordType):
                holder, current = record.name, record.fields
        return steps
