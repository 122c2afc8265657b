"""The edition to print: a system in one piece, or in parts where it would be too much for a browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import evolve
from markupsafe import Markup

from ..model import Context, Ref
from ..targets import Files
from .book import Book
from .chrome import Chrome
from .pen import Pen
from .rendering import render

__all__ = ["PART", "edition_of", "editions", "is_large"]

PART: Final = 240_000
"""Characters from which on the next chapter begins another part."""

MANY: Final = 400
"""Events and commands from which on each context has an edition of its own."""

_AT_ONCE: Final = 20
"""Things that stand in one piece, which is never divided."""


def editions(book: Book, pictures: Mapping[str, str]) -> Files:
    """The edition of a system; of a large one, a page that leads to those of its contexts.

    ``pictures`` are SVGs as files of the site, by the names of :meth:`Book.drawings`, the context and ``/`` before.
    """
    chrome = Chrome(book)
    chapters = list(_told(book, pictures, chrome))
    contexts = book.system.contexts
    if not is_large(book):
        for name, context in contexts.items():
            chapters += _chapters(book, context, chrome.pen, pictures.get(f"{name}/flow", ""))
    parts = [(one.title or name, f"{name}/print.html") for name, one in contexts.items()] if is_large(book) else []
    return _bound(chrome, book.system.title or book.system.name, book.system.summary, chapters, parts)


def edition_of(book: Book, context: Context, flow: str) -> Files:
    """The edition of one context of a large system; ``flow`` is the address of its picture."""
    if not is_large(book):
        return {}
    chrome = Chrome(book, context)
    return _bound(chrome, context.title or context.name, "", list(_chapters(book, context, chrome.pen, flow)), [])


def is_large(book: Book) -> bool:
    """Whether a system is too much for one page."""
    return sum(len(one.events) + len(one.commands) for one in book.system.contexts.values()) > MANY


def _bound(
    chrome: Chrome, title: str, summary: str, chapters: Sequence[str], parts: Sequence[tuple[str, str]]
) -> Files:
    """Chapters on pages, as many on each as a browser takes at once."""
    sheets: list[list[str]] = [[]]
    size = 0
    for chapter in chapters:
        if size and size + len(chapter) > PART:
            sheets.append([])
            size = 0
        sheets[-1].append(chapter)
        size += len(chapter)
    made: Files = {}
    for number, sheet in enumerate(sheets, 1):
        pages = [(f"Part {at}", _name(at), at == number) for at in range(1, len(sheets) + 1)]
        path, text = chrome.page(
            "print",
            _name(number),
            f"{title}, in one piece",
            called=title,
            summary=summary if number == 1 else "",
            pages=pages,
            parts_of=parts,
            body=Markup("\n".join(sheet)),
        )
        made[path] = text
    return made


def _name(number: int) -> str:
    return "print.html" if number == 1 else f"print-{number}.html"


def _told(book: Book, pictures: Mapping[str, str], chrome: Chrome) -> Iterator[str]:
    """The map of a system, and its stories."""
    if "context-map" in pictures:
        yield render("print_picture", chrome.pen, src=pictures["context-map"], words="Contexts")
    for story in book.stories:
        address = book.addresses[str(story.place)]
        if address in pictures:
            yield render("print_picture", chrome.pen, src=pictures[address], words=story.title)


def _chapters(book: Book, context: Context, pen: Pen, flow: str) -> Iterator[str]:
    """The head of a context, then its things, a few at a time: each piece may begin a page."""
    pen = evolve(pen, context=context.name)
    yield render("print_head", pen, own=context, src=flow)
    for kind, things in _groups(context):
        for at in range(0, len(things), _AT_ONCE):
            some = [(Ref(context.name, thing.name), thing) for thing in things[at : at + _AT_ONCE]]
            yield render("print_things", pen, kind=kind, things=some, book=book, first=at == 0)


def _groups(context: Context) -> Iterator[tuple[str, Sequence[Any]]]:
    groups: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("command", context.commands),
        ("event", context.events),
        ("policy", context.policies),
        ("effect", context.effects),
        ("view", context.views),
        ("type", context.types),
    )
    for kind, things in groups:
        if things:
            yield kind, list(things.values())
