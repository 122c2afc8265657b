"""Keeps recorded events findable when the catalogue gives them other tags than those with which they were recorded.

A store remembers by which rules its events are tagged: for each type of event a short text that follows from its tags
in the catalogue. :func:`check` compares, when a system is put on a store; :func:`retag` writes the tags of today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import msgspec

from .errors import StoreUnavailable, StoreUnfit, Undecodable
from .flags import FLAG_SET
from .queries import ALL, Query, QueryItem
from .recording import Recorded
from .stores import Store
from .stores.tagging import Retag, Retagging
from .system import System
from .translation import Translation

if TYPE_CHECKING:
    from .catalogue import Event

__all__ = ["check", "due", "retag", "rule", "rules"]

PAGE: Final = 1_000
"""How many events are looked at, and changed, in one transaction."""


class _Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a store remembers: ``rules`` by which all of it is tagged; and where work is under way, up to which position
    it is tagged by the rules whose digest is ``towards`` already."""

    rules: dict[str, str] = {}
    towards: str = ""
    done: int = 0


_read: Final = msgspec.json.Decoder(_Note).decode


def rules(system: System) -> dict[str, str]:
    """The :func:`rule` of each type of event."""
    return {
        f"{name}.{event}": rule(declared)
        for name, context in system.catalogue.contexts.items()
        for event, declared in context.events.items()
    }


def rule(event: Event) -> str:
    """By which tags an event is found, as a short text; another name of a field makes no difference."""
    return _digest(repr([(tag.prefix, _first(tag.path, event)) for tag in event.tags]))


def check(store: Store, translation: Translation) -> None:
    """Raise ``StoreUnfit`` if events are in a store that are not found by their tags of today.

    What a store has no note about yet is noted, if the first event of each type does not contradict it.
    """
    if not isinstance(store, Retagging):
        return
    kept = store.tag_note()
    note = _parsed(kept)
    way_out = f"run: factbook store retag --system {translation.system.name}"
    if note.towards:
        raise StoreUnfit(f"a part of what was recorded has got other tags, and the rest has not; {way_out}")
    now = rules(translation.system)
    changed = [name for name, rule in now.items() if note.rules.get(name) != rule]
    if not changed:
        return
    anything = store.read(ALL, limit=1).events
    stale = [one for one in changed if anything and _stale(store, translation, one, known=one in note.rules)]
    if stale:
        which = ", ".join(stale[:3]) + (f" and {len(stale) - 3} more" if len(stale) > 3 else "")
        wrong = f"what was recorded of {which} has other tags than the catalogue gives it now"
        raise StoreUnfit(f"{wrong}, so decisions would miss it; {way_out}")
    store.retag((), kept, _text(msgspec.structs.replace(note, rules=note.rules | now)))


def retag(store: Store, translation: Translation, tell: Callable[[int], None] = lambda _: None) -> tuple[int, int]:
    """Tag every event as the catalogue says now; answers how many were looked at, and how many had other tags.

    It may be stopped at any time, and goes on where it was when it is begun again. ``tell`` is called with how many
    were looked at so far. What cannot be read is left as it is. Raises ``StoreUnfit`` if the store cannot do that.
    """
    if not isinstance(store, Retagging):
        raise StoreUnfit(
            f"{store!r} cannot give recorded events other tags: take back the change of tags in the catalogue,"
            " or use a store of sqlite: or postgresql:"
        )
    kept = store.tag_note()
    note = _parsed(kept)
    now = rules(translation.system)
    towards = _digest(repr(sorted(now.items())))
    after = note.done if note.towards == towards else 0
    looked = changed = 0
    while True:
        events = store.read(ALL, after, limit=PAGE).events
        changes = [*_changes(events, translation)]
        last = len(events) < PAGE
        if events:
            after = events[-1].position
        text = _text(_Note(note.rules | now) if last else _Note(note.rules, towards, after))
        if not store.retag(changes, kept, text):
            raise StoreUnavailable("somebody else gives the events of this store other tags: let one of you finish")
        kept = text
        looked += len(events)
        changed += len(changes)
        tell(looked)
        if last:
            return looked, changed


def due(event: Recorded, translation: Translation) -> tuple[str, ...]:
    """The tags that an event has to have: those of its data, and those of its metadata as they are."""
    message = translation.decode(event)
    own = translation.codec(message.__class__).tags_of(message)
    return own + tuple(tag for tag in event.tags if tag.startswith("@"))


def _changes(events: list[Recorded], translation: Translation) -> Iterator[Retag]:
    for event in events:
        if event.type == FLAG_SET:
            continue
        try:
            tags = due(event, translation)
        except Undecodable:
            continue
        if tags != event.tags:
            yield Retag(event.position, event.tags, tags)


def _stale(store: Store, translation: Translation, name: str, *, known: bool) -> bool:
    """Whether there are events of a type, and, where nothing is ``known`` of their rules, the first has other tags."""
    first = store.read(Query((QueryItem(types=(name,)),)), limit=1).events
    return bool(first) and (known or bool([*_changes(first, translation)]))


def _first(path: str, event: Event) -> str:
    """What a path was called before all renames."""
    for change in reversed(event.changes):
        for step in reversed(change.steps):
            if step.kind == "rename" and f"{path}.".startswith(f"{step.value}."):
                path = step.field + path[len(step.value) :]
    return path


def _parsed(text: str) -> _Note:
    try:
        return _read(text) if text else _Note()
    except msgspec.MsgspecError:
        return _Note()  # of another factbook: everything is looked at anew


def _text(note: _Note) -> str:
    return msgspec.json.encode(note).decode()


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()
