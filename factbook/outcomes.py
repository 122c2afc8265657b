"""What a decider answers: events or a rejection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard, TypeVar

__all__ = ["accepted"]

E = TypeVar("E")


def accepted(outcome: Sequence[E] | object) -> TypeGuard[Sequence[E]]:
    """Whether what a decider answered are events; else it is a rejection."""
    return type(outcome) is list or type(outcome) is tuple or isinstance(outcome, Sequence)
