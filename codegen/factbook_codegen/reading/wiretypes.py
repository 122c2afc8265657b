"""What a value is while it travels: what hand-written functions that change old payloads take and give."""

from __future__ import annotations

from typing import Final

from ..model import EnumType, ListOf, MapOf, Primitive, TypeExpr
from .lookup import TypeLookup

OBJECT: Final = MapOf(Primitive("text"), Primitive("json"))
"""Records, unions, and payloads as a whole."""

_THEMSELVES: Final = ("int", "float", "bool", "json")


def as_it_travels(types: TypeLookup, expr: TypeExpr) -> TypeExpr:
    """A type made of primitives, lists and maps: what JSON makes of values of ``expr``."""
    base = types.base(expr)
    match base:
        case Primitive(name):
            return base if name in _THEMSELVES else Primitive("text")
        case EnumType():
            return Primitive("text")
        case ListOf(item):
            return ListOf(as_it_travels(types, item))
        case MapOf(_, value):
            return MapOf(Primitive("text"), as_it_travels(types, value))
        case _:
            return OBJECT
