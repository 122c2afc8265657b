"""The index of tags on disk: sorted segments, each of a span of positions, merged as they grow in number.

A B-tree that is led by the tag answers fastest, but grows at as many places as an append has tags, and each of them
costs a page. So entries are first held in memory (:mod:`.fresh`), then written all at once as one segment, sorted, at
the end of the tree; and where there are four segments of a size, they are merged into one of the next. This is the
log-structured merge tree of O'Neil et al. (1996), in tiers, inside one table of SQLite. Merging is done a little with
each append, in its transaction, so that no append waits long; what is not finished yet is seen by nobody.

A segment is ``LIVE``, being ``BUILT`` from live ones, or ``LEFT``: merged into another one, and not yet deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from .database import Database

__all__ = ["BUILT", "CHUNK", "LEFT", "LIVE", "covered", "flush", "retag", "work"]

LIVE: Final = 0
BUILT: Final = 1
LEFT: Final = 2

_TIER: Final = 4
"""How many segments of a level become one of the next."""

CHUNK = 500
"""How many entries are moved at a time."""


def covered(db: Database) -> int:
    """The position up to which the index on disk knows all events."""
    return _one(db, f"SELECT max(last) FROM segment WHERE state = {LIVE}") or 0


def flush(db: Database, head: int, damaged: Sequence[int] = ()) -> None:
    """Write the tags of all events that are in no segment yet as one, and begin a merge if there are enough.

    Those of the ``damaged`` ones cannot be read.
    """
    whole = f" AND e.position NOT IN ({', '.join(map(str, damaged))})" if damaged else ""
    last = covered(db)
    db.execute(  # a tag that an event carries twice is there once
        "INSERT OR IGNORE INTO tagged SELECT ?, tag.value, e.position, e.type"
        f" FROM event e CROSS JOIN json_each(CAST(e.tags AS TEXT)) tag WHERE e.position > ? AND e.position <= ?{whole}"
        " ORDER BY tag.value, e.position",
        (_add(db, 0, last + 1, head, LIVE), last, head),
    )
    _begin(db, 0)


def work(db: Database) -> bool:
    """Do a little of what there is to merge, the smallest segments first; says whether there was anything to do."""
    job = db.execute(
        f"SELECT number, level, state FROM segment WHERE state <> {LIVE} ORDER BY level, state DESC LIMIT 1"
    ).fetchone()
    if job is None:
        return False
    number, level, state = job
    if state == LEFT:
        _delete(db, number)
    else:
        _copy(db, number, level)
    return True


def retag(db: Database, position: int, gone: Iterable[str], new: Iterable[str]) -> None:
    """Change the entries of an event, wherever it has any.

    What is being built gets an entry only where it has been copied up to already; the others are still to be copied.
    """
    event = position, position
    covering = f"SELECT number, state FROM segment WHERE state <> {LEFT} AND first <= ? AND last >= ?"
    for number, state in list(db.execute(covering, event)):
        reached = None if state == LIVE else _reached(db, number)
        for tag in gone:
            db.execute("DELETE FROM tagged WHERE segment = ? AND tag = ? AND position = ?", (number, tag, position))
        for tag in new:
            if reached is None or db.execute("SELECT (?, ?) < (?, ?)", (tag, position, *reached)).get:
                db.execute(
                    "INSERT OR IGNORE INTO tagged SELECT ?, ?, position, type FROM event WHERE position = ?",
                    (number, tag, position),
                )


def _reached(db: Database, number: int) -> tuple[str, int]:
    """The last entry of a segment; before it, everything has been copied that is to be there."""
    return db.execute(
        "SELECT tag, position FROM tagged WHERE segment = ? ORDER BY tag DESC, position DESC LIMIT 1", (number,)
    ).fetchone() or ("", 0)


def _begin(db: Database, level: int) -> None:
    """Begin to merge the oldest segments of a level, if they are enough and none is built from that level now."""
    if _one(db, f"SELECT 1 FROM segment WHERE level = {level + 1} AND state = {BUILT}"):
        return
    spans = list(
        db.execute(
            f"SELECT first, last FROM segment WHERE level = {level} AND state = {LIVE} ORDER BY first LIMIT {_TIER}"
        )
    )
    if len(spans) == _TIER:
        _add(db, level + 1, spans[0][0], spans[-1][1], BUILT)


def _copy(db: Database, number: int, level: int) -> None:
    """Copy the next entries of the merged segments into the new one; with the last of them, they change places."""
    span = "(SELECT first FROM segment WHERE number = ?1) AND (SELECT last FROM segment WHERE number = ?1)"
    within = f"level = {level - 1} AND state = {LIVE} AND first BETWEEN {span}"
    tag, place = _reached(db, number)
    arms = " UNION ALL ".join(
        f"SELECT tag, position, type FROM tagged WHERE segment = {source} AND (tag, position) > (?2, ?3)"
        for (source,) in db.execute(f"SELECT number FROM segment WHERE {within} ORDER BY first", (number,))
    )
    before = db.total_changes()
    db.execute(
        f"INSERT INTO tagged SELECT ?1, tag, position, type FROM ({arms} ORDER BY 1, 2 LIMIT {CHUNK})",
        (number, tag, place),
    )
    if db.total_changes() - before < CHUNK:
        db.execute(f"UPDATE segment SET state = {LEFT} WHERE {within}", (number,))
        db.execute(f"UPDATE segment SET state = {LIVE} WHERE number = ?", (number,))
        _begin(db, level - 1)
        _begin(db, level)


def _delete(db: Database, number: int) -> None:
    """Delete the next entries of a segment that is left, and in the end the segment."""
    beyond = db.execute(
        f"SELECT tag, position FROM tagged WHERE segment = ? ORDER BY tag, position LIMIT 1 OFFSET {CHUNK}", (number,)
    ).fetchone()
    if beyond:
        db.execute("DELETE FROM tagged WHERE segment = ? AND (tag, position) < (?, ?)", (number, *beyond))
    else:
        db.execute("DELETE FROM tagged WHERE segment = ?", (number,))
        db.execute("DELETE FROM segment WHERE number = ?", (number,))


def _add(db: Database, level: int, first: int, last: int, state: int) -> int:
    number: int = (_one(db, "SELECT max(number) FROM segment") or 0) + 1
    db.execute("INSERT INTO segment VALUES (?, ?, ?, ?, ?)", (number, level, first, last, state))
    return number


def _one(db: Database, sql: str) -> Any:
    return db.execute(sql).get
