"""Whether any value is left that keeps all constraints, in the cases where that can be told."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Any, Final

from ..formats import FORMATS
from ..model import Constraints, EnumType, MapOf, RecordType, TypeExpr, UnionType
from . import regex
from .lookup import TypeLookup

_EXACT: Final = Context(prec=3000)


def unsatisfiable(
    constraints: Constraints, kind: str, base: TypeExpr | EnumType | RecordType | UnionType, types: TypeLookup
) -> str | None:
    """Why no value of ``kind`` keeps ``constraints``; ``None`` when there is one, or when it cannot be told."""
    match kind:
        case "text":
            return _text(constraints)
        case "decimal":
            return _decimal(constraints)
        case "map" if isinstance(base, MapOf):
            return _map(constraints, types.base(base.key))
        case _:
            return None


def _text(constraints: Constraints) -> str | None:
    pattern = FORMATS[constraints.format] if constraints.format else constraints.pattern
    if pattern is None:
        return None
    what = f"a text of the format {constraints.format}" if constraints.format else "a text of this pattern"
    shortest, longest = regex.lengths(regex.parse(pattern))
    if isinstance(constraints.max, int) and shortest > constraints.max:
        return f"{what} has {shortest} characters or more, and max is {constraints.max}"
    if isinstance(constraints.min, int) and longest is not None and longest < constraints.min:
        return f"{what} has {longest} characters or fewer, and min is {constraints.min}"
    return None


def _decimal(constraints: Constraints) -> str | None:
    low: Any = constraints.min
    high: Any = constraints.max
    if constraints.digits is not None:
        limit = Decimal(1).scaleb(constraints.digits - (constraints.places or 0))
        said = f"digits {constraints.digits}" + (f" and places {constraints.places}" if constraints.places else "")
        if low is not None and low >= limit:
            return f"with {said} it is less than {limit:f}, and min is {low:f}"
        if high is not None and high <= -limit:
            return f"with {said} it is more than {-limit:f}, and max is {high:f}"
    if constraints.places is not None and low is not None and high is not None:
        step = Decimal(1).scaleb(-constraints.places)
        if low.quantize(step, ROUND_CEILING, _EXACT) > high.quantize(step, ROUND_FLOOR, _EXACT):
            return f"no decimal of {constraints.places} places lies between min {low:f} and max {high:f}"
    return None


def _map(constraints: Constraints, key: TypeExpr | EnumType | RecordType | UnionType) -> str | None:
    if isinstance(key, EnumType) and isinstance(constraints.min, int) and constraints.min > len(key.values):
        return f"{key.name} has {len(key.values)} words for keys, and min is {constraints.min}"
    return None
