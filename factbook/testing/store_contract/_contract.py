"""What an adapter's author says about a store, and what all parts of the contract share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from factbook.recording import NewEvent
from factbook.stores import Store

__all__ = ["Contract"]


class Contract:
    """One factory, and what the store at hand cannot do."""

    lasting: ClassVar[bool] = True
    """Whether a place that is opened again, also while it is open, holds the same events."""

    unfit: ClassVar[str] = ""
    """Characters that the store does not take in types and tags; it refuses them with a ``ValueError``."""

    largest: ClassVar[int] = 1_000_000
    """So many bytes of data an event may have."""

    effort: ClassVar[int] = 1
    """How much is tried where trying more finds more; 10 takes about ten times as long."""

    def open(self, place: Path) -> Store:
        """The store that is kept at a place: a folder that is new for each test, to use or to take a name from."""
        raise NotImplementedError("say how the store is opened: def open(self, place: Path) -> Store")

    def elsewhere(self, place: Path) -> Callable[[], Store] | None:
        """What opens the same store in another process, a function that can be pickled; ``None`` if nothing can.

        ``functools.partial(open_store, f"sqlite:{place}/events.db")`` is one.
        """
        return None

    def slowly(self, place: Path, events: Sequence[NewEvent], seconds: float, commit: bool) -> None:
        """Append in a transaction of its own that stays open for some seconds before it is committed or rolled back.

        It has to take the way that the store itself takes. Without it, readers are not tried against slow writers.
        """
        pytest.skip("there is no way to write slowly: slowly() is not defined")

    # Fixtures --------------------------------------------------------------------------------------------------------

    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        """Where the store of this test is kept."""
        return tmp_path

    @pytest.fixture
    def store(self, place: Path) -> Iterator[Store]:
        """A store without events."""
        store = self.open(place)
        yield store
        store.close()
