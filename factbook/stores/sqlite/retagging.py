"""Gives events other tags: in the events, in the index on disk, and in what is held in memory."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import apsw
import msgspec

from factbook.stores.tagging import Retag

from . import reading, segments
from .database import Database
from .fresh import Fresh
from .window import Window

__all__ = ["note", "retag"]

_KEEP: Final = "INSERT INTO note VALUES ('tags', ?) ON CONFLICT DO UPDATE SET text = excluded.text"


def note(db: Database) -> str:
    """What was kept last, or nothing."""
    return db.execute("SELECT text FROM note WHERE about = 'tags'").get or ""


def retag(db: Database, window: Window, changes: Sequence[Retag], known: str, text: str) -> bool:
    """One transaction, for which no other connection writes; false if another note is kept than is known."""
    db.execute("BEGIN IMMEDIATE")
    held: Fresh | None = None
    try:
        if note(db) != known:
            db.execute("ROLLBACK")
            return False
        db.execute(_KEEP, (text,))
        for change in changes:
            tags = msgspec.json.encode(change.after)
            db.execute("UPDATE event SET tags = ? WHERE position = ?", (tags, change.position))
            segments.retag(db, change.position, change.gone, change.new)
        held = window.renew(db, reading.head(db)) if changes else None
        db.execute("COMMIT")
    except BaseException:
        if held is not None:
            window.restore(held)
        with suppress(apsw.Error):
            db.execute("ROLLBACK")
        raise
    return True
