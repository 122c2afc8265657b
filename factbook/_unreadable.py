"""What msgspec raises about texts that it cannot read, and what a person is told of it."""

from __future__ import annotations

from typing import Final

import msgspec

from .errors import Problem

__all__ = ["UNREADABLE", "problem_of"]

UNREADABLE: Final = (msgspec.MsgspecError, UnicodeError, RecursionError)
"""What msgspec raises about a text that is no JSON, or not what it should be."""


def problem_of(error: Exception, at: str = "$") -> Problem:
    """What msgspec says about what it cannot read, with the path, which it says as ``… - at `$.lines[0].quantity```."""
    match error:
        case RecursionError():
            return Problem(at, "is nested too deeply")
        case msgspec.ValidationError():
            text, _, path = str(error).partition(" - at `$")
            return Problem(f"{at}{path.removesuffix('`')}", text)
        case _:
            return Problem(at, f"is no JSON: {error}")
