"""Classes with fields: events, commands, rejections, effects, rows, records."""

from __future__ import annotations

from typing import Protocol

from attrs import frozen

from ...model import ABSENT, Default, Field, Fields
from ._layout import Brackets, Expr, declaration
from ._names import snake
from ._text import Code, docstring, name
from ._types import Types

__all__ = ["Message", "message", "sentence"]


class Described(Protocol):
    """An entry of the catalogue that is described and has fields."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def summary(self) -> str:
        """Its description."""
        ...

    @property
    def fields(self) -> Fields:
        """Its fields."""
        ...


@frozen
class Message:
    """A class as its template wants it; ``entry`` is what it was made of."""

    name: Code
    doc: Code
    fields: tuple[Code, ...]
    entry: Described


def message(entry: Described, types: Types) -> Message:
    """The class of an entry: its fields in order, those that may be left out behind the others."""
    required: list[Code] = []
    others: list[Code] = []
    said: list[tuple[str, str]] = []
    for field in entry.fields.values():
        default = _default(field, types)
        line = declaration(field.name, types.annotation(field), default, 4)
        (required if default is None else others).append(line)
        if field.summary:
            said.append((field.name, field.summary))
    text = entry.summary or sentence(entry.name)
    return Message(name(entry.name), docstring(text, 4, said), (*required, *others), entry)


def sentence(entry: str) -> str:
    """``OrderPlaced`` as "Order placed.", for want of a description."""
    return f"{snake(entry).replace('_', ' ').capitalize()}."


def _default(field: Field, types: Types) -> Expr | None:
    """What the class itself fills in: constants, and ``None`` for what is optional. ``new`` and ``now`` are not its."""
    if field.default is ABSENT or isinstance(field.default, Default):
        return "None" if field.optional else None
    if field.default is None:
        return "None"
    value = types.value(field.type, field.default)
    if isinstance(value, Brackets) and value.head in ("[", "{"):
        factory = types.scope.library("factbook.messages", "field")
        return Brackets(f"{factory}(", (("factory=lambda: ", value),), ")")
    return value
