"""The glossary of a system: everything that has a name, on as many sheets as it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from ..model import Context, Ref, System
from .book import Book
from .chrome import Chrome
from .pen import numbered

__all__ = ["Sheet", "entries", "entries_of", "glossary"]

ENTRIES: Final = 600
"""Words on one page of the glossary."""


def entries(book: Book) -> list[tuple[str, Ref, str]]:
    """Everything that has a name and a page, as (kind, ref, summary), in the order of the catalogue."""
    contexts = book.system.contexts.values()
    return [*entries_of(book.system), *(one for context in contexts for one in entries_of(context))]


def entries_of(owner: System | Context) -> list[tuple[str, Ref, str]]:
    """What is declared in one context, or for all of a system."""
    groups: tuple[tuple[str, Mapping[str, Any]], ...]
    if isinstance(owner, System):
        context, groups = "", (("type", owner.types), ("role", owner.roles), ("flag", owner.flags))
    else:
        context = owner.name
        groups = (
            ("command", owner.commands),
            ("event", owner.events),
            ("rejection", owner.rejections),
            ("decider", owner.deciders),
            ("policy", owner.policies),
            ("effect", owner.effects),
            ("view", owner.views),
            ("query", owner.queries),
            ("type", owner.types),
            ("role", owner.roles),
            ("flag", owner.flags),
        )
    return [
        (kind, Ref(context, one.name), one.summary)
        for kind, things in groups
        for one in things.values()
        if getattr(one, "declared", True)  # one that is not declared is named after its command
    ]


@frozen
class Sheet:
    """A page of the glossary: what it is called, its words, and the other pages."""

    name: str
    entries: Sequence[tuple[str, Ref, str]]
    pages: Sequence[tuple[str, str, bool]]

    def page(self, chrome: Chrome) -> tuple[str, str]:
        """Its path, and its text."""
        return chrome.page("glossary", self.name, "Glossary", entries=self.entries, pages=self.pages)


def glossary(chrome: Chrome) -> Iterator[Sheet]:
    """The glossary of a system."""
    words = sorted(entries(chrome.book), key=lambda one: (one[1].name.lower(), one[1].context, one[0]))
    sheets = [words[at : at + ENTRIES] for at in range(0, len(words), ENTRIES)] or [[]]
    for number, sheet in enumerate(sheets, 1):
        pages = [
            (f"{one[0][1].name} …" if one else "", numbered("glossary", at), at == number)
            for at, one in enumerate(sheets, 1)
        ]
        yield Sheet(numbered("glossary", number), sheet, pages)
