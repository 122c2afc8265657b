"""How often this process was forked off, counted where it costs nothing to look: asking for its id is a system call."""

from __future__ import annotations

import os

__all__ = ["generation"]

_count = 0


def generation() -> int:
    """A number that differs between a process and those that are forked off from it."""
    return _count


def _forked() -> None:
    global _count
    _count += 1


if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
    os.register_at_fork(after_in_child=_forked)
