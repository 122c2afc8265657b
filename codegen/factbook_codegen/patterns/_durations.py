"""Durations: their grammar, and their bounds for texts that are durations.

A number of a unit is smaller than one of the unit before it that is there, so durations compare unit by unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from ._digits import above, below, digits, either, fixed_from, fraction_to

__all__ = ["DURATION", "duration_from", "duration_to", "micros"]

_UNITS: Final = (("D", 86400, 9), ("H", 3600, 10), ("M", 60, 12), ("S", 1, 13))
"""Letter, seconds, and how many digits a number of them may have where it comes first."""

_FRACTION: Final = "(?:\\.[0-9]{1,6})?"


def _units(after: int) -> Iterator[tuple[int, str, str, int]]:
    """The units that may come when so many have had their turn: how many then have, what stands before the number, the
    letter after it, the seconds in one."""
    for index, (letter, size, _) in enumerate(_UNITS[after:], after):
        yield index + 1, "T" if after <= 1 <= index else "", letter, size


def _grammar(after: int, larger: int) -> str:
    """What may follow a unit of ``larger`` seconds."""
    branches = [
        f"{before}{below(str(larger // size))}{_FRACTION if letter == 'S' else ''}{letter}{_grammar(turn, size)}"
        for turn, before, letter, size in _units(after)
    ]
    return f"(?:{'|'.join(branches)})?" if branches else ""


DURATION: Final = "P(?:{})".format(
    "|".join(
        f"{before}(?:0|[1-9]{digits(0, _UNITS[turn - 1][2] - 1)}){_FRACTION if letter == 'S' else ''}{letter}"
        f"{_grammar(turn, size)}"
        for turn, before, letter, size in _units(0)
    )
)


def duration_from(bound: timedelta) -> str:
    """Durations of at least ``bound``."""
    return f"^P{_from(bound.days * 86400 + bound.seconds, micros(bound.microseconds), 0)}"


def duration_to(bound: timedelta) -> str:
    """Durations of at most ``bound``."""
    return f"^P{_to(bound.days * 86400 + bound.seconds, micros(bound.microseconds), 0)}"


def micros(microseconds: int) -> str:
    """Millionths of a second as the digits after the point."""
    return f"{microseconds:06}".rstrip("0")


def _from(seconds: int, millionths: str, after: int) -> str:
    """What comes when so many units have had their turn and were equal, and so much is left to reach."""
    if not seconds and not millionths:
        return ""
    branches: list[str] = []
    for turn, before, letter, size in _units(after):
        count, rest = divmod(seconds, size)
        more = f"{before}{above(str(count))}"
        if letter == "S":
            fraction = f"\\.{fixed_from(millionths, '')}[0-9]*" if millionths else "(?:\\.[0-9]+)?"
            branches += [f"{more}(?:\\.[0-9]+)?S", f"{before}{count}{fraction}S"]
        else:
            branches += [f"{more}{letter}", f"{before}{count}{letter}{_from(rest, millionths, turn)}"]
    return either(*branches) or ""


def _to(seconds: int, millionths: str, after: int) -> str:
    """What comes when so many units have had their turn and were equal, and so much is left to use."""
    branches: list[str] = ["$"] if after else []
    for turn, before, letter, size in _units(after):
        count, rest = divmod(seconds, size)
        if (less := below(str(count))) is not None:
            fraction = "(?:\\.[0-9]+)?" if letter == "S" else ""
            branches.append(f"{before}{less}{fraction}{letter}")
        equal = fraction_to(millionths, "S") if letter == "S" else f"{letter}{_to(rest, millionths, turn)}"
        branches.append(f"{before}{count}{equal}")
    return either(*branches) or ""
