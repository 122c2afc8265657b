"""What a run leaves behind is collected, but not by the run."""

from __future__ import annotations

import gc
from weakref import ref

import pytest
from factbook_codegen.undisturbed import undisturbed


class Circle:
    """Something that only the collector removes."""

    def __init__(self) -> None:
        self.itself = self


def test_garbage_waits() -> None:
    """It is not looked for when the run ends, as it would be for being young, and goes with the next full look."""
    gc.collect()
    with undisturbed():
        assert not gc.isenabled()
        left = ref(Circle())
    gc.collect(1)
    assert left() is not None
    gc.collect()

    assert (None, True, 0) == (left(), gc.isenabled(), gc.get_freeze_count())


def test_who_collects_by_hand_still_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what somebody froze stays frozen."""
    monkeypatch.setattr(gc, "isenabled", lambda: False)
    monkeypatch.setattr(gc, "enable", None)
    with undisturbed():
        pass
    monkeypatch.undo()
    gc.freeze()
    try:
        with undisturbed():
            pass

        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.enable()
