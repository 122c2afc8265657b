"""What stands around every page: the head of the site and the sidebar."""

from __future__ import annotations

from typing import Any, Final

from ..model import Context
from .book import Book
from .pen import Pen
from .rendering import current, render

__all__ = ["GROUPS", "Chrome"]

GROUPS: Final = (
    ("Commands", "command", "commands"),
    ("Events", "event", "events"),
    ("Policies", "policy", "policies"),
    ("Effects", "effect", "effects"),
    ("Views", "view", "views"),
    ("Queries", "query", "queries"),
    ("Deciders", "decider", "deciders"),
    ("Types", "type", "types"),
)
"""What a context is made of: title, kind, and the attribute that holds them."""


class Chrome:
    """What stands around every page of a system, or of one of its contexts."""

    def __init__(self, book: Book, own: Context | None = None) -> None:
        system = book.system
        up, root = ("../", "../../") if own else ("", "../")
        self.book = book
        self.folder = f"{system.name}/{own.name}" if own else system.name
        self.pen = Pen(system, up, root, own.name if own else "", book.look.edit)
        groups = [(title, kind, list(getattr(own, name))) for title, kind, name in GROUPS if own]
        self.side = render(
            "side",
            self.pen,
            system=system,
            own=own,
            groups=[one for one in groups if one[2]],
            texts=[(text.title, text.address) for text in book.texts],
            stories=[(story.title, book.addresses[str(story.place)]) for story in book.stories],
            types=list(system.types),
            registers=book.registers,
        )
        top = [(system.title or system.name, f"{up}index.html")]
        self.crumbs = [*top, (own.title or own.name, f"{up}{own.name}/index.html")] if own else top

    @property
    def frame(self) -> object:
        """All that stands around its pages."""
        return self.book.look, self.folder, self.side, self.crumbs

    def page(self, template: str, name: str, title: str, about: str = "", **values: Any) -> tuple[str, str]:
        """The path of a page in this folder, and its text."""
        href = f"{self.pen.up}{self.pen.context}/{name}" if self.pen.context else name
        index = name == "index.html"
        text = render(
            template,
            self.pen,
            book=self.book,
            site=self.book.look.title,
            home=self.pen.root + self.book.look.home,
            search=self.book.system.name,
            title=title,
            about=about,
            side=current(self.side, href),
            crumbs=self.crumbs[:-1] if index else self.crumbs,
            **values,
        )
        return f"{self.folder}/{name}", text
