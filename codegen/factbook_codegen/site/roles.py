"""The pages that tell which role may ask for what, and see what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen
from markupsafe import Markup

from ..model import Context, Ref, Role
from .book import Book
from .chrome import Chrome
from .pen import Pen

__all__ = ["is_large", "names_of", "of_context", "of_system"]

MANY: Final = 400
"""Commands and views from which on each context has a matrix of roles of its own."""


@frozen
class _Row:
    link: Markup
    cells: Sequence[str]


@frozen
class _Matrix:
    title: str
    id: str
    roles: Sequence[str]
    rows: Sequence[_Row]
    href: str = ""


def _roles(book: Book) -> Iterator[tuple[str, Role]]:
    yield from (("", role) for role in book.system.roles.values())
    for context in book.system.contexts.values():
        yield from ((context.name, role) for role in context.roles.values())


def names_of(book: Book) -> list[str]:
    """Every role of a system, by name."""
    return list(dict.fromkeys(role.name for _, role in _roles(book)))


def is_large(book: Book) -> bool:
    """Whether there is too much for one matrix."""
    return sum(len(one.commands) + len(one.views) for one in book.system.contexts.values()) > MANY


def _matrix(context: Context, names: Sequence[str], pen: Pen) -> Iterator[_Row]:
    for name, command in context.commands.items():
        by = set(command.by)
        yield _Row(pen.link("command", Ref(context.name, name)), ["asks" if one in by else "" for one in names])
    for name, view in context.views.items():
        seen = {one.role: "own rows" if one.own else "sees" for one in view.visible_to}
        yield _Row(pen.link("view", Ref(context.name, name)), [seen.get(one, "") for one in names])


def _counts(context: Context, names: Sequence[str], pen: Pen) -> Iterator[_Row]:
    asks = dict.fromkeys(names, 0)
    sees = dict.fromkeys(names, 0)
    for command in context.commands.values():
        for role in command.by:
            asks[role] = asks.get(role, 0) + 1
    for view in context.views.values():
        for one in view.visible_to:
            sees[one.role] = sees.get(one.role, 0) + 1
    cells = [
        " · ".join(part for part in (asks[one] and f"asks {asks[one]}", sees[one] and f"sees {sees[one]}") if part)
        for one in names
    ]
    title = context.title or context.name
    yield _Row(Markup('<a class="name context" href="{}roles.html">{}</a>').format(f"{context.name}/", title), cells)


def of_system(chrome: Chrome) -> tuple[str, str]:
    """The page of all roles."""
    book, pen = chrome.book, chrome.pen
    roles = list(_roles(book))
    names = names_of(book)
    contexts = book.system.contexts.values()
    if is_large(book):
        rows = [row for context in contexts for row in _counts(context, names, pen)]
        matrices = [_Matrix("By context", "by-context", names, rows)]
    else:
        matrices = [
            _Matrix(context.title or context.name, f"context-{context.name}", names, rows)
            for context in contexts
            if (rows := list(_matrix(context, names, pen)))
        ]
    shown = [
        {"id": f"{context}-{role.name}" if context else role.name, "role": role, "ref": Ref(context, role.name)}
        for context, role in roles
    ]
    return chrome.page("roles", "roles.html", "Roles", roles=shown, matrices=matrices)


def of_context(chrome: Chrome, own: Context) -> Iterator[tuple[str, str]]:
    """The matrix of roles of one context, where there are too many for one page."""
    if is_large(chrome.book):
        names = names_of(chrome.book)
        rows = list(_matrix(own, names, chrome.pen))
        matrix = _Matrix(own.title or own.name, "matrix", names, rows)
        yield chrome.page("roles", "roles.html", "Roles", roles=[], matrices=[matrix])
