"""What changed from one version of an event to the next, in words, and the change log of a system."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from attrs import frozen
from markupsafe import Markup

from ..model import Change, Deprecated, Event, Field, Fields, Json, Ref
from .book import Book
from .pen import Pen

__all__ = ["Changed", "Old", "Version", "deprecations", "log", "versions"]


@frozen
class Version:
    """A version of an event: whether it is frozen, and how it is built from the one before, a line for each step."""

    number: int
    released: bool
    steps: Sequence[Markup]


@frozen
class Changed:
    """An event with some of its versions, the newest first."""

    ref: Ref
    versions: Sequence[Version]


@frozen
class Old:
    """Something that is not to be used any more, and a link to what takes its place."""

    kind: str
    ref: Ref
    why: Deprecated
    instead: Markup


def versions(ref: Ref, event: Event, book: Book, pen: Pen) -> list[Version]:
    """The versions of an event after its first, the newest first."""
    return [
        Version(change.to, book.is_released(ref, change.to), list(_steps(ref, event, change, pen)))
        for change in reversed(event.changes)
    ]


def log(book: Book, pen: Pen, *, released: bool) -> Iterator[Changed]:
    """The events with versions that are frozen, or are not; once anything is frozen, a new event is news."""
    for context in book.system.contexts.values():
        for name, event in context.events.items():
            ref = Ref(context.name, name)
            found = [one for one in versions(ref, event, book, pen) if one.released == released]
            if not released and book.released and not book.is_released(ref, 1):
                found.append(Version(1, False, [Markup("the event is new")]))
            if found:
                yield Changed(ref, found)


def deprecations(book: Book, pen: Pen, entries: Sequence[tuple[str, Ref, str]]) -> Iterator[Old]:
    """What of the entries is deprecated."""
    for kind, ref, _ in entries:
        if why := pen.deprecation(ref):
            yield Old(kind, ref, why, pen.instead(kind, ref))


def _steps(ref: Ref, event: Event, change: Change, pen: Pen) -> Iterator[Markup]:
    before, after = _fields(event, change.to - 1), _fields(event, change.to)
    for verb, what, how in change.steps:
        given: Mapping[str, str] = cast("dict[str, str]", how) if isinstance(how, dict) else {}
        if verb == "types":
            yield from _of_type(pen.find("type", what, ref.context), cast("int", how), pen)
        else:
            yield _step(verb, what, how, given.get("by", ""), pen, before.get(what), after.get(what))


def _fields(event: Event, version: int) -> Fields:
    """The fields that an event had."""
    return next((one.fields for one in event.older if one.version == version), event.fields)


def _of_type(ref: Ref | None, version: int, pen: Pen) -> Iterator[Markup]:
    """What a change of a type changed in the events that hold it."""
    if ref is None:
        return
    for older in pen.system.type(ref).older:
        if older.version == version - 1:
            for one in older.steps:
                by = one.function.name if one.function else ""
                step = _step(one.kind, ".".join(one.path), one.value, by, pen)
                yield Markup("in {}: {}").format(pen.link("type", ref), step)


def _step(
    verb: str, what: str, how: Json, by: str, pen: Pen, before: Field | None = None, after: Field | None = None
) -> Markup:
    name, maker = Markup("<code>{}</code>").format(what), Markup("<code>{}</code>").format(by)
    match verb:
        case "add":
            kind = (
                Markup(" ({}{})").format(pen.type(after.type), ", optional" if after.optional else "") if after else ""
            )
            if by:
                return Markup("{}{} is new; older ones get what {} makes of them").format(name, kind, maker)
            value = "nothing" if how is None else Markup("<code>{}</code>").format(json.dumps(how, ensure_ascii=False))
            return Markup("{}{} is new; older ones get {}").format(name, kind, value)
        case "rename":
            return Markup("{} is now called <code>{}</code>").format(name, how)
        case "remove":
            kind = Markup("; it was {}").format(pen.type(before.type)) if before else ""
            return Markup("{} is gone{}").format(name, kind)
        case _:
            told = before is not None and after is not None and before.type != after.type
            if before is not None and after is not None and told:
                types = pen.type(before.type), pen.type(after.type)
                return Markup("{} was {} and is now {}; {} converts it").format(name, *types, maker)
            return Markup("{} is converted by {}").format(name, maker)
