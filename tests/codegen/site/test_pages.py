"""Pages of a system: every text stays text, whatever it says."""

from __future__ import annotations

import json
import re

from attrs import evolve
from factbook_codegen.model import System
from factbook_codegen.site import machines, searching
from factbook_codegen.site.book import Book, Look, Text
from factbook_codegen.site.chrome import Chrome
from factbook_codegen.site.glossary import glossary
from factbook_codegen.site.pages import context_pages, system_pages
from factbook_codegen.site.printing import editions
from factbook_codegen.site.texts import body
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.codegen.diagram_models import command, context, do, event, see, story, system, view
from tests.codegen.hostile import HOSTILE
from tests.codegen.models import systems
from tests.codegen.site.reading_pages import ELEMENTS, read, strange

READABLE = HOSTILE.map(lambda text: text.encode("utf-8", "replace").decode())
"""What can stand in a file of UTF-8."""

SCRIPT = "</title></svg></script><script>alert(1)</script><img src=x onerror=alert(2)>"


def book_of(model: System) -> Book:
    """Everything that pages are made from."""
    return Book(model, Look(model.title or model.name))


def everything(model: System) -> dict[str, str]:
    """All pages of a system."""
    book = book_of(model)
    chrome = Chrome(book)
    files = system_pages(chrome, {}) | editions(book, {})
    files |= dict(sheet.page(chrome) for sheet in glossary(chrome))
    for one in model.contexts.values():
        files |= context_pages(book, one, {})
    return files


@settings(max_examples=12)
@given(systems())
def test_no_text_becomes_markup(model: System) -> None:
    """Pages of the nastiest systems hold only what templates put there, and each element is closed in its turn."""
    found = {path: strange(read(html)) for path, html in everything(model).items()}

    assert {} == {path: some for path, some in found.items() if some}


@settings(max_examples=30)
@given(HOSTILE, HOSTILE)
def test_a_text_comes_through_whole(title: str, summary: str) -> None:
    """What an author wrote is what a reader reads, but for space at its ends."""
    own = context("ordering", events=[event("OrderPlaced", summary=summary)], title=title)
    model = system(own)
    words = read(everything(model)["shop/ordering/event-OrderPlaced.html"]).words

    assert " ".join(summary.split()).replace("\0", "") in " ".join(words.split()).replace("\0", "").replace("�", "")


def test_scripts_in_every_kind_of_text() -> None:
    """Titles of stories and scenarios, values of payloads, summaries: nothing of it runs."""
    steps = (do("clerk", "ordering.PlaceOrder", note=SCRIPT), see("ordering.OrderSummary", note=SCRIPT))
    bare = context(
        "ordering",
        events=[event("OrderPlaced")],
        commands=[command("ordering", "PlaceOrder", ["OrderPlaced"])],
        views=[view("ordering", "OrderSummary", ["OrderPlaced"])],
    )
    own = evolve(bare, title=SCRIPT, summary=SCRIPT, owner=SCRIPT)
    model = evolve(system(own, stories=[story(SCRIPT, *steps)]), title=SCRIPT, summary=SCRIPT)

    assert {} == {path: some for path, html in everything(model).items() if (some := strange(read(html)))}


@given(st.text() | HOSTILE)
def test_markdown_never_brings_markup_along(text: str) -> None:
    """HTML in a page written by hand stays text, and links lead to nothing that runs."""
    page = read(str(body(text)))

    assert page.names <= ELEMENTS - {"script", "svg"}
    assert [] == [link for link in page.links if re.match(r"\s*(javascript|vbscript|data):", link, re.IGNORECASE)]


@given(READABLE)
def test_the_index_is_one_call_with_one_value(summary: str) -> None:
    """No text ends the script that it stands in, and every text comes through."""
    script = searching.index(book_of(system(context("ordering", events=[event("OrderPlaced", summary=summary)]))), {})
    call = re.fullmatch(r"window\.factbookSearch\((.*)\);\n", script)

    assert call is not None
    assert "<" not in script
    assert ["event", "OrderPlaced", "ordering/event-OrderPlaced.html"] in [one[:3] for one in json.loads(call[1])]


@given(READABLE)
def test_guides_for_machines_have_a_line_for_each_thing(summary: str) -> None:
    """No summary begins a line of its own."""
    ordering = context("ordering", events=[event("OrderPlaced", summary=summary)])
    (text,) = machines.guide(ordering).values()
    lines = text.splitlines()

    assert 1 == sum("(event-OrderPlaced.html)" in line for line in lines)


def test_a_hand_written_page_is_listed() -> None:
    """On the page of its system, and beside every page."""
    book = evolve(book_of(system(context("ordering"))), texts=[Text("page-about.html", "About", "about.md", "# About")])

    assert 2 == read(system_pages(Chrome(book), {})["shop/index.html"]).links.count("page-about.html")
