"""The edition to print: a system in one piece, or in parts where it would be too much for a browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import evolve
from markupsafe import Markup

from ..model import Context, Ref
from ..targets import Files
from .book import Book
from .pages import Chrome
from .rendering import render

__all__ = ["PART", "editions"]

PART: Final = 240_000
"""Characters from which on the next chapter begins another part."""

_AT_ONCE: Final = 20
"""Things that stand in one piece, which is never divided."""


def editions(book: Book, pictures: Mapping[str, str]) -> Files:
    """The parts of the edition; ``pictures`` are SVGs as files of the site, by their address in the system's folder."""
    chrome = Chrome(book)
    sheets: list[list[str]] = [[]]
    size = 0
    for chapter in _chapters(book, chrome, pictures):
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
            f"{book.system.title or book.system.name}, in one piece",
            system=book.system,
            first=number == 1,
            pages=pages,
            body=Markup("\n".join(sheet)),
        )
        made[path] = text
    return made


def _name(number: int) -> str:
    return "print.html" if number == 1 else f"print-{number}.html"


def _chapters(book: Book, chrome: Chrome, pictures: Mapping[str, str]) -> Iterator[str]:
    """Pieces that may each begin a part: the head of a context, then its things, a few at a time."""
    if "context-map" in pictures:
        yield render("print_picture", chrome.pen, src=pictures["context-map"], words="Contexts")
    for story in book.stories:
        address = book.addresses[str(story.place)]
        if address in pictures:
            yield render("print_picture", chrome.pen, src=pictures[address], words=story.title)
    for name, context in book.system.contexts.items():
        src = pictures.get(f"{name}/flow", "")
        pen = evolve(chrome.pen, context=name)
        yield render("print_head", pen, own=context, src=src)
        for kind, things in _groups(context):
            for at in range(0, len(things), _AT_ONCE):
                some = [(Ref(name, thing.name), thing) for thing in things[at : at + _AT_ONCE]]
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
