"""Small pieces of sentences."""

from __future__ import annotations

from collections.abc import Iterable


def listed(names: Iterable[str]) -> str:
    """``A, B and C``, sorted."""
    *others, last = sorted(names)
    return f"{', '.join(others)} and {last}" if others else last


def with_article(noun: str) -> str:
    """``a type``, ``an event``."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
