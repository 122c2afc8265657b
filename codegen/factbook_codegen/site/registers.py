"""Pages that look across a system: roles, flags, personal data, contention, changes, tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen
from markupsafe import Markup

from ..model import Context, Field, Ref
from . import roles
from .book import Book
from .chrome import Chrome
from .glossary import entries
from .pen import Pen, numbered, plural
from .references import Use
from .versions import deprecations, log

__all__ = ["of_system"]

ROWS: Final = 400
"""Fields on one page of the register of personal data."""


# Flags ---------------------------------------------------------------------------------------------------------------


def _flags(book: Book) -> Iterator[dict[str, Any]]:
    asked: dict[str, list[Ref]] = {}
    for context in book.system.contexts.values():
        for name, policy in context.policies.items():
            if policy.flag:
                asked.setdefault(policy.flag, []).append(Ref(context.name, name))
    for owner, flags in (("", book.system.flags), *((c.name, c.flags) for c in book.system.contexts.values())):
        for name, flag in flags.items():
            yield {
                "id": f"{owner}-{name}" if owner else name,
                "flag": flag,
                "ref": Ref(owner, name),
                "policies": asked.get(name, []),
            }


# Personal data -------------------------------------------------------------------------------------------------------


@frozen
class _Personal:
    kind: str
    ref: Ref
    field: Field
    subject: str
    flows: Sequence[Use]


def _personal(book: Book, context: Context, pen: Pen) -> Iterator[_Personal]:
    kinds: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("command", context.commands),
        ("event", context.events),
        ("view", context.views),
        ("effect", context.effects),
    )
    for kind, things in kinds:
        for name, thing in things.items():
            ref = Ref(context.name, name)
            fields = [(one, subject) for one in thing.fields.values() if (subject := pen.personal(one))]
            if not fields:
                continue
            flows: list[Use] = []
            if kind == "event":
                flows = [*book.refs.reactions.get(ref, ())]
            elif kind in ("command", "effect"):
                flows = [Use("event", one) for one in getattr(thing, "records", ())]
            for one, subject in fields:
                yield _Personal(kind, ref, one, subject, flows)


def _personal_pages(chrome: Chrome) -> Iterator[tuple[str, str]]:
    book = chrome.book
    parts = [
        (context, rows)
        for context in book.system.contexts.values()
        if (rows := list(_personal(book, context, chrome.pen)))
    ]
    sheets: list[list[dict[str, Any]]] = [[]]
    count = 0
    for context, rows in parts:
        if count and count + len(rows) > ROWS:
            sheets.append([])
            count = 0
        count += len(rows)
        sheets[-1].append({"title": context.title or context.name, "name": context.name, "rows": rows})
    for number, sheet in enumerate(sheets, 1):
        pages = [
            (one[0]["title"] if one else "", numbered("personal-data", at), at == number)
            for at, one in enumerate(sheets, 1)
        ]
        name = numbered("personal-data", number)
        yield chrome.page("personal", name, "Personal data", parts_of=sheet, pages=pages)


# Contention, changes, tests ------------------------------------------------------------------------------------------


def of_system(chrome: Chrome, pictures: Mapping[str, Markup]) -> Iterator[tuple[str, str]]:
    """The registers of a system."""
    book = chrome.book
    yield roles.of_system(chrome)
    if flags := list(_flags(book)):
        yield chrome.page("flags", "flags.html", "Flags", flags=flags)
    yield from _personal_pages(chrome)
    if book.collisions:
        more = [
            (one.title or name, pictures[f"contention-{name}"], f"context-{name}")
            for name, one in book.system.contexts.items()
            if f"contention-{name}" in pictures
        ]
        yield chrome.page("contention", "contention.html", "Contention", pictures=pictures, more=more)
    yield _changes(chrome)
    yield _tests(chrome)


def _changes(chrome: Chrome) -> tuple[str, str]:
    book, pen = chrome.book, chrome.pen
    groups = [
        ("Not released yet", "not-released", list(log(book, pen, released=False))),
        ("Released", "released", list(log(book, pen, released=True))),
    ]
    old = list(deprecations(book, pen, entries(book)))
    return chrome.page("changes", "changes.html", "Changes", groups=[one for one in groups if one[2]], old=old)


def _tests(chrome: Chrome) -> tuple[str, str]:
    book = chrome.book
    coverage: list[dict[str, Any]] = []
    for kind in dict.fromkeys(arrow.kind for arrow in book.played.arrows):
        rows = [arrow for arrow in book.played.arrows if arrow.kind == kind]
        ran = sum(arrow.ran for arrow in rows)
        words = kind.replace(" ", "-").replace("→", "to")
        coverage.append({"title": kind, "id": words, "rows": rows, "ran": ran})
    scenarios = sum(len(one.scenarios) for one in book.system.contexts.values())
    return chrome.page(
        "tests",
        "tests.html",
        "Tests",
        f"{plural(scenarios, 'scenario')} and {plural(len(book.stories), 'story')}",
        scenarios=scenarios,
        stories=len(book.stories),
        coverage=coverage,
    )
