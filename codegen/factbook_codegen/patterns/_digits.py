"""Digits compared as texts: the arithmetic that a regular expression can do.

``None``, or no branch at all, stands for what cannot be matched.
"""

from __future__ import annotations

__all__ = ["above", "below", "digits", "either", "fixed_from", "fixed_to", "fraction_from", "fraction_to"]


def digits(least: int, most: int) -> str:
    """So many digits."""
    if least == most:
        return "" if most == 0 else "[0-9]" if most == 1 else f"[0-9]{{{most}}}"
    return "[0-9]?" if (least, most) == (0, 1) else f"[0-9]{{{least},{most}}}"


def either(*branches: str | None) -> str | None:
    """One of these."""
    possible = [branch for branch in branches if branch is not None]
    return f"(?:{'|'.join(possible)})" if len(possible) > 1 else possible[0] if possible else None


def _class(low: int, high: int) -> str | None:
    """One digit from ``low`` to ``high``."""
    return str(low) if low == high else f"[{low}-{high}]" if low < high else None


# Naturals: 0, or digits that do not begin with 0 ---------------------------------------------------------------------


def above(number: str) -> str | None:
    """Naturals greater than ``number``, all their digits."""
    same: list[str] = []  # those that are as long as the number and equal to it up to here, but greater in the end
    for left, digit in enumerate(reversed(number)):
        greater = _class(int(digit) + 1, 9)
        same = [*([greater + digits(left, left)] if greater else []), *_after(digit, same)]
    return either(f"[1-9][0-9]{{{len(number)},}}", *same)


def below(number: str) -> str | None:
    """Naturals less than ``number``, all their digits."""
    same: list[str] = []
    for left, digit in enumerate(reversed(number)):
        less = _class(1 if 0 < left == len(number) - 1 else 0, int(digit) - 1)
        same = [*([less + digits(left, left)] if less else []), *_after(digit, same)]
    match len(number):
        case 1:
            return either(*same)
        case 2:
            return either("[0-9]", *same)
        case length:
            return either("0", f"[1-9]{digits(0, length - 2)}", *same)


def _after(digit: str, branches: list[str]) -> list[str]:
    return [f"{digit}{either(*branches)}"] if branches else []


# Digits in fixed places, and fractions -------------------------------------------------------------------------------


def fixed_from(text: str, equal: str) -> str:
    """The beginning of texts of the same make that are greater than ``text``, or the same and go on with ``equal``."""
    rest = equal
    for character in reversed(text):
        if not character.isdigit():
            rest = character + rest
        elif rest:
            rest = either(_class(int(character) + 1, 9), character + rest) or ""
        else:  # whatever follows an equal digit will do
            rest = "" if character == "0" else _class(int(character), 9) or ""
    return rest


def fixed_to(text: str, equal: str) -> str:
    """The beginning of texts of the same make that are less than ``text``, or the same and go on with ``equal``."""
    rest = equal
    for character in reversed(text):
        if not character.isdigit():
            rest = character + rest
        elif rest:
            rest = either(_class(0, int(character) - 1), character + rest) or ""
        else:
            rest = "" if character == "9" else _class(0, int(character)) or ""
    return rest


def fraction_from(places: str) -> str:
    """The beginning of a fraction, point and all, of at least these digits (which do not end with 0)."""
    return f"\\.{fixed_from(places, '')}" if places else ""


def fraction_to(places: str, end: str) -> str:
    """A fraction, point and all, or none, of at most these digits (which do not end with 0); then ``end``."""
    rest = f"0*{end}"
    for index, digit in enumerate(reversed(places), 1):
        stops = end if index < len(places) else None  # a point is followed by a digit
        rest = either(_class(0, int(digit) - 1), digit + rest, stops) or ""
    return f"(?:\\.{rest}|{end})"
