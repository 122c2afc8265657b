"""Fresh ids."""

from __future__ import annotations

import os
import time
from threading import Lock
from typing import Final
from uuid import UUID

from factbook.forks import generation

__all__ = ["new_id"]

_BLOCK: Final = 4_000
"""How many random bytes are fetched at a time: each look costs a system call."""

_lock = Lock()
_bytes = b""
_at = 0
_generation = 0


def new_id() -> UUID:
    """A version 7 uuid (RFC 9562): 48 bits of milliseconds, the rest random. (Python has ``uuid7`` from 3.14 on.)"""
    random = int.from_bytes(_random()) & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62
    return UUID(int=(time.time_ns() // 1_000_000) << 80 | random)


def _random() -> bytes:
    """Ten bytes that nobody had before; a process that was forked off begins with bytes of its own."""
    global _bytes, _at, _generation
    with _lock:
        if _at >= len(_bytes) or _generation != generation():
            _bytes, _at, _generation = os.urandom(_BLOCK), 0, generation()
        taken = _bytes[_at : _at + 10]
        _at += 10
        return taken
