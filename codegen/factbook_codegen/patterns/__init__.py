r"""How values travel, as regular expressions: the grammar of each type that travels as text, and its bounds.

JSON Schema knows no bounds of texts, so the bounds of decimals, days, times, durations and bytes become patterns. A
bound is a pattern of its own, right for texts that fulfil the grammar (a schema demands it beside the bound) and so it
is short.

All patterns are searched for, mean the same in Python and in ECMAScript, and allow for Python's ``$``, which also
matches before a line feed at the end. The grammar itself is explained in ``factbook.wire``; tests hold the two to each
other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from ..model import Bound, Constraints
from ._decimals import decimal_from, decimal_to, placed, sized
from ._digits import fixed_from, fixed_to, fraction_from, fraction_to
from ._durations import DURATION, duration_from, duration_to, micros

__all__ = ["GRAMMAR", "KEYS", "bounds", "whole"]


def whole(pattern: str) -> str:
    """A pattern for texts that match ``pattern`` from end to end."""
    return f"^(?:{pattern})$(?!\\n)" if "|" in pattern else f"^{pattern}$(?!\\n)"


_HEX: Final = "[0-9A-Fa-f]"
_SIX_BITS: Final = "[A-Za-z0-9+/]"
_DAY: Final = (
    "(?!0000)(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"
)

GRAMMAR: Final = {
    "decimal": whole("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?"),
    "uuid": whole(f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"),
    "date": whole(_DAY),
    "datetime": whole(f"{_DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{{1,6}})?Z"),
    "duration": whole(DURATION),
    "bytes": whole(f"(?:{_SIX_BITS}{{4}})*(?:{_SIX_BITS}[AQgw]==|{_SIX_BITS}{{2}}[AEIMQUYcgkosw048]=)?"),
}
"""The pattern of each primitive that travels as a text of its own kind."""

KEYS: Final = {
    "int": whole("0|-?[1-9][0-9]{0,18}"),
    "uuid": GRAMMAR["uuid"].replace(_HEX, "[0-9a-f]"),
}
"""The patterns of keys of maps where they differ: no two keys mean the same."""


def bounds(kind: str, constraints: Constraints) -> Iterator[str]:
    """The patterns of what narrows a ``decimal``, ``date``, ``datetime``, ``duration``, ``bytes``, or an ``int`` that
    is the key of a map."""
    if constraints.min is not None:
        yield _at_least(kind, constraints.min)
    if constraints.max is not None:
        yield _at_most(kind, constraints.max)
    if constraints.places is not None:
        yield placed(constraints.places)
    if constraints.digits is not None:
        yield sized(constraints.digits, constraints.places)


def _at_least(kind: str, bound: Bound) -> str:
    match kind, bound:
        case "decimal" | "int", Decimal() | int():
            return decimal_from(Decimal(bound))
        case "date", date():
            return f"^{fixed_from(bound.isoformat(), '')}"
        case "datetime", datetime():
            return f"^{fixed_from(bound.isoformat()[:19], fraction_from(micros(bound.microsecond)))}"
        case "duration", timedelta():
            return duration_from(bound)
        case "bytes", int():
            return f"^[^=]{{{_sixes(bound)}}}"
        case _:
            raise TypeError(f"{bound!r} is no bound of {kind}")


def _at_most(kind: str, bound: Bound) -> str:
    match kind, bound:
        case "decimal" | "int", Decimal() | int():
            return decimal_to(Decimal(bound))
        case "date", date():
            return f"^{fixed_to(bound.isoformat(), '')}"
        case "datetime", datetime():
            return f"^{fixed_to(bound.isoformat()[:19], fraction_to(micros(bound.microsecond), 'Z'))}"
        case "duration", timedelta():
            return duration_to(bound)
        case "bytes", int():
            return f"^[^=]{{0,{_sixes(bound)}}}=*$"
        case _:
            raise TypeError(f"{bound!r} is no bound of {kind}")


def _sixes(length: int) -> int:
    """The characters of base64, padding aside, that so many bytes take."""
    return (4 * length + 2) // 3
