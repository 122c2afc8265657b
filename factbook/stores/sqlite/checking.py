"""Looks whether a file is whole: its pages, its positions, and whether the index of tags says what the events say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .database import Database
from .segments import LIVE

__all__ = ["damage"]

MOST: Final = 20
"""How much of a kind is told."""

_TAGS: Final = "json_each(CASE WHEN json_valid(CAST(e.tags AS TEXT)) THEN CAST(e.tags AS TEXT) ELSE '[]' END)"

_MISSING: Final = f"""
SELECT position FROM (SELECT position, lag(position, 1, 0) OVER (ORDER BY position) AS before FROM event)
WHERE position <> before + 1 LIMIT {MOST}"""

_NOT_FOUND: Final = f"""
SELECT e.position, CAST(tag.value AS BLOB) FROM segment s JOIN event e ON e.position BETWEEN s.first AND s.last
CROSS JOIN {_TAGS} tag
WHERE s.state = {LIVE} AND NOT EXISTS (
    SELECT 1 FROM tagged t
    WHERE t.segment = s.number AND t.tag = tag.value AND t.position = e.position AND t.type = e.type
) LIMIT {MOST}"""

_FALSE: Final = f"""
SELECT t.position, CAST(t.tag AS BLOB) FROM segment s JOIN tagged t ON t.segment = s.number
WHERE s.state = {LIVE} AND NOT EXISTS (
    SELECT 1 FROM event e CROSS JOIN {_TAGS} tag WHERE e.position = t.position AND tag.value = t.tag
) LIMIT {MOST}"""


def damage(db: Database) -> Iterator[str]:
    """See :meth:`factbook.stores.checking.Checking.damage`."""
    pages = [str(text) for (text,) in db.execute(f"PRAGMA integrity_check({MOST})")]
    if pages != ["ok"]:
        yield from pages
        return
    for (position,) in db.execute(_MISSING):
        yield f"there is no event just before position {position}"
    for position, tag in db.execute(_NOT_FOUND):
        yield f"the event at position {position} is not found by its tag {_text(tag)}"
    for position, tag in db.execute(_FALSE):
        yield f"the index has the tag {_text(tag)} at position {position}, and no such event carries it"


def _text(tag: bytes) -> str:
    return tag.decode("utf-8", "replace")
