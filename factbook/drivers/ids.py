"""Fresh ids."""

from __future__ import annotations

import os
import time
from uuid import UUID

__all__ = ["new_id"]


def new_id() -> UUID:
    """A version 7 uuid (RFC 9562): 48 bits of milliseconds, the rest random. (Python has ``uuid7`` from 3.14 on.)"""
    random = int.from_bytes(os.urandom(10)) & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62
    return UUID(int=(time.time_ns() // 1_000_000) << 80 | random)
