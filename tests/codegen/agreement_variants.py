"""Values of any type that are good, or good but for one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from random import Random
from typing import Any, TypeVar

from factbook_codegen.model import (
    NO_CONSTRAINTS,
    Constraints,
    EnumType,
    Field,
    ListOf,
    MapOf,
    Named,
    Primitive,
    RecordType,
    Ref,
    System,
    TypeExpr,
    UnionType,
)

from tests.codegen.agreement_values import ID, Rules, candidates

T = TypeVar("T")


class Unsatisfiable(Exception):
    """No value of a type was found: its constraints leave none, or none that is tried here."""


class Variants:
    """Values as they travel: good ones, and good ones with one thing changed, for better or worse."""

    def __init__(self, system: System, random: Random) -> None:
        self.rules = Rules(system)
        self.random = random

    def messages(self, fields: Mapping[str, Field]) -> Iterator[tuple[str, Any]]:
        """Whole messages, and which field it is that was changed."""
        good: dict[str, Any] = {}
        for name, field in fields.items():
            with suppress(Unsatisfiable):
                good[name] = self.good(field.type, field.constraints)
        yield "", good
        yield from (("", odd) for odd in (None, [], "a", 5, [good], {**good, "more": 1}))
        for name, field in fields.items():
            yield name, {key: value for key, value in good.items() if key != name}
            for value in (None, *self.values(field.type, field.constraints)):
                yield name, {**good, name: value}

    def good(self, expression: TypeExpr, own: Constraints = NO_CONSTRAINTS) -> Any:
        """A value that fits."""
        base, narrow = self.rules.base(expression, own)
        match base:
            case Primitive(name):
                fitting = [raw for raw in candidates(name, narrow) if self.rules.fits(expression, own, raw)]
                if not fitting:
                    raise Unsatisfiable
                return self.random.choice(fitting)
            case ListOf(item):
                return [self.good(item) for _ in range(self._least(narrow))]
            case MapOf(key, value):
                return {name: self.good(value) for name in self._good_keys(key, self._least(narrow))}
            case EnumType(values=values):
                return self.random.choice(values)
            case RecordType(fields=fields):
                return {name: self.good(field.type, field.constraints) for name, field in fields.items()}
            case UnionType(members=members):
                ref = self.random.choice(members)
                return {ref.name: self.good(Named(ref))}
            case _:
                raise AssertionError(base)

    def values(self, expression: TypeExpr, own: Constraints = NO_CONSTRAINTS, depth: int = 0) -> Iterator[Any]:
        """Values around what fits; of parts deep inside only some."""
        base, narrow = self.rules.base(expression, own)
        match base:
            case Primitive(name):
                yield from candidates(name, narrow)
            case EnumType(values=values):
                yield from (*values, "b", "", None, 5)
            case ListOf(item):
                yield from (None, {}, "ab", 5)
                yield from self._lists(item, narrow, depth)
            case MapOf(key, value):
                yield from (None, [], "ab", 5)
                yield from self._maps(key, value, narrow, depth)
            case RecordType(fields=fields):
                found = list(self.messages(fields))
                yield from (raw for _, raw in (self._some(found) if depth else found))
            case UnionType(members=members):
                yield from self._unions(members, depth)
            case _:
                raise AssertionError(base)

    def _some(self, every: Iterable[T], count: int = 12) -> list[T]:
        known = list(every)
        return known if len(known) <= count else self.random.sample(known, count)

    @staticmethod
    def _least(narrow: Constraints) -> int:
        least = narrow.min if isinstance(narrow.min, int) else 0
        return max(least, 1) if narrow.max != 0 else 0

    @staticmethod
    def _lengths(narrow: Constraints) -> list[int]:
        edges = [edge for edge in (narrow.min, narrow.max) if isinstance(edge, int)]
        return sorted({0, 1, *(edge + step for edge in edges for step in (-1, 0, 1) if edge + step >= 0)})

    def _lists(self, item: TypeExpr, narrow: Constraints, depth: int) -> Iterator[Any]:
        with suppress(Unsatisfiable):
            for length in self._lengths(narrow):
                yield [self.good(item) for _ in range(length)]
            for one in self._some(self.values(item, depth=depth + 1)):
                yield [*(self.good(item) for _ in range(self._least(narrow) - 1)), one]

    def _maps(self, key: TypeExpr, value: TypeExpr, narrow: Constraints, depth: int) -> Iterator[Any]:
        with suppress(Unsatisfiable):
            for length in self._lengths(narrow):
                yield {name: self.good(value) for name in self._good_keys(key, length)}
            few = self._good_keys(key, max(self._least(narrow) - 1, 0))
            for name in self._keys(key):
                yield {**{one: self.good(value) for one in few}, name: self.good(value)}
            for last in self._good_keys(key, len(few) + 1)[len(few) :]:
                for one in self._some(self.values(value, depth=depth + 1)):
                    yield {**{name: self.good(value) for name in few}, last: one}

    def _good_keys(self, key: TypeExpr, count: int) -> list[str]:
        return [name for name in self._keys(key) if self.rules.key(key, name)][:count]

    def _keys(self, key: TypeExpr) -> list[str]:
        base, narrow = self.rules.base(key)
        if isinstance(base, EnumType):
            return [*base.values, "b", ""]
        every = candidates(base.name, narrow)
        texts = [raw for raw in every if isinstance(raw, str)]
        numbers = [str(raw) for raw in every if type(raw) is int]
        identities = [digit + ID[1:] for digit in "0123"] if base.name == "uuid" else []
        return list(dict.fromkeys([*numbers, *texts, *identities, "-0", "007", "+5"]))

    def _unions(self, members: Sequence[Ref], depth: int) -> Iterator[Any]:
        yield from (None, [], "ab", 5, {})
        with suppress(Unsatisfiable):
            for ref in members:
                yield ref.name
                inner = self.good(Named(ref))
                yield from (inner, {"Other": inner}, {ref.name: inner, "Other": inner})
                yield from ({ref.name: raw} for raw in self._some(self.values(Named(ref), depth=depth + 1)))
            yield {ref.name: self.good(Named(ref)) for ref in members}
