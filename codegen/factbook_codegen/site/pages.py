"""The pages of a context, and those of its system: which there are, and what each is filled with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from markupsafe import Markup

from ..model import Context, EnumType, RecordType, Ref, Refused, Scenario, SimpleType, UnionType
from ..targets import Files
from . import registers, roles, stories
from .book import Book, Matrix
from .chrome import GROUPS, Chrome
from .pen import plural, prefixed
from .pictures import inlined
from .sql import creation, question
from .texts import body
from .versions import versions

__all__ = ["context_pages", "numbers", "system_pages"]

_HEADING: Final = re.compile(r"^<!--.*-->$|^# .*$|^(#+)(?= )", re.MULTILINE)
"""What is taken out of a matrix, and the headings that move below those of the page."""

_FORMS: Final = {SimpleType: "simple", EnumType: "enum", RecordType: "record", UnionType: "union"}


def context_pages(book: Book, own: Context, pictures: Mapping[str, str]) -> Files:
    """The pages of one context; ``pictures`` are SVGs by the names of :meth:`Book.drawings`."""
    chrome = Chrome(book, own)
    drawn = {name: Markup(prefixed(svg, chrome.pen.up)) for name, svg in pictures.items()}
    return dict(_context_pages(chrome, own, drawn))


def _context_pages(chrome: Chrome, own: Context, pictures: Mapping[str, Markup]) -> Iterator[tuple[str, str]]:
    book = chrome.book
    refs, system = book.refs, book.system
    yield chrome.page("context", "index.html", own.title or own.name, own.summary, own=own, pictures=pictures)
    for name, event in own.events.items():
        ref = Ref(own.name, name)
        mine = refs.scenarios.get(ref, ())
        told = versions(ref, event, book, chrome.pen)
        yield chrome.page(
            "event", f"event-{name}.html", name, event.summary, event=event, ref=ref, mine=mine, versions=told
        )
    for name, command in own.commands.items():
        ref = Ref(own.name, name)
        mine = [one for one in refs.scenarios.get(ref, ()) if book.home(*one) == ("command", ref)]
        shown: dict[Ref, dict[str, Scenario]] = {}  # the scenarios of each outcome
        for _, one in mine:
            for payload in (one.then.rejection,) if isinstance(one.then, Refused) else one.then:
                shown.setdefault(payload.ref, {})[str(one.place)] = one
        yield chrome.page(
            "command",
            f"command-{name}.html",
            name,
            command.summary,
            command=command,
            ref=ref,
            own=own,
            mine=mine,
            shown=shown,
            collides=book.collide(ref),
            pictures=pictures,
        )
    for name, decider in own.deciders.items():
        matrix = _matrix(book.matrices.get(f"{own.name}.{name}"))
        yield chrome.page(
            "decider", f"decider-{name}.html", name, decider.summary, decider=decider, own=own, matrix=matrix
        )
    for name, policy in own.policies.items():
        ref = Ref(own.name, name)
        mine = [one for one in refs.scenarios.get(ref, ()) if book.home(*one) == ("policy", ref)]
        yield chrome.page("policy", f"policy-{name}.html", name, policy.summary, policy=policy, ref=ref, mine=mine)
    for name, effect in own.effects.items():
        ref = Ref(own.name, name)
        mine = refs.scenarios.get(ref, ())
        yield chrome.page("effect", f"effect-{name}.html", name, effect.summary, effect=effect, ref=ref, mine=mine)
    for name, view in own.views.items():
        ref = Ref(own.name, name)
        mine = [one for one in refs.scenarios.get(ref, ()) if book.home(*one) == ("view", ref)]
        tables = creation(ref, system)
        yield chrome.page("view", f"view-{name}.html", name, view.summary, view=view, ref=ref, mine=mine, tables=tables)
    for name, query in own.queries.items():
        view = system.view(query.view)
        asked = {field: view.fields[field] for field in query.where}
        yield chrome.page(
            "query",
            f"query-{name}.html",
            name,
            query.summary,
            query=query,
            view=view,
            asked=asked,
            sql=question(query, system),
        )
    yield from _types(chrome, own.name, own)
    yield from roles.of_context(chrome, own)


def _matrix(written: Matrix | None) -> dict[str, Markup] | None:
    if written is None:
        return None
    html = body(_HEADING.sub(lambda found: f"{found[1]}#" if found[1] else "", written.markdown)).replace(
        "&lt;br&gt;", Markup("<br>")
    )
    return {"table": html, "picture": Markup(inlined(written.svg))}


def _types(chrome: Chrome, owner: str, holder: Any) -> Iterator[tuple[str, str]]:
    for name, one in holder.types.items():
        uses = chrome.book.refs.types.get(Ref(owner, name), [])
        yield chrome.page("type", f"type-{name}.html", name, one.summary, type=one, form=_FORMS[type(one)], uses=uses)


def system_pages(chrome: Chrome, pictures: Mapping[str, str]) -> Files:
    """The pages of a system as a whole, but for its glossary; ``pictures`` are SVGs by the names of
    :meth:`Book.system_drawings`."""
    drawn = {name: Markup(svg) for name, svg in pictures.items()}
    return dict(_system_pages(chrome, drawn))


def _system_pages(chrome: Chrome, pictures: Mapping[str, Markup]) -> Iterator[tuple[str, str]]:
    book = chrome.book
    system = book.system
    yield chrome.page(
        "system",
        "index.html",
        system.title or system.name,
        system.summary,
        system=system,
        numbers=list(numbers(book)),
        counts={name: counted(one) for name, one in system.contexts.items()},
        stories=book.stories,
        texts=[(text.title, text.address) for text in book.texts],
        pictures=pictures,
    )
    yield from _types(chrome, "", system)
    for story in book.stories:
        address = book.addresses[str(story.place)]
        steps = stories.steps(story)
        yield chrome.page(
            "story", address, story.title, "", story=story, steps=steps, picture=pictures.get(address, "")
        )
    yield from registers.of_system(chrome, pictures)


def numbers(book: Book) -> Iterator[tuple[int, str]]:
    """How many things of each kind a system has."""
    contexts = book.system.contexts.values()
    found = [(len(book.system.contexts), "context")]
    for _, kind, name in GROUPS[:6]:
        if count := sum(len(getattr(one, name)) for one in contexts):
            found.append((count, kind))
    found += [(sum(len(one.scenarios) for one in contexts), "scenario"), (len(book.stories), "story")]
    yield from ((count, plural(count, kind).partition(" ")[2]) for count, kind in found)


def counted(context: Context) -> str:
    """How many things of each kind a context has, in words."""
    parts = [plural(count, kind) for _, kind, name in GROUPS[:6] if (count := len(getattr(context, name)))]
    return " · ".join(parts)
