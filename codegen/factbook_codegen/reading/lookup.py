"""What the types of a system are and carry, whoever reads them: most of reading needs to know no more of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple

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
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    TypeDef,
    TypeExpr,
    UnionType,
)
from .scan import shortened
from .source import SystemSources

__all__ = ["UNKNOWN", "Dead", "TypeLookup"]

UNKNOWN: Final = Primitive("?")
"""What stands in for a type that could not be resolved, so that reading goes on and nothing more is said of it."""


class Dead(NamedTuple):
    """Why a path leads nowhere, and what to do."""

    why: str
    help: str


class TypeLookup(ABC):
    """Answers what types are and carry."""

    def __init__(self, system: SystemSources) -> None:
        self.system = system
        self.depths: Mapping[Ref, int] = {}
        """How deep the smallest value of each type nests; types that no value can have are missing."""
        self.partial: set[Place] = set()
        """Where unions stand of which not every record is known."""
        self.then: Mapping[Ref, TypeDef] = {}
        """What types were that have changed since, while such a time is read of."""

    @abstractmethod
    def definition(self, ref: Ref) -> TypeDef:
        """The definition of a type that exists, complete with its examples."""

    @abstractmethod
    def shape(self, ref: Ref) -> TypeDef:
        """The definition of a type that exists, perhaps without examples; complete as far as the other types go."""

    @contextmanager
    def as_they_were(self, then: Mapping[Ref, TypeDef]) -> Generator[None]:
        """Within this, types mean what they meant then; those that are not in ``then`` have not changed."""
        now, self.then = self.then, then
        try:
            yield
        finally:
            self.then = now

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
