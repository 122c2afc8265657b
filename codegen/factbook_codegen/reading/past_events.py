"""How events were: their changes are taken back one by one, the newest first.

On the way the steps that lead forward are written down, with the paths at which they apply. A change of a type, or one
inside a record, applies wherever the event holds that type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve

from ..diagnostics import near
from ..mentions import refs_in, refs_in_type
from ..model import (
    NO_CONSTRAINTS,
    Fields,
    ListOf,
    MapOf,
    Named,
    Older,
    OlderType,
    Path,
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    Tag,
    TypeDef,
    TypeExpr,
    UnionType,
    UpcastStep,
)
from .nodes import Node
from .source import Source
from .types import Types
from .undoing import EACH, Undoing

_TOP: Final[tuple[Path, ...]] = ((),)


class PastOfEvent(Undoing):
    """How an event was."""

    def __init__(
        self, types: Types, source: Source, name: str, fields: Fields, tags: tuple[Tag, ...], *, fixed: bool
    ) -> None:
        super().__init__(types, source, name)
        self.fields = dict(fields)
        self.tags = list(tags)
        self._fixed = fixed
        self._versions: dict[Ref, int] = {}

    def undo(self, number: int, steps: Node) -> Older:
        """Go back from version ``number`` to the one before."""
        taken: list[UpcastStep] = []
        for kind, at, value in self.steps_back(steps, number):
            found = [*(self._type(at, value, number) if kind == "types" else self._step(kind, at, value, number))]
            taken += reversed(found)
        if not self._fixed:
            with self.types.as_they_were(self.then):
                tagged = ((name, self.types.tag_of(field.type)) for name, field in self.fields.items())
                self.tags = [Tag(prefix, (name,)) for name, prefix in tagged if prefix is not None]
        return Older(number - 1, dict(self.fields), self._touched(), tuple(self.tags), tuple(reversed(taken)))

    # Steps -----------------------------------------------------------------------------------------------------------

    def _step(self, kind: str, at: Node, value: Node, number: int) -> Iterator[UpcastStep]:
        *above, _ = at.text.split(".")
        if not above:
            step = self.field_step(kind, at, value, number, self.fields)
            places: tuple[Path, ...] = _TOP
        else:
            ref = self._record_at(at, tuple(above), number)
            if ref is None:
                return
            record = self._shape(ref)
            assert isinstance(record, RecordType)
            fields = dict(record.fields)
            step = self.field_step(kind, at, value, number, fields)
            self.then[ref] = evolve(record, fields=fields, older=())
            places = tuple(self._places(ref, at))
        if step is not None:
            for place in places:
                forward = step._replace(path=(*place, *step.path))
                yield forward
                self._follow_tags(forward)

    def _type(self, at: Node, value: Node, number: int) -> Iterator[UpcastStep]:
        """A type changed in this version of the event."""
        ref = self.types.system.find("types", self.source, at, "FB201")
        if ref is None:
            return
        older = self.types.shape(ref).older
        to: int = value.json()
        if not self._follows(ref, len(older) + 1, to, value):
            return
        before = older[to - 2]
        self._check_added(ref, before, older[to - 1].definition if to <= len(older) else self.types.shape(ref), at)
        self._versions[ref] = to - 1
        self.then[ref] = before.definition
        self._realign(at)
        said = len(self.problems.found)
        places = [*self._places(ref, at)]
        if not places and said == len(self.problems.found):
            wrong = f"version {number} of {self.name} holds no {ref.name}"
            self.problems.at("FB604", at, wrong, "remove it: what does not hold a type need not follow it")
        for place in places:
            for step in before.steps:
                forward = step._replace(path=(*place, *step.path))
                yield forward
                self._follow_tags(forward)

    def _follows(self, ref: Ref, newest: int, to: int, value: Node) -> bool:
        """Whether the event goes from one version of a type to the next, up to the newest."""
        expected = self._versions.get(ref, newest)
        if to == expected > 1:
            return True
        if to > newest:
            wrong, help_ = f"{ref.name} has no version {to}", f"its newest is version {newest}"
        elif to < expected:
            wrong = f"{self.name} goes to version {to} of {ref.name}, and never to version {to + 1}"
            help_ = f"add the version in which it does, with `types: {{{ref.name}: {to + 1}}}`"
        else:
            wrong = f"the versions of {ref.name} do not follow each other in those of {self.name}"
            help_ = "each version of the event takes a type from one of its versions to the next"
        self.problems.at("FB604", value, wrong, help_)
        return False

    def _check_added(self, ref: Ref, before: OlderType, after: TypeDef, at: Node) -> None:
        """A value that a type adds is one of the newest types, so the event must have those by then."""
        held = self._reach()
        for step in before.steps:
            if step.kind == "add" and step.function is None and step.value is not None:
                assert isinstance(after, RecordType)
                pending = [*refs_in(after.fields[step.path[0]].type)]
                for inner in pending:  # grows while it is walked
                    pending += [one for one in held.get(inner, ()) if one not in pending]
                late = next((inner for inner in pending if inner in self._versions), None)
                if late is not None:
                    wrong = f"{ref.name} adds {step.path[0]} as {late.name} is now, which {self.name} has only later"
                    self.problems.at("FB606", at, wrong, f"name {late.name} before {ref.name}, or in a version before")

    def _realign(self, at: Node) -> None:
        """Types that narrow one that was another narrow what it was."""
        held = self._reach()
        for ref in held:
            self._realigned(ref, at)

    def _realigned(self, ref: Ref, at: Node) -> TypeDef:
        found = self._shape(ref)
        if not isinstance(found, SimpleType) or not isinstance(found.type, Named):
            return found
        inner = self._realigned(found.type.ref, at)
        base = inner.base if isinstance(inner, SimpleType) else found.type
        effective = (inner.effective if isinstance(inner, SimpleType) else NO_CONSTRAINTS).narrowed(found.constraints)
        if (base, effective) == (found.base, found.effective):
            return found
        if base != found.base and found.constraints:
            wrong = f"{ref.name} narrows {inner.name}, which was another kind of value before"
            self.problems.at("FB606", at, wrong, f"give {ref.name} a version of its own, with what it was")
        self.then[ref] = aligned = evolve(found, base=base, effective=effective, older=())
        return aligned

    def _record_at(self, at: Node, above: Path, number: int) -> Ref | None:
        """The record that holds the last field of a path."""
        fields: Fields = self.fields
        ref: Ref | None = None
        for name in above:
            if name not in fields:
                wrong = f'version {number} has no field "{name}"'
                self.problems.at("FB603", at, wrong, near(name, fields))
                return None
            ref = self._record_in(fields[name].type)
            record = self._shape(ref) if ref else None
            if not isinstance(record, RecordType):
                wrong = f'"{name}" is no record in version {number}, so it has no "{at.text.rpartition(".")[2]}"'
                self.problems.at("FB603", at, wrong, f"convert {name} as a whole")
                return None
            fields = record.fields
        if ref is not None and self.types.shape(ref).older:
            wrong = f"{ref.name} has versions of its own, and they say how it changed"
            self.problems.at("FB604", at, wrong, f"change it there, and write `types: {{{ref.name}: …}}` here")
            return None
        return ref

    def _record_in(self, expr: TypeExpr) -> Ref | None:
        match expr:
            case Named(ref):
                found = self._shape(ref)
                return self._record_in(found.type) if isinstance(found, SimpleType) else ref
            case ListOf(item):
                return self._record_in(item)
            case MapOf(_, value):
                return self._record_in(value)
            case Primitive():
                return None

    def _follow_tags(self, step: UpcastStep) -> None:
        """Where the values of tags stood before a step."""
        path = tuple(part for part in step.path if part != EACH)
        if step.kind == "rename":
            renamed = (*path[:-1], step.value)
            self.tags = [
                tag._replace(path=(*path, *tag.path[len(path) :])) if tag.path[: len(path)] == renamed else tag
                for tag in self.tags
            ]
        elif step.kind == "add":
            self.tags = [tag for tag in self.tags if tag.path[: len(path)] != path]

    # Types -----------------------------------------------------------------------------------------------------------

    def _shape(self, ref: Ref) -> TypeDef:
        return self.then.get(ref) or self.types.shape(ref)

    def _reach(self) -> Mapping[Ref, frozenset[Ref]]:
        """The types that the event holds now, with those that each of them holds."""
        held: dict[Ref, frozenset[Ref]] = {}
        pending = [ref for field in self.fields.values() for ref in refs_in(field.type)]
        while pending:
            ref = pending.pop()
            if ref not in held:
                held[ref] = frozenset(refs_in_type(self._shape(ref)))
                pending += held[ref]
        return held

    def _touched(self) -> dict[Ref, TypeDef]:
        """The types that were another then, and all that hold one of them."""
        held = self._reach()
        touched = {ref for ref in held if ref in self.then}
        while more := {ref for ref, others in held.items() if ref not in touched and not touched.isdisjoint(others)}:
            touched |= more
        return {ref: evolve(self._shape(ref), older=()) for ref in sorted(touched)}

    def _places(self, wanted: Ref, at: Node) -> Iterator[Path]:
        """Where in the payload values of a type stand."""
        held = self._reach()
        leads = {wanted}
        while more := {ref for ref, others in held.items() if ref not in leads and not leads.isdisjoint(others)}:
            leads |= more
        lost: list[str] = []

        def walk(expr: TypeExpr, path: Path, above: tuple[Ref, ...]) -> Iterator[Path]:
            match expr:
                case Named(ref):
                    if ref == wanted:
                        yield path
                        if any(inner in leads for inner in held.get(ref, ())):
                            lost.append(f"{ref.name} holds values of itself")
                        return
                    if ref in above:
                        lost.append(f"{ref.name} holds values of itself")
                    elif ref in leads:
                        yield from inside(self._shape(ref), path, (*above, ref))
                case ListOf(item):
                    yield from walk(item, (*path, EACH), above)
                case MapOf(key, value):
                    if any(ref in leads for ref in refs_in(key)):
                        lost.append(f"{wanted.name} is the key of a map")
                    yield from walk(value, (*path, EACH), above)
                case Primitive():
                    return

        def inside(definition: TypeDef, path: Path, above: tuple[Ref, ...]) -> Iterator[Path]:
            match definition:
                case SimpleType():
                    yield from walk(definition.type, path, above)
                case RecordType():
                    for field in definition.fields.values():
                        yield from walk(field.type, (*path, field.name), above)
                case UnionType():
                    for member in definition.members:
                        yield from walk(Named(member), (*path, member.name), above)
                case _:
                    return

        for field in self.fields.values():
            yield from walk(field.type, (field.name,), ())
        if lost:
            wrong = f"{self.name} cannot follow this change: {lost[0]}"
            self.problems.at("FB606", at, wrong, "convert the field that holds it as a whole, by a function")
