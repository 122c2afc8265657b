"""The types of a system, in three steps, because they may stand in any order and refer to each other.

First the shape of each, then which of them no value could ever have, then what needs values: examples and defaults.
What they were in older versions comes last, and elsewhere: see :func:`.versions.read_older`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import evolve

from ..model import (
    NO_CONSTRAINTS,
    EnumType,
    Field,
    Named,
    OlderType,
    RecordType,
    Ref,
    SimpleType,
    TypeDef,
)
from .definitions import Definitions
from .endless import depths, names_itself
from .expressions import Expressions
from .fields import FieldReader
from .lookup import UNKNOWN, TypeLookup
from .nodes import Node
from .source import Source, SystemSources
from .values import Filling, Values
from .words import listed

MAX_CHAIN: Final = 50
"""So many types may be made of each other, one of the next; so deep may the smallest value of a type nest."""


class Types(TypeLookup):
    """Reads the types of one system."""

    def __init__(self, system: SystemSources) -> None:
        super().__init__(system)
        self.expressions = Expressions(self)
        self.values = Values(self)
        self.fields = FieldReader(self, self.expressions, self.values)
        self._definitions = Definitions(self, self.expressions)
        self._shapes: dict[Ref, TypeDef] = {}
        self._open: list[Ref] = []
        self._unfinished: set[Ref] = set()
        for context in ("", *system.contexts):
            if context not in system.known:
                for name in system.names("types", context):
                    self.shape(Ref(context, name))
        self._look_for_endless()
        self._unfinished.update(self._shapes)
        for ref in self._shapes:
            self.definition(ref)

    # Definitions -----------------------------------------------------------------------------------------------------

    def definition(self, ref: Ref) -> TypeDef:
        """See :class:`~.lookup.TypeLookup`."""
        if ref in self._unfinished:
            self._unfinished.discard(ref)
            self._finish(ref)
        return self.shape(ref)

    def shape(self, ref: Ref) -> TypeDef:
        """See :class:`~.lookup.TypeLookup`."""
        if (found := self.then.get(ref) or self._shapes.get(ref)) is not None:
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

    def written(self) -> Iterator[tuple[Ref, Source, Node]]:
        """Every type that is read here, with where it is written."""
        return ((ref, *self._written(ref)) for ref in list(self._shapes))

    def complete(self, ref: Ref, older: tuple[OlderType, ...]) -> None:
        """Say what a type was in its older versions."""
        self._shapes[ref] = evolve(self._shapes[ref], older=older)

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
