"""Classes with fields: events, commands, rejections, effects, rows, records."""

from __future__ import annotations

from typing import Protocol

from attrs import frozen

from ...model import ABSENT, Default, Field, Fields
from ._layout import Brackets, Expr, call, declaration
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
    deprecated: Code | None = None


def message(entry: Described, types: Types) -> Message:
    """The class of an entry: its fields in order, those that may be left out behind the others."""
    required: list[Code] = []
    others: list[Code] = []
    said: list[tuple[str, str]] = []
    for field in entry.fields.values():
        if field.default is ABSENT or isinstance(field.default, Default):  # which the edge fills in, not the class
            (others if field.optional else required).append(types.declared(field))
        else:
            others.append(declaration(field.name, types.annotation(field), _constant(field, types), 4))
        if field.summary:
            said.append((field.name, field.summary))
    text = entry.summary.strip() or sentence(entry.name)
    return Message(name(entry.name), docstring(text, 4, said), (*required, *others), entry)


def sentence(entry: str) -> str:
    """``OrderPlaced`` as "Order placed.", for want of a description."""
    return f"{snake(entry).replace('_', ' ').capitalize()}."


def _constant(field: Field, types: Types) -> Expr:
    """The constant that stands for a field which the caller leaves out."""
    if field.default is None:
        return "None"
    value = types.value(field.type, field.default)
    if isinstance(value, Brackets) and value.head in ("[", "{"):
        field_ = types.scope.library("factbook.messages", "field")
        if not value.items:
            return call(field_, named={"factory": types.scope.builtin("list" if value.head == "[" else "dict")})
        return Brackets(f"{field_}(", (("factory=lambda: ", value),), ")")
    return value
