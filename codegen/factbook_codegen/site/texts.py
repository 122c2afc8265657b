"""Pages written by hand: Markdown with references such as ``{event:OrderPlaced}``, checked like any other name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from ..codes import CODES
from ..diagnostics import Diagnostic, near
from ..model import Place, Ref, System
from .book import Text
from .pen import Pen

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["body", "links", "problems", "title_of"]

REFERENCE: Final = re.compile(
    r"\{(context|command|event|rejection|decider|policy|effect|view|query|type|role|flag):([A-Za-z0-9_.]+)\}"
)

_SECTIONS: Final = {"policy": "policies", "query": "queries"}
_TITLE: Final = re.compile(r"^# +(.+?)\s*#*$", re.MULTILINE)
_FENCE: Final = re.compile(r"^( *)(`{3,}|~{3,})[^\n]*\n.*?(?:^\1\2|\Z)|`[^`\n]*`", re.MULTILINE | re.DOTALL)


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def title_of(markdown: str, name: str) -> str:
    """The title of a page: its first heading, else the name of its file."""
    found = _TITLE.search(_FENCE.sub("", markdown))
    return found[1].replace("`", "") if found else name.replace("-", " ").replace("_", " ").capitalize()


def body(markdown: str, pen: Pen | None = None, addresses: Callable[[str], str] = lambda href: href) -> Markup:
    """Markdown as HTML: markup in it stays text, headings have anchors, links to other pages lead to where they are.

    References become links, where ``pen`` knows what they lead to.
    """
    tokens = _markdown().parse(markdown)
    taken: set[str] = set()
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _anchor(tokens[number + 1].content, taken))
        if token.type == "fence" and token.info.split()[1:] in (["wrong"], ["right"]):
            token.attrJoin("class", token.info.split()[1])
        for child, name, leads_to in _links(token):
            child.attrSet(name, addresses(leads_to))
    html = _markdown().renderer.render(tokens, _markdown().options, {})
    html = html.replace("<table>", '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>')
    html = html.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
    return Markup(html if pen is None else _linked(html, pen))


def links(markdown: str) -> Iterator[str]:
    """Where the links and pictures of a page lead, as it is written there."""
    for token in _markdown().parse(markdown):
        for _, _, leads_to in _links(token):
            yield leads_to


def _links(token: Token) -> Iterator[tuple[Token, str, str]]:
    """The links and pictures in a piece of Markdown, each with the attribute that says where it leads."""
    for child in token.children or ():
        name = {"link_open": "href", "image": "src"}.get(child.type, "")
        leads_to = child.attrGet(name) if name else None
        if isinstance(leads_to, str):
            yield child, name, leads_to


def _linked(html: str, pen: Pen) -> str:
    """References in what is no code; a reference has no character that HTML would escape."""
    parts = re.split(r"(<pre.*?</pre>|<code.*?</code>|<[^>]*>)", html, flags=re.DOTALL)
    return "".join(
        part if part.startswith("<") else REFERENCE.sub(lambda found: _link(found, pen), part) for part in parts
    )


def _link(found: re.Match[str], pen: Pen) -> str:
    ref = _find(pen.system, found[1], found[2])
    if ref is None:
        return found[0]
    if found[1] == "context":
        context = pen.system.contexts[ref.context]
        href = pen.href("context", ref.context)
        return str(Markup('<a class="name context" href="{}">{}</a>').format(href, context.title or ref.context))
    return str(pen.link(found[1], ref))


def problems(text: Text, systems: tuple[System, ...]) -> Iterator[Diagnostic]:
    """What is wrong with the references of a page: names that lead nowhere, or to more than one thing."""
    hidden = _FENCE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text.markdown)
    for found in REFERENCE.finditer(hidden):
        kind, name = found[1], found[2]
        if any(_find(system, kind, name) is not None for system in systems):
            continue
        before = text.markdown[: found.start()]
        line = before.count("\n") + 1
        column = found.start() - (before.rfind("\n") + 1) + 1
        known = [str(ref) for system in systems for ref in _all(system, kind)]
        same = [one for one in known if one.rpartition(".")[2] == name.rpartition(".")[2]]
        if len(same) > 1 and "." not in name:
            message = f"there are several of that name: {', '.join(same)}"
            help_ = f"write {{{kind}:{same[0]}}}"
        else:
            message = f'there is no {kind} "{name}"'
            help_ = near(name, known if "." in name else [one.rpartition(".")[2] for one in known])
        source = text.markdown.splitlines()[line - 1]
        place = Place(text.file, line, column)
        yield Diagnostic("FB808", message, place, CODES["FB808"].severity, help_, len(found[0]), source)


def _all(system: System, kind: str) -> Iterator[Ref]:
    if kind == "context":
        yield from (Ref(name, "") for name in system.contexts)
        return
    section = _SECTIONS.get(kind, f"{kind}s")
    yield from (Ref("", name) for name in getattr(system, section, ()))
    for context in system.contexts.values():
        yield from (Ref(context.name, name) for name in getattr(context, section))


def _find(system: System, kind: str, name: str) -> Ref | None:
    """The only thing that a name can mean; a context before a dot says which."""
    if kind == "context":
        return Ref(name, "") if name in system.contexts else None
    owner, _, short = name.rpartition(".")
    found = [ref for ref in _named(system, kind, short) if not owner or ref.context == owner]
    return found[0] if len(found) == 1 else None


def _named(system: System, kind: str, name: str) -> Iterator[Ref]:
    section = _SECTIONS.get(kind, f"{kind}s")
    if name in getattr(system, section, ()):
        yield Ref("", name)
    yield from (Ref(one.name, name) for one in system.contexts.values() if name in getattr(one, section))


def _anchor(words: str, taken: set[str]) -> str:
    base = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") or "part"
    name: Any = next(one for one in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
    taken.add(name)
    return str(name)
