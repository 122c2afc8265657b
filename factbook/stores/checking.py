"""What a store can do besides: look whether what it keeps is whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

__all__ = ["Checking"]


@runtime_checkable
class Checking(Protocol):
    """A store that can look at its own file or tables, and at its index; what the events say is not its business."""

    def damage(self) -> Iterator[str]:
        """A sentence for each thing that is wrong, the first few of a kind; nothing is changed."""
        ...
