"""Reads pages back: the elements that are in them, what they link to, and their words."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from attrs import Factory, define

VOID = {"meta", "link", "br", "hr", "img", "input"}

SVG = {"svg", "g", "path", "polygon", "ellipse", "polyline", "text", "title"}
"""Elements of diagrams."""

_HTML = """
    html head body meta title link script header footer nav main div section article figure figcaption aside p span a
    b i em strong small s code pre kbd abbr button ul ol li dl dt dd table caption thead tbody tr th td h1 h2 h3 h4 h5
    h6 details summary img blockquote br hr
"""

ELEMENTS = SVG | set(_HTML.split())
"""Elements that a page is made of."""


@define
class Page:
    """One page: its elements with their attributes, its anchors, its links, its words."""

    elements: list[tuple[str, dict[str, str]]] = Factory(list["tuple[str, dict[str, str]]"])
    words: str = ""

    @property
    def names(self) -> set[str]:
        """The names of its elements."""
        return {name for name, _ in self.elements}

    @property
    def ids(self) -> list[str]:
        """Its anchors."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def links(self) -> list[str]:
        """Everything that it leads to or loads."""
        return [attributes[name] for _, attributes in self.elements for name in ("href", "src") if attributes.get(name)]


class _Parser(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.page.words += data


def read(html: str) -> Page:
    """Parse a page; every element must be closed in its turn."""
    page = Page()
    parser = _Parser(page)
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return page


def strange(page: Page) -> list[str]:
    """What no page should hold: other elements, handlers of events, scripts and links that are not its own."""
    found = sorted(page.names - ELEMENTS)
    for name, attributes in page.elements:
        found += [f"{name} {one}" for one in attributes if one.startswith("on") or one == "style"]
        if name == "script" and not attributes.get("src", "").rpartition("../")[2].startswith("site-files/"):
            found.append(f"script {attributes}")
        for one in ("href", "src"):
            if re.match(r"\s*[a-z]+:|//", attributes.get(one, ""), re.IGNORECASE) and attributes[one] != "data:,":
                found.append(f"{name} {attributes[one]}")
    return found


def read_all(folder: Path) -> dict[str, Page]:
    """Every page of a site."""
    return {path.relative_to(folder).as_posix(): read(path.read_text("utf-8")) for path in folder.rglob("*.html")}


def dead_links(folder: Path, pages: Mapping[str, Page]) -> list[str]:
    """Every link of a site that leads to no file, or to no anchor of one."""
    anchors = {name: set(page.ids) for name, page in pages.items()}
    dead: list[str] = []
    for name, page in pages.items():
        for link in page.links:
            if link == "data:," or link.startswith("https://"):
                continue
            path, _, anchor = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
            if not (folder / target).is_file() or (anchor and anchor not in anchors.get(target, set())):
                dead.append(f"{name}: {link}")
    return dead
