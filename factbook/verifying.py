"""Is what a store holds what the catalogue says? Every event is looked at, and every difference told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from .codec import decode, encode
from .copying import everything
from .errors import Undecodable
from .flags import FLAG_SET, change
from .recording import Recorded
from .stores import Store
from .stores.checking import Checking
from .translation import Translation

__all__ = ["Difference", "damage", "verify"]


class Difference(NamedTuple):
    """What is wrong with the event at a position, in a sentence."""

    position: int
    type: str
    text: str


def damage(store: Store) -> Iterator[str]:
    """What is wrong with the store itself, where it can look at that: its file, and the index of its tags."""
    if isinstance(store, Checking):
        yield from store.damage()


def verify(store: Store, translation: Translation) -> Iterator[Difference | None]:
    """Look at every event; yields what is wrong with it, or ``None`` for each that is as it should be.

    Looked at are: whether the type and version are known, whether the data (in an older version, what becomes of it) is
    what the catalogue says in every detail, whether the tags are those that follow from the data, whether one can read
    who caused it, and whether positions grow.
    """
    before = 0
    for event in everything(store):
        found = list(_wrong(event, translation, before))
        before = event.position
        if found:
            yield from found
        else:
            yield None


def _wrong(event: Recorded, translation: Translation, before: int) -> Iterator[Difference]:
    if event.position <= before:
        yield Difference(event.position, event.type, f"stands behind position {before}")
    damaged = [text for text in map(_damage, (lambda: event.id, lambda: event.tags, lambda: event.metadata)) if text]
    yield from (Difference(event.position, event.type, text) for text in damaged)
    if damaged:
        return
    if event.type == FLAG_SET:
        if text := _damage(lambda: change(event)):
            yield Difference(event.position, event.type, text)
        return
    try:
        message = translation.decode(event)
        codec = translation.codec(message.__class__)
        today = event.version == codec.version_of(message)
        decode(message.__class__, event.data if today else encode(message))  # reading does not look at every detail
    except Undecodable as error:
        for problem in error.problems:
            yield Difference(event.position, event.type, f"version {event.version}: {problem}")
        return
    own = tuple(tag for tag in event.tags if not tag.startswith("@"))
    due = codec.tags_of(message)
    if own != due:
        yield Difference(event.position, event.type, f"is tagged {_list(own)}, and its data says {_list(due)}")


def _damage(read: Callable[[], object]) -> str:
    """What is wrong with a part of an event, or nothing."""
    try:
        read()
    except Undecodable as error:
        return str(error)
    return ""


def _list(tags: tuple[str, ...]) -> str:
    return ", ".join(tags) or "with nothing"
