"""What a very large file costs: minutes to make, and room for it."""

from __future__ import annotations

from typing import Final

from .. import page
from ..harness import Bench
from . import storing

SIZES: Final = (10_000_000,)


def run(bench: Bench) -> str:
    """Measure it."""
    return f"""\
## Growing

The same in a file of ten million events, without the peer, which would take long to make its own.

{storing.filled(bench, "growing", SIZES, peer=False)}

{page.machine(bench.rounds)}
"""
