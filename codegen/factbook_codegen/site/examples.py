"""A message as JSON for those who want to see one: from a scenario where one tells of it, else made up of examples."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from ..model import (
    Fields,
    Json,
    Named,
    Payload,
    RecordType,
    Ref,
    Refused,
    SimpleType,
    System,
    TypeDef,
    TypeExpr,
    UnionType,
)
from ..reading.filling import Filler, Filling, Unfillable
from .references import References

if TYPE_CHECKING:
    from ..reading.types import Types

__all__ = ["Examples"]


class Examples:
    """Finds or makes up a message of every kind in one system."""

    def __init__(self, system: System, refs: References) -> None:
        self._refs = refs
        self._filler = Filler(cast("Types", _Known(system)))  # what a filler asks of the reader's types, and no more

    def of(self, ref: Ref, fields: Fields) -> Json | None:
        """A whole message, the one that scenarios tell most of; ``None`` where none can be made up."""
        told = [payload for _, scenario in self._refs.scenarios.get(ref, ()) for payload in _payloads(scenario)]
        mine = [payload for payload in told if payload.ref == ref and payload.data.keys() == fields.keys()]
        if mine:
            return dict(max(mine, key=lambda payload: len(payload.written)).data)
        filling = Filling(str(ref))
        try:
            return {name: self._filler.fill(one, filling) for name, one in fields.items()}
        except Unfillable:
            return None


def _payloads(scenario: Any) -> tuple[Payload, ...]:
    then = (scenario.then.rejection,) if isinstance(scenario.then, Refused) else scenario.then
    return (*scenario.given, *([scenario.when] if scenario.when else ()), *then)


class _Known:
    """The types of a system that was read without an error."""

    def __init__(self, system: System) -> None:
        self.system = self
        self.known = {"", *system.contexts}
        self._model = system

    def definition(self, ref: Ref) -> TypeDef:
        return self._model.type(ref)

    def base(self, expression: TypeExpr) -> TypeExpr:
        while isinstance(expression, Named):
            found = self._model.type(expression.ref)
            if not isinstance(found, SimpleType):
                return expression
            expression = found.base
        return expression

    @cached_property
    def depths(self) -> dict[Ref, int]:
        """How deep records nest at least, by the record: the order in which they come to an end."""
        records = {
            Ref(owner, name): one
            for owner, types in (("", self._model.types), *((c.name, c.types) for c in self._model.contexts.values()))
            for name, one in types.items()
            if isinstance(one, RecordType)
        }
        found: dict[Ref, int] = {}
        for depth in range(len(records)):
            new = [ref for ref, one in records.items() if ref not in found and self._ends(one, found)]
            if not new:
                break
            found.update(dict.fromkeys(new, depth))
        return found

    def _ends(self, record: RecordType, found: dict[Ref, int]) -> bool:
        for one in record.fields.values():
            base = self.base(one.type)
            if one.optional or not isinstance(base, Named):
                continue
            definition = self._model.type(base.ref)
            if isinstance(definition, UnionType):
                if not any(member in found for member in definition.members):
                    return False
            elif isinstance(definition, RecordType) and base.ref not in found:
                return False
        return True
