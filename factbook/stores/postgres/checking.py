"""Looks whether events are where they should be, and whether the table of tags says what the events say.

It is done a page at a time, and with no right but to read: a store of any size can be looked at while it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import msgspec

from factbook._unreadable import UNREADABLE

from .arrays import BIGINT, TEXT, array, bigint, bigints, piece
from .asking import Rows
from .settings import Settings
from .statements import Form, Statement, key

__all__ = ["damage"]

PAGE: Final = 1_000
"""How many events, or entries of the table of tags, are looked at together."""

MOST: Final = 20
"""How much of a kind is told."""

_ALL: Final = (  # one snapshot: what is appended meanwhile is in neither
    "SELECT (SELECT coalesce(max(position), 0) FROM {schema}.event), (SELECT count(*) FROM {schema}.tag)"
)
_EVENTS: Final = (
    "SELECT position, type, tags FROM {schema}.event WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3"
)
_MISSING: Final = (  # each is looked up in the index, whatever the planner knows: LIMIT cannot be joined away
    "SELECT n.number FROM unnest($1, $2, $3) WITH ORDINALITY AS n (position, tag, type, number) LEFT JOIN LATERAL"
    " (SELECT true AS there FROM {schema}.tag t WHERE t.tag = n.tag AND t.position = n.position AND t.type = n.type"
    " LIMIT 1) AS found ON true WHERE found.there IS NULL ORDER BY n.number"
)
_ENTRIES: Final = (
    "SELECT tag, position FROM {schema}.tag WHERE (tag, position) > ($1, $2) ORDER BY tag, position LIMIT $3"
)
_TAGS: Final = "SELECT position, tags FROM {schema}.event WHERE position = ANY ($1)"

_texts: Final = msgspec.json.Decoder(tuple[str, ...]).decode

Ask: TypeAlias = Callable[[Statement], Rows]


def damage(ask: Ask, settings: Settings) -> Iterator[str]:
    """See :meth:`factbook.stores.checking.Checking.damage`."""

    def form(text: str, *types: int) -> Form:
        return Form(text.replace("{schema}", settings.schema).encode(), types)

    ((head, entries),) = ask(Statement(form(_ALL)))
    page, missing = bigint(PAGE), form(_MISSING, BIGINT.array, TEXT.array, TEXT.array)
    events = form(_EVENTS, BIGINT.item, BIGINT.item, BIGINT.item)
    last = found = gaps = gone = 0
    while rows := ask(Statement(events, (bigint(last), bigint(head), page))):
        due: list[tuple[int, str, str, str]] = []
        for position, kind, tags in rows:
            if position != last + 1 and (gaps := gaps + 1) <= MOST:
                yield f"there is no event just before position {position}"
            last = position
            due += [(position, kind, one, tag) for one, tag in _keys(tags).items()]
        places = bigints([position for position, *_ in due])
        keys = array(TEXT, [piece([one.encode() for *_, one, _ in due])])
        kinds = array(TEXT, [piece([kind.encode() for _, kind, *_ in due])])
        lost: list[int] = [number for (number,) in ask(Statement(missing, (places, keys, kinds)))]
        for number in lost:
            if (gone := gone + 1) <= MOST:
                position, _, _, tag = due[number - 1]
                yield f"the event at position {position} is not found by its tag {tag}"
        found += len(due) - len(lost)
    if entries > found:
        yield from _strange(ask, form(_ENTRIES, TEXT.item, BIGINT.item, BIGINT.item), form(_TAGS, BIGINT.array))


def _strange(ask: Ask, entries: Form, tags: Form) -> Iterator[str]:
    """The entries that no event carries: there are any, or an event has changed while it was looked at."""
    told = position = 0
    tag = ""
    while rows := ask(Statement(entries, (tag.encode(), bigint(position), bigint(PAGE)))):
        carried = {
            place: _keys(raw) for place, raw in ask(Statement(tags, (bigints(sorted({place for _, place in rows})),)))
        }
        for tag, position in rows:
            if tag not in carried.get(position, {}):
                yield f"the index has the tag {tag} at position {position}, and no such event carries it"
                if (told := told + 1) == MOST:
                    return


def _keys(tags: bytes) -> dict[str, str]:
    """The tags of an event by the keys under which it is found; by none, where they cannot be read."""
    try:
        return {key(tag): tag for tag in _texts(tags)}
    except UNREADABLE:
        return {}
