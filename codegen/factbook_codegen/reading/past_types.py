"""How types were: their changes are taken back one by one, the newest first."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from ..model import (
    Function,
    OlderType,
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    TypeDef,
    TypeExpr,
    UnionType,
    UpcastStep,
)
from .nodes import Node
from .source import Source
from .types import Types
from .undoing import Undoing
from .wiretypes import OBJECT, as_it_travels


class PastOfType(Undoing):
    """How a type was."""

    def __init__(self, types: Types, source: Source, ref: Ref) -> None:
        super().__init__(types, source, ref.name)
        self.now = types.shape(ref)

    def undo(self, number: int, steps: Node) -> OlderType:
        """Go back from version ``number`` to the one before."""
        taken: list[UpcastStep] = []
        if "from" in steps.entries or "by" in steps.entries:
            taken += self._replaced(steps, number)
        elif not isinstance(self.now, RecordType):
            kind = next(iter(steps.entries))
            wrong = f"{self.name} is no record in version {number}, so it has no fields to {kind}"
            self.problems.at("FB603", steps.key(kind), wrong, "write what it was, and what converts it: `from`, `by`")
        else:
            fields = dict(self.now.fields)
            for kind, at, value in self.steps_back(steps, number):
                step = self.field_step(kind, at, value, number, fields)
                taken += [step] if step else []
            self.now = evolve(self.now, fields=fields, older=())
        return OlderType(number - 1, self.now, tuple(reversed(taken)))

    def _replaced(self, steps: Node, number: int) -> Iterator[UpcastStep]:
        """The type was something else as a whole."""
        lacking = next((key for key in ("from", "by") if key not in steps.entries), None)
        rest = next((key for key in steps.entries if key not in ("from", "by")), None)
        if lacking or rest:
            wrong = f"version {number} of {self.name} says `{'by' if lacking == 'from' else 'from'}`"
            wrong += f" and not `{lacking}`" if lacking else f" and `{rest}` as well"
            help_ = "what a type was as a whole needs both, and nothing else: `{from: int, by: a_function}`"
            self.problems.at("FB603", steps.key(rest or next(iter(steps.entries))), wrong, help_)
            return
        written, by = steps.entries["from"], steps.entries["by"]
        if isinstance(written.value, str):
            entries = {"type": written}
            written = Node(entries, written.line, written.column, written.end, written.plain, written.key_at)
        takes_from, self.now = self.now, self.types.inline(self.name, written, self.source, self.now)
        takes = as_it_travels(self.types, self._expression(self.now))
        gives = as_it_travels(self.types, self._expression(takes_from))
        yield UpcastStep("convert", (), None, Function(by.text, takes, gives, self.problems.place(by)))

    @staticmethod
    def _expression(definition: TypeDef) -> TypeExpr:
        match definition:
            case SimpleType():
                return definition.base
            case RecordType() | UnionType():
                return OBJECT
            case _:
                return Primitive("text")
