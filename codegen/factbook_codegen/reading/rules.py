"""Whether a value keeps what narrows its type."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ..formats import FORMATS
from ..model import Constraints
from . import literals

_UNITS = {"text": "characters", "bytes": "bytes", "list": "items", "map": "entries"}


def violated(kind: str, value: Any, constraints: Constraints) -> str | None:
    """What rule a value breaks, as the end of a sentence; ``None`` when it breaks none.

    ``kind`` is a primitive, ``list`` or ``map``; ``value`` is of the Python type that stands for it.
    """
    if not constraints:
        return None
    low: Any = constraints.min
    high: Any = constraints.max
    if (unit := _UNITS.get(kind)) is not None:
        if low is not None and len(value) < low:
            return f"has {_counted(len(value), unit)}, fewer than min {low}"
        if high is not None and len(value) > high:
            return f"has {_counted(len(value), unit)}, more than max {high}"
        return _misformed(value, constraints) if kind == "text" else None
    if low is not None and value < low:
        return f"is less than min {literals.written(low)}"
    if high is not None and value > high:
        return f"is more than max {literals.written(high)}"
    return _too_precise(value, constraints) if isinstance(value, Decimal) else None


def _counted(count: int, unit: str) -> str:
    singular = {"entries": "entry"}.get(unit, unit.removesuffix("s")) if unit != "bytes" else "byte"
    return f"{count or 'no'} {singular if count == 1 else unit}"


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _misformed(text: str, constraints: Constraints) -> str | None:
    if constraints.pattern is not None and not _compiled(constraints.pattern).fullmatch(text):
        return f"does not match the pattern {constraints.pattern}"
    if constraints.format is not None and not _compiled(FORMATS[constraints.format]).fullmatch(text):
        return f"is no {constraints.format}"
    return None


def _too_precise(value: Decimal, constraints: Constraints) -> str | None:
    whole, places = sizes(value)
    if constraints.places is not None and places > constraints.places:
        return f"has {places} places, more than {constraints.places}"
    if constraints.digits is None:
        return None
    if constraints.places is None:
        return (
            f"has {whole + places} digits, more than {constraints.digits}"
            if whole + places > constraints.digits
            else None
        )
    room = constraints.digits - constraints.places
    return f"has {whole} digits before the point, more than {room}" if whole > room else None


def sizes(value: Decimal) -> tuple[int, int]:
    """How many digits a decimal has before and after the point, without zeros that say nothing."""
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits)).lstrip("0")
    places = max(-exponent, 0)
    fraction = text[-places:].rjust(places, "0").rstrip("0") if places else ""
    whole = text[: max(len(text) - places, 0)] if places else text + "0" * exponent if text else ""
    return len(whole), len(fraction)
