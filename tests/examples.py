"""How many examples a test tries that takes long to make them: few in ``make test``, more in ``make test-long``."""

from __future__ import annotations

from hypothesis import settings

__all__ = ["examples"]


def examples(number: int) -> int:
    """So many; with ``--hypothesis-profile thorough`` as many times more as that profile tries of everything."""
    return number * settings().max_examples // 100
