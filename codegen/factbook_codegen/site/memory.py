"""What the last build of a site knew, so that the next one makes only the pages of what has changed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import DecodeError, Struct, field, msgpack

from ..cache import FOLDER, Unit
from ..disk import Stamp

__all__ = ["Memory", "load", "save"]

_FILE: Final = "site"


class Memory(Struct, array_like=True):
    """What was made of each context (``shop/ordering``) and of all above them (``shop``, and ``""``): the key of what
    went in, the files that came out; and stamps of all files.

    ``shown`` are keys of what of its inputs a context shows, ``surfaces`` digests of what others can show of it, each
    with the key of the files that it follows from.
    """

    tool: str = ""
    units: dict[str, Unit] = field(default_factory=dict[str, Unit])
    outputs: dict[str, Stamp] = field(default_factory=dict[str, Stamp])
    shown: dict[str, str] = field(default_factory=dict[str, str])
    surfaces: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])


def load(root: Path, tool: str) -> Memory:
    """What the last build in this project knew; nothing when that was by another version of factbook."""
    try:
        memory = msgpack.decode((root / FOLDER / _FILE).read_bytes(), type=Memory)
    except (OSError, DecodeError, UnicodeDecodeError):
        return Memory(tool)
    return memory if memory.tool == tool else Memory(tool)


def save(root: Path, memory: Memory) -> None:
    """Keep a memory for the next build; where that is not possible it is slower, no more."""
    file = root / FOLDER / f"{_FILE}.{os.getpid()}"
    with suppress(OSError):
        try:
            file.write_bytes(msgpack.encode(memory))
            file.replace(root / FOLDER / _FILE)
        finally:
            file.unlink(missing_ok=True)
