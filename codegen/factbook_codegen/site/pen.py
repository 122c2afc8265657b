"""Writes the small phrases of pages as HTML: links, types, constraints. Every text is escaped on its way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from attrs import field, frozen
from markupsafe import Markup, escape

from ..diagrams.boundary import selection
from ..diagrams.labels import duration
from ..diagrams.links import page
from ..model import (
    ABSENT,
    Constraints,
    Default,
    Deprecated,
    EnumType,
    Field,
    Json,
    ListOf,
    MapOf,
    Named,
    Place,
    Primitive,
    Read,
    RecordType,
    Ref,
    Scenario,
    SimpleType,
    System,
    TypeExpr,
    UnionType,
)
from ..reading.literals import travelling
from .values import plain

__all__ = ["PLURALS", "Pen", "numbered", "plural", "prefixed"]

PLURALS: Final = {"policy": "policies", "query": "queries", "story": "stories"}

_OPTIONAL: Final = '<span class="quiet">optional</span>'
_LINES: Final = re.compile(r"\s*\n\s*\n\s*")


_DEPRECATED: Final = Markup(' <span class="tag">deprecated</span>')
_MANY: Final = 8
"""Words of an enum that a table of fields lists."""


def _few(words: tuple[str, ...]) -> tuple[str, ...]:
    return words if len(words) <= _MANY else (*words[: _MANY - 1], "…")


def plural(count: int, kind: str) -> str:
    """``1 event``, ``2 policies``."""
    return f"{count:,} {kind if count == 1 else PLURALS.get(kind, kind + 's')}"


def numbered(name: str, number: int) -> str:
    """The file of one sheet of a register that takes several; the first bears the plain name."""
    return f"{name}.html" if number == 1 else f"{name}-{number}.html"


def prefixed(svg: str, up: str) -> str:
    """A drawing whose links are seen from another folder; all of them are addresses that factbook made."""
    return svg.replace('<a href="', f'<a href="{up}') if up else svg


@frozen(slots=False)
class Pen:
    """Writes for a page: ``up`` leads from it to the folder of its system, ``root`` to the front page's, ``context`` is
    what names are understood in, ``edit`` the template of addresses where a line of the catalogue can be changed."""

    system: System
    up: str = ""
    root: str = "../"
    context: str = ""
    edit: str | None = None
    _links: dict[tuple[str, Ref], Markup] = field(factory=dict[tuple[str, Ref], Markup], init=False)
    _types: dict[TypeExpr, Markup] = field(factory=dict[TypeExpr, Markup], init=False)
    _limits: dict[tuple[TypeExpr, Constraints], Markup] = field(
        factory=dict[tuple[TypeExpr, Constraints], Markup], init=False
    )

    def href(self, kind: str, context: str, name: str = "") -> str:
        """Where the page of something is."""
        return self.up + page(kind, context, name)

    def link(self, kind: str, ref: Ref) -> Markup:
        """The name of something, marked as its kind, leading to its page."""
        made = self._links.get((kind, ref))
        if made is None:
            of = "" if ref.context in ("", self.context) else f'<span class="of">{escape(ref.context)}.</span>'
            old = self.deprecation(ref)
            mark = "" if old is None else f' old" title="deprecated {escape(old)}'
            # one text, so that a page of thousands of links is quick: all parts are names or escaped
            text = f'<a class="name {kind}{mark}" href="{self.href(kind, *ref)}">{of}{escape(ref.name)}</a>'
            made = self._links[kind, ref] = Markup(text)
        return made

    def deprecation(self, ref: Ref) -> Deprecated | None:
        """What is said of something that is not to be used any more."""
        owner = self.system.contexts[ref.context] if ref.context else self.system
        return owner.deprecated.get(ref.name)

    def tag(self, ref: Ref) -> Markup:
        """The mark of something deprecated in a list; not a macro, because lists are long."""
        return Markup() if self.deprecation(ref) is None else _DEPRECATED

    def instead(self, kind: str, ref: Ref) -> Markup:
        """A link to what is to be used instead of something deprecated; empty where there is nothing."""
        old = self.deprecation(ref)
        if old is None or not old.use:
            return Markup()
        found = self.find(kind, old.use, ref.context)
        return Markup() if found is None else self.link(kind, found)

    def find(self, kind: str, written: str, here: str) -> Ref | None:
        """What a name means in the context where it is written: its own, else the system's."""
        context, _, name = written.rpartition(".")
        for place in (context,) if context else (here, ""):
            owner = self.system.contexts[place] if place else self.system
            if name in getattr(owner, PLURALS.get(kind, f"{kind}s"), ()):
                return Ref(place, name)
        return None

    def own(self, kind: str, name: str) -> Markup:
        """A link to something of this context."""
        return self.link(kind, self.ref(name))

    def ref(self, name: str) -> Ref:
        """A name of this context."""
        return Ref(self.context, name)

    def role(self, name: str) -> Ref:
        """The role that a name means here: the context's own, or the system's."""
        for context in (self.system.contexts.get(self.context), *self.system.contexts.values()):
            if name in self.system.roles:
                break
            if context is not None and name in context.roles:
                return Ref(context.name, name)
        return Ref("", name)

    def flag(self, name: str) -> Ref:
        """The flag that a name means here: the context's own, or the system's."""
        for context in (self.system.contexts.get(self.context), *self.system.contexts.values()):
            if name in self.system.flags:
                break
            if context is not None and name in context.flags:
                return Ref(context.name, name)
        return Ref("", name)

    def kind_of(self, scenario: Scenario, ref: Ref) -> str:
        """What something in the outcome of a scenario is."""
        if scenario.kind == "decider":
            return "event"
        if scenario.kind == "view":
            return "view"
        return "command" if ref.name in self.system.contexts[ref.context].commands else "effect"

    def type(self, expression: TypeExpr) -> Markup:
        """A type expression in which named types are links."""
        made = self._types.get(expression)
        if made is None:
            made = self._types[expression] = self._type(expression)
        return made

    def _type(self, expression: TypeExpr) -> Markup:
        match expression:
            case Primitive(name):
                return Markup('<span class="primitive">{}</span>').format(name)
            case Named(ref):
                return self.link("type", ref)
            case ListOf(item):
                return Markup("list of {}").format(self.type(item))
            case MapOf(key, value):
                return Markup("map from {} to {}").format(self.type(key), self.type(value))

    def row(self, one: Field) -> Markup:
        """The row of a field in a table: its name, its type and limits, its meaning.

        Written here and not in a template, because a large catalogue has tens of thousands.
        """
        type_ = f"{self.type(one.type)}{' ' + _OPTIONAL if one.optional else ''}"
        if rules := self.effective(one):
            type_ += f'<div class="rules">{rules}</div>'
        meaning = str(escape(one.summary or self.meaning(one.type)))
        if default := self.default(one):
            meaning += f'<div class="more">left out: {default}</div>'
        if example := self.example_of(one):
            meaning += f'<div class="more">such as {example}</div>'
        if personal := self.personal(one):
            meaning += f'<div class="more personal">personal data of <code>{escape(personal)}</code></div>'
        name = escape(one.name)
        head = f'<tr id="field-{name}"><th scope="row"><code>{name}</code></th>'
        return Markup(f"{head}<td>{type_}</td><td>{meaning}</td></tr>\n")

    def effective(self, one: Field) -> Markup:
        """All that narrows a field, by its type or by itself; the words of an enum."""
        key = (one.type, one.constraints)
        made = self._limits.get(key)
        if made is None:
            made = self._limits[key] = self._effective(one)
        return made

    def _effective(self, one: Field) -> Markup:
        if isinstance(one.type, Named):
            known = self.system.type(one.type.ref)
            if isinstance(known, SimpleType):
                return self.rules(known.effective.narrowed(one.constraints))
            if isinstance(known, EnumType):
                return Markup(", ").join(Markup("<code>{}</code>").format(word) for word in _few(known.values))
        return self.rules(one.constraints)

    def meaning(self, expression: TypeExpr) -> str:
        """What a type says about itself, for fields that say nothing."""
        return self.system.type(expression.ref).summary if isinstance(expression, Named) else ""

    def example_of(self, one: Field) -> Markup:
        """An example of a field: its own, or that of its type."""
        if one.example is ABSENT and isinstance(one.type, Named):
            known = self.system.type(one.type.ref)
            return Markup() if isinstance(known, RecordType | UnionType | EnumType) else self.example(known.example)
        return self.example(one.example)

    def personal(self, one: Field) -> str:
        """The field that names the person whose data a field holds; empty where it is nobody's."""
        if one.personal is None and isinstance(one.type, Named):
            return self.system.type(one.type.ref).personal or ""
        return one.personal or ""

    def rules(self, constraints: Constraints) -> Markup:
        """What narrows a type: ``1 to 999``, ``at most 200``, ``matches …``."""
        return Markup(", ").join(self._rules(constraints)) if constraints else Markup()

    def _rules(self, given: Constraints) -> Iterable[Markup]:
        low, high = (None if bound is None else plain(travelling(bound)) for bound in (given.min, given.max))
        if low is not None and high is not None:
            yield Markup("exactly {}").format(low) if low == high else Markup("{} to {}").format(low, high)
        elif low is not None:
            yield Markup("at least {}").format(low)
        elif high is not None:
            yield Markup("at most {}").format(high)
        if given.format is not None:
            yield Markup("{}").format(given.format)
        if given.pattern is not None:
            yield Markup("matches <code>{}</code>").format(given.pattern)
        if given.digits is not None:
            yield Markup("{} digits").format(given.digits)
        if given.places is not None:
            yield Markup("{} places").format(given.places)

    def default(self, one: Field) -> Markup:
        """What fills a field that a caller leaves out."""
        match one.default:
            case Default.NEW:
                return Markup("a new one")
            case Default.NOW:
                return Markup("the time")
            case default if default is ABSENT:
                return Markup()
            case default:
                return Markup("<code>{}</code>").format(plain(default))

    def example(self, value: Json) -> Markup:
        """A value on one line, or nothing where there is none."""
        return Markup() if value is ABSENT else Markup("<code>{}</code>").format(plain(value))

    def reads(self, read: Read) -> str:
        """By what events are read: ``order = order_id``."""
        return selection(read.tags)

    def span(self, value: timedelta) -> str:
        """A duration in words."""
        return duration(value)

    def paragraphs(self, text: str) -> Markup:
        """A summary as paragraphs."""
        parts = [part for part in _LINES.split(text.strip()) if part]
        return Markup("\n").join(Markup("<p>{}</p>").format(part) for part in parts)

    def source(self, place: Place) -> Markup:
        """Where something is written, as a link to change it if the settings say where that is done."""
        words = f"{place.file}:{place.line}"
        if self.edit is None:
            return Markup('<span class="source">{}</span>').format(words)
        filled: dict[str, Any] = {"file": quote(place.file), "line": place.line, "column": place.column}
        href = re.sub(r"\{(file|line|column)\}", lambda found: str(filled[found[1]]), self.edit)
        return Markup('<a class="source" href="{}">Edit {}</a>').format(href, words)
