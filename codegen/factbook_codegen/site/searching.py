"""The index that a site is searched by, as a script: a page opened from a disk may load scripts, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from msgspec import json

from ..diagrams.links import page
from ..model import Context, Fields, ListOf, MapOf, Named, Ref, System, TypeExpr
from .book import Book
from .glossary import entries_of

__all__ = ["index"]

Entry = tuple[str, str, str, str, str]
"""Kind, name, address, summary, and further words by which it is found: fields, tags, types, roles."""

_LONGEST: Final = 140
"""Characters of a summary that stand in the index."""


def index(book: Book, known: dict[str, tuple[Context, str]]) -> str:
    """The script of one system: it hands a list of entries to the page that has asked for it.

    ``known`` keeps the part of each context, ``shop/ordering``, for as long as that is the same object.
    """
    system = book.system
    parts = [_listed(_contexts(system)), _listed(_things(system))]
    for name, context in system.contexts.items():
        before = known.get(f"{system.name}/{name}")
        if before is None or before[0] is not context:
            before = known[f"{system.name}/{name}"] = context, _listed(_things(context))
        parts.append(before[1])
    parts.append(_listed(_told(book)))
    return f"window.factbookSearch([{','.join(filter(None, parts))}]);\n"


def _listed(found: Iterable[Entry]) -> str:
    """Entries as the inside of a list."""
    listed = json.encode([*found]).decode()[1:-1]
    return listed.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _contexts(system: System) -> Iterator[Entry]:
    for name, context in system.contexts.items():
        yield "context", context.title or name, f"{name}/index.html", _short(context.summary), name


def _things(owner: System | Context) -> Iterator[Entry]:
    for kind, ref, summary in entries_of(owner):
        words = " ".join(dict.fromkeys(_words(owner, kind, ref)))
        yield kind, ref.name, page(kind, *ref), _short(summary), words


def _told(book: Book) -> Iterator[Entry]:
    for story in book.stories:
        yield "story", story.title, book.addresses[str(story.place)], "", ""
    for text in book.texts:
        yield "text", text.title, text.address, "", ""


def _words(owner: Any, kind: str, ref: Ref) -> Iterator[str]:
    yield ref.context
    if ref.name in owner.deprecated:
        yield "deprecated"
    match kind:
        case "command":
            one = owner.commands[ref.name]
            yield from (*_fields(one.fields), *one.by)
        case "event":
            one = owner.events[ref.name]
            yield from (*_fields(one.fields), *(tag.prefix for tag in one.tags))
        case "view":
            yield from _fields(owner.views[ref.name].fields)
        case "effect":
            yield from _fields(owner.effects[ref.name].fields)
        case "rejection":
            yield from _fields(owner.rejections[ref.name].fields)
        case "type":
            one = owner.types[ref.name]
            yield from (
                getattr(one, "tag", None) or "",
                *getattr(one, "values", ()),
                *_fields(getattr(one, "fields", {})),
            )
        case _:
            pass


def _fields(fields: Fields) -> Iterator[str]:
    for name, one in fields.items():
        yield name
        yield from _types(one.type)


def _types(expression: TypeExpr) -> Iterator[str]:
    match expression:
        case Named(ref):
            yield ref.name
        case ListOf(item):
            yield from _types(item)
        case MapOf(key, value):
            yield from (*_types(key), *_types(value))
        case _:
            pass


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
