"""Bounds and sizes of decimals, for texts that are decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ._digits import above, below, digits, either, fraction_from, fraction_to

__all__ = ["decimal_from", "decimal_to", "placed", "sized"]

_END: Final = "(?:\\.|$)"
"""Where the digits before the point end."""


def decimal_from(bound: Decimal) -> str:
    """Decimals of at least ``bound``."""
    return f"^{_magnitude_from(bound)}" if bound > 0 else f"^(?:[0-9]|-{_magnitude_to(bound)})"


def decimal_to(bound: Decimal) -> str:
    """Decimals of at most ``bound``."""
    return f"^-{_magnitude_from(bound)}" if bound < 0 else f"^(?:-|{_magnitude_to(bound)})"


def _magnitude_from(bound: Decimal) -> str:
    number, places = _parts(bound)
    return either(above(number), number + fraction_from(places)) or ""


def _magnitude_to(bound: Decimal) -> str:
    number, places = _parts(bound)
    less = below(number)
    return either(less and less + _END, number + fraction_to(places, "$")) or ""


def _parts(bound: Decimal) -> tuple[str, str]:
    number, _, places = format(abs(bound), "f").partition(".")
    return number, places.rstrip("0")


def placed(places: int) -> str:
    """Decimals of at most so many digits after the point; zeros at the end do not count."""
    return f"^[^.]+(?:\\.{digits(0, places)}0*)?$"


def sized(total: int, places: int | None) -> str:
    """Decimals of at most ``total`` digits, ``places`` of them kept for those after the point.

    A zero before the point does not count, nor do zeros at the end after it.
    """
    if places is not None:
        return f"^-?{digits(1, total - places) if total > places else '0'}{_END}"
    numbers = (f"{digits(size, size)}(?:\\.{digits(0, total - size)}0*)?" for size in range(1, total + 1))
    zero = f"0(?:\\.{digits(0, total)}0*)?"
    return f"^-?{either(zero, *numbers)}$"
