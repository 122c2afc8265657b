"""The pages above all systems: the front page, the pages of the project, the diagnostics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from ..codes import CODES
from ..diagnostics import Diagnostic
from ..explaining import explanation
from ..model import Place, System
from ..targets import Files
from .book import Book, Look
from .finding import FOLDER, Shelf
from .pages import Chrome, numbers
from .pen import Pen
from .rendering import render
from .texts import body

__all__ = ["front_pages", "text_pages"]

CODE_PAGES: Final = "diagnostic-codes"

SHOWN: Final = 200
"""Problems that are listed."""

_NOTHING: Final = System("", "", "", Place("", 1, 1))


def front_pages(look: Look, books: Sequence[Book], found: Sequence[Diagnostic], shelf: Shelf | None) -> Files:
    """The front page (of one system, it only leads on), the diagnostics, and the pages of the project."""
    return dict(_front_pages(look, books, found, shelf))


def _front_pages(
    look: Look, books: Sequence[Book], found: Sequence[Diagnostic], shelf: Shelf | None
) -> Iterator[tuple[str, str]]:
    texts = [(text.title, f"{FOLDER}/{text.address}") for text in shelf.texts] if shelf else []
    if len(books) == 1 and not texts:
        pen = Pen(_NOTHING, root="", edit=look.edit)
        yield "index.html", render("lead", pen, title=look.title, href=f"{books[0].system.name}/index.html")
    else:
        systems = [(book.system, " · ".join(f"{n:,} {words}" for n, words in numbers(book))) for book in books]
        yield "index.html", _page(look, books, texts, "", "home", look.title, systems=systems, texts=texts)
    codes = list(CODES.values())
    yield (
        f"{CODE_PAGES}/index.html",
        _page(
            look,
            books,
            texts,
            "../",
            "codes",
            "Diagnostics",
            codes=codes,
            found=found[:SHOWN],
            left_out=max(0, len(found) - SHOWN),
        ),
    )
    for code in codes:
        text = body(explanation(code.code))
        title = f"{code.code}: {code.title}"
        crumbs = [("Diagnostics", "index.html")]
        made = _page(look, books, texts, "../", "text", title, crumbs=crumbs, body=text, source="")
        yield f"{CODE_PAGES}/{code.code}.html", made
    for text in shelf.texts if shelf else ():
        up = "../" * (text.address.count("/") + 1)
        pen = _pen(books, up, look)
        html = body(text.markdown, pen, lambda href, text=text: shelf.address(text, href) if shelf else href)
        source = pen.source(Place(text.file, 1, 1))
        yield (
            f"{FOLDER}/{text.address}",
            _page(look, books, texts, up, "text", text.title, crumbs=[], body=html, source=source),
        )


def _pen(books: Sequence[Book], up: str, look: Look) -> Pen:
    """What writes references on pages of the project: they can only mean the one system there is."""
    if len(books) == 1:
        return Pen(books[0].system, f"{up}{books[0].system.name}/", up, edit=look.edit)
    return Pen(_NOTHING, "", up, edit=look.edit)


def _page(
    look: Look,
    books: Sequence[Book],
    texts: Sequence[tuple[str, str]],
    root: str,
    template: str,
    title: str,
    **values: Any,
) -> str:
    pen = Pen(_NOTHING, root=root, edit=look.edit)
    systems = [(book.system.title or book.system.name, f"{book.system.name}/index.html") for book in books]
    side = render("front", pen, systems=systems, texts=texts)
    search = books[0].system.name if len(books) == 1 else ""
    filled: Mapping[str, Any] = {"crumbs": [], **values}
    return render(
        template,
        pen,
        site=look.title,
        home=root + look.home,
        search=search,
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
        html = body(text.markdown, chrome.pen, lambda href, text=text: shelf.address(text, href))
        source = chrome.pen.source(Place(text.file, 1, 1))
        path, page = chrome.page("text", text.address, text.title, body=html, source=source)
        made[path] = page
    return made
