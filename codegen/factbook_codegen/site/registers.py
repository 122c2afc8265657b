"""Pages that look across a system: roles, flags, personal data, a glossary, contention, changes, tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen
from markupsafe import Markup

from ..model import Context, Field, Ref, Role, System
from .book import Book
from .pen import Pen, plural
from .references import Use
from .versions import deprecations, log

if TYPE_CHECKING:
    from .pages import Chrome

__all__ = ["Sheet", "entries", "entries_of", "glossary", "listed", "of_context", "of_system", "role_names"]

MANY: Final = 400
"""Commands and views from which on each context has a matrix of roles of its own."""

ENTRIES: Final = 600
"""Words on one page of the glossary."""

ROWS: Final = 400
"""Fields on one page of the register of personal data."""


def listed(book: Book) -> list[tuple[str, str]]:
    """The registers of a system that have something to say, with their addresses."""
    found = [("Glossary", "glossary.html"), ("Roles", "roles.html")]
    if any(_flags(book)):
        found.append(("Flags", "flags.html"))
    found.append(("Personal data", "personal-data.html"))
    if book.collisions:
        found.append(("Contention", "contention.html"))
    return [*found, ("Changes", "changes.html"), ("Tests", "tests.html"), ("In one piece", "print.html")]


# Roles ---------------------------------------------------------------------------------------------------------------


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


def role_names(book: Book) -> list[str]:
    """Every role of a system, by name."""
    return list(dict.fromkeys(role.name for _, role in _roles(book)))


def _is_large(book: Book) -> bool:
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


def _role_page(chrome: Chrome) -> tuple[str, str]:
    book, pen = chrome.book, chrome.pen
    roles = list(_roles(book))
    names = role_names(book)
    contexts = book.system.contexts.values()
    if _is_large(book):
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
    if _is_large(chrome.book):
        names = role_names(chrome.book)
        rows = list(_matrix(own, names, chrome.pen))
        matrix = _Matrix(own.title or own.name, "matrix", names, rows)
        yield chrome.page("roles", "roles.html", "Roles", roles=[], matrices=[matrix])


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
            (one[0]["title"] if one else "", _numbered("personal-data", at), at == number)
            for at, one in enumerate(sheets, 1)
        ]
        name = _numbered("personal-data", number)
        yield chrome.page("personal", name, "Personal data", parts_of=sheet, pages=pages)


# Glossary ------------------------------------------------------------------------------------------------------------


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
            (f"{one[0][1].name} …" if one else "", _numbered("glossary", at), at == number)
            for at, one in enumerate(sheets, 1)
        ]
        yield Sheet(_numbered("glossary", number), sheet, pages)


def _numbered(name: str, number: int) -> str:
    return f"{name}.html" if number == 1 else f"{name}-{number}.html"


# Contention, changes, tests ------------------------------------------------------------------------------------------


def of_system(chrome: Chrome, pictures: Mapping[str, Markup]) -> Iterator[tuple[str, str]]:
    """The registers of a system."""
    book = chrome.book
    yield _role_page(chrome)
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
