"""The pages above all systems: the front page, the pages of the project, the diagnostics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from attrs import frozen
from markupsafe import Markup

from ..codes import CODES
from ..diagnostics import Diagnostic
from ..explaining import explanation
from ..model import Place, System
from ..targets import Files
from .book import Book, Look
from .chrome import Chrome
from .finding import FOLDER, Shelf
from .pages import numbers
from .pen import Pen
from .rendering import render
from .texts import body

__all__ = ["CODE_PAGES", "Front", "text_pages"]

CODE_PAGES: Final = "diagnostic-codes"

SHOWN: Final = 200
"""Problems that are listed."""

_NOTHING: Final = System("", "", "", Place("", 1, 1))


@frozen
class Front:
    """What stands above all systems."""

    look: Look
    books: Sequence[Book]
    shelf: Shelf | None

    @property
    def frame(self) -> object:
        """All that stands around its pages."""
        systems = [(book.system.name, book.system.title) for book in self.books]
        return self.look, systems, self.texts

    def pages(self, found: Sequence[Diagnostic]) -> Files:
        """The front page (of one system, it only leads on), what was found, and the pages of the project."""
        return dict((*self.home(), self.found(found), *self.written()))

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Title and address of each page of the project."""
        return [(text.title, f"{FOLDER}/{text.address}") for text in self.shelf.texts] if self.shelf else []

    def home(self) -> Iterator[tuple[str, str]]:
        """The front page."""
        if len(self.books) == 1 and not self.texts:
            pen = Pen(_NOTHING, root="", edit=self.look.edit)
            href = f"{self.books[0].system.name}/index.html"
            yield "index.html", render("lead", pen, title=self.look.title, href=href)
            return
        systems = [(book.system, " · ".join(f"{n:,} {words}" for n, words in numbers(book))) for book in self.books]
        yield "index.html", self.page("", "home", self.look.title, systems=systems, texts=self.texts)

    def found(self, found: Sequence[Diagnostic]) -> tuple[str, str]:
        """The page of all problems that were found, and of all that could be."""
        left_out = max(0, len(found) - SHOWN)
        values = {"codes": list(CODES.values()), "found": found[:SHOWN], "left_out": left_out}
        return f"{CODE_PAGES}/index.html", self.page("../", "codes", "Diagnostics", **values)

    def codes(self) -> Iterator[tuple[str, str]]:
        """A page for each code."""
        for code in CODES.values():
            page = self.page(
                "../",
                "text",
                f"{code.code}: {code.title}",
                crumbs=[("Diagnostics", "index.html")],
                body=body(explanation(code.code)),
                source="",
            )
            yield f"{CODE_PAGES}/{code.code}.html", page

    def written(self) -> Iterator[tuple[str, str]]:
        """The pages of the project."""
        if self.shelf is None:
            return
        for text in self.shelf.texts:
            up = "../" * (text.address.count("/") + 1)
            pen = self.pen(up)
            html = body(text.markdown, pen, partial(self.shelf.address, text))
            source = pen.source(Place(text.file, 1, 1))
            yield f"{FOLDER}/{text.address}", self.page(up, "text", text.title, body=html, source=source)

    def pen(self, up: str) -> Pen:
        """What writes references on pages of the project: they can only mean the one system there is."""
        if len(self.books) == 1:
            system = self.books[0].system
            return Pen(system, f"{up}{system.name}/", up, edit=self.look.edit)
        return Pen(_NOTHING, "", up, edit=self.look.edit)

    def page(self, root: str, template: str, title: str, **values: Any) -> str:
        """One page; ``root`` leads from it to the front page's folder."""
        pen = Pen(_NOTHING, root=root, edit=self.look.edit)
        systems = [(book.system.title or book.system.name, f"{book.system.name}/index.html") for book in self.books]
        side = render("front", pen, systems=systems, texts=self.texts)
        filled: Mapping[str, Any] = {"crumbs": [], **values}
        return render(
            template,
            pen,
            site=self.look.title,
            home=root + self.look.home,
            search=self.books[0].system.name if len(self.books) == 1 else "",
            title=title,
            about="",
            side=Markup(side),
            **filled,
        )


def text_pages(book: Book, shelf: Shelf) -> Files:
    """The pages that were written by hand about one system."""
    chrome = Chrome(book)
    made: Files = {}
    for text in book.texts:
        html = body(text.markdown, chrome.pen, partial(shelf.address, text))
        source = chrome.pen.source(Place(text.file, 1, 1))
        path, page = chrome.page("text", text.address, text.title, body=html, source=source)
        made[path] = page
    return made
