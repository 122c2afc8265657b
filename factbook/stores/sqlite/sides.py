"""Which files belong to which store: no two stores share one, and no store is a file of another.

Beside ``shop.db`` are ``shop.views.db``, ``shop.work.db`` and ``shop.states.db``; beside a file of any other name,
``shop.sqlite``, are ``shop.sqlite-views`` and so on. Each of them has SQLite's own ``-wal``, ``-shm`` and
``-journal``. A file that is named like one of these is no store, so that none is taken for what belongs to another.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["SIDES", "belongs", "side"]

SIDES: Final = ("views", "work", "states")
"""The tables of views; what policies still have to do; folded states."""

_OWN: Final = ("-wal", "-shm", "-journal")


def side(file: Path, name: str) -> Path:
    """The file beside a store that is called ``name``, one of :data:`SIDES`."""
    assert name in SIDES
    plain = file.name.removesuffix(".db")
    return file.with_name(f"{file.name}-{name}" if plain == file.name else f"{plain}.{name}.db")


def belongs(file: Path) -> str:
    """The name of the store that a file belongs to by its own name; nothing, if it may be a store itself."""
    name = file.name
    for own in _OWN:
        if name.endswith(own):
            return name.removesuffix(own) or name
    for one in SIDES:
        if name.endswith(f".{one}.db"):
            return f"{name.removesuffix(f'.{one}.db')}.db"
        if name.endswith(f"-{one}"):
            return name.removesuffix(f"-{one}") or name
    return ""
