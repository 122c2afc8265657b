"""Keeps the garbage collector out of a run."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Generator[None]:
    """No garbage collection: a run makes tens of thousands of objects and lets go of them all at its end.

    What is left then counts as old, so that it is looked at with all else some day, and not at once.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():  # what somebody else has frozen would thaw
                gc.freeze()
                gc.unfreeze()
            gc.enable()
