"""Policies as values: what is to be done whenever something has happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import field, frozen

if TYPE_CHECKING:
    from .contracts import PolicyContract

__all__ = ["Policy"]

E = TypeVar("E")
S = TypeVar("S")
C = TypeVar("C")


@frozen
class Policy(Generic[E, S, C]):
    """``react(event, state)`` answers the commands and effects to issue, in order; it is pure.

    The state is folded by ``evolve`` from what the policy reads, and is ``None`` if it reads nothing. ``events`` are
    the classes it reacts to; ``contract`` is what the catalogue says about it.
    """

    react: Callable[[E, S], Sequence[C]]
    initial: S
    evolve: Callable[[S, Any], S]
    events: tuple[type[object], ...] = field(default=(), kw_only=True)
    contract: PolicyContract | None = field(default=None, kw_only=True, repr=False)
