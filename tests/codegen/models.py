"""Hypothesis strategies for systems that hang together, with the nastiest names and texts that the reader lets pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, TypeVar

from attrs import evolve
from factbook_codegen.model import (
    ABSENT,
    Command,
    Constraints,
    Context,
    Decider,
    Default,
    Effect,
    EnumType,
    Event,
    Field,
    Issue,
    ListOf,
    MapOf,
    Named,
    Order,
    Place,
    Policy,
    Primitive,
    Query,
    Read,
    RecordType,
    Ref,
    Rejection,
    SimpleType,
    Source,
    System,
    Tag,
    TypeDef,
    TypeExpr,
    UnionType,
    View,
)
from hypothesis import strategies as st

from tests.codegen.hostile import HOSTILE

T = TypeVar("T")
Draw = st.DrawFn

AT: Final = Place("catalogue/shop/ordering.yaml", 1, 1)

LONG: Final = "Supercalifragilistic" * 4
_WORDS: Final = """
    S X AB URL HTTPServer Import Open Self Initial Evolve Keys React Contract Read CommandContract ViewContract Never
    TypeAlias Item2 Item10 Item02 CODEC NEW Order OrderEvent OrderCommand OrderRejection OrderOutcome OrderDecider
    OrderView OrderPolicy PayOrder PayOrderOutcome ShopSystem Field Define Checked Between Date
"""
_FIELDS: Final = """
    str int float bool bytes tuple date datetime timedelta between length pattern text_format digits field define
    constrained type id builtins annotations x open order_id cls name value none a1 a__
"""
WORDS: Final = (*_WORDS.split(), LONG, f"{LONG[:-1]}Y")
FIELDS: Final = (*_FIELDS.split(), LONG.lower(), f"{LONG.lower()[:-1]}y")
ENUM: Final = ("EUR", "in_stock", "on-hold", "None", "mro", "name", "value", "A", "title", LONG)
PATTERNS: Final = ("[A-Z]{3}", r"\.[a-z]\-", '"', "'", "\"'", "\\\\", "é", "#", "[A-Za-z0-9_]{1,9}" * 9, "a b" * 60)


def text() -> st.SearchStrategy[str]:
    """A description."""
    return HOSTILE | st.lists(HOSTILE, max_size=12).map(" ".join)


def some(strategy: st.SearchStrategy[T], max_size: int = 3, min_size: int = 0) -> st.SearchStrategy[list[T]]:
    """A short list."""
    return st.lists(strategy, min_size=min_size, max_size=max_size)


class Words:
    """Names that no other entry of the context has, whatever the capitals."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def new(self, draw: Draw) -> str:
        word: str = draw(st.sampled_from(WORDS))
        while word.lower() in self.taken:
            word += "a"
        self.taken.add(word.lower())
        return word


# Types ---------------------------------------------------------------------------------------------------------------

_NUMBERS: Final = Constraints(min=0), Constraints(max=999), Constraints(min=-(2**70), max=10)
_SIZES: Final = Constraints(min=1), Constraints(min=1, max=10)

CONSTRAINTS: Final[Mapping[str, tuple[Constraints, ...]]] = {
    "text": (*_SIZES, *(Constraints(pattern=one) for one in PATTERNS), Constraints(max=9, pattern="a", format="email")),
    "int": _NUMBERS,
    "float": (Constraints(min=0.5), Constraints(min=0, max=1)),
    "decimal": (Constraints(min=Decimal(0), digits=12, places=2), Constraints(max=Decimal("-0.10"), digits=3)),
    "date": (Constraints(min=date(2026, 1, 31)),),
    "datetime": (Constraints(max=datetime(2026, 1, 31, 12, 0, 5, 7, tzinfo=UTC)),),
    "duration": (Constraints(min=timedelta(0), max=timedelta(days=2, hours=3)), Constraints(max=timedelta(seconds=61))),
    "bytes": _SIZES,
    "list": _SIZES,
    "map": _SIZES,
}
CONSTANTS: Final[Mapping[str, tuple[Any, ...]]] = {
    "text": ("", "x", 'say "hi"', "it's", "both ' and \"", "\\", "\n\t\0", "\u202e"),
    "int": (0, -5, 2**40),
    "float": (0, -1.5),
    "decimal": ("0", "-0.50", "12"),
    "bool": (True, False),
    "uuid": ("00000000-0000-0000-0000-00000000000a",),
    "date": ("2026-01-31",),
    "datetime": ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000007Z"),
    "duration": ("PT0S", "P2DT3H", "PT0.5S"),
    "bytes": ("aGk=", ""),
    "json": (None, 1, "x", [], [1, {"a": None}], {"b": [True], "c": {"d" * 60: "e" * 60}}),
}
PRIMITIVES: Final = tuple(CONSTANTS)


class Types:
    """The types that can be named so far, here and in the contexts before."""

    def __init__(self) -> None:
        self.known: dict[Ref, TypeDef] = {}

    def expression(self, draw: Draw, depth: int = 2) -> TypeExpr:
        kinds = ["primitive", *(["named"] if self.known else []), *(["list", "map"] if depth else [])]
        match draw(st.sampled_from(kinds)):
            case "primitive":
                return Primitive(draw(st.sampled_from(PRIMITIVES)))
            case "named":
                return Named(draw(st.sampled_from(sorted(self.known))))
            case "list":
                return ListOf(self.expression(draw, depth - 1))
            case _:
                keys = [Primitive("text"), Primitive("int"), Primitive("uuid"), Primitive("date")]
                return MapOf(draw(st.sampled_from(keys)), self.expression(draw, depth - 1))

    def base(self, expr: TypeExpr) -> TypeExpr:
        while isinstance(expr, Named) and isinstance(found := self.known[expr.ref], SimpleType):
            expr = found.base
        return expr

    def effective(self, expr: TypeExpr) -> Constraints:
        found = self.known.get(expr.ref) if isinstance(expr, Named) else None
        return found.effective if isinstance(found, SimpleType) else Constraints()

    def constraints(self, draw: Draw, expr: TypeExpr) -> Constraints:
        base = self.base(expr)
        match base:
            case Primitive(name):
                kind = name
            case ListOf():
                kind = "list"
            case MapOf():
                kind = "map"
            case Named():
                kind = ""
        return draw(st.sampled_from([Constraints(), *CONSTRAINTS.get(kind, ())]))

    def free(self, expr: TypeExpr) -> bool:
        """Whether nothing narrows a type or what it is made of, so that every constant is a value of it."""
        match expr:
            case Primitive():
                return True
            case ListOf(item):
                return self.free(item)
            case MapOf(_, value):
                return self.free(value)
            case Named(ref):
                found = self.known[ref]
        match found:
            case SimpleType():
                return not found.effective and self.free(found.type)
            case EnumType():
                return True
            case RecordType(fields=fields):
                return all(not one.constraints and self.free(one.type) for one in fields.values())
            case UnionType(members=members):
                return all(self.free(Named(one)) for one in members)

    def constant(self, draw: Draw, expr: TypeExpr) -> Any:
        """A value as it travels."""
        match expr:
            case Primitive(name):
                return draw(st.sampled_from(CONSTANTS[name]))
            case ListOf(item):
                return [self.constant(draw, item) for _ in range(draw(st.integers(0, 2)))]
            case MapOf(Primitive("uuid" | "date")):
                return {}
            case MapOf(Primitive(name), value):
                return {str(draw(st.sampled_from(CONSTANTS[name]))): self.constant(draw, value)}
            case Named(ref):
                return self.named(draw, self.known[ref])
            case MapOf():
                raise AssertionError("keys are primitive here")

    def named(self, draw: Draw, definition: TypeDef) -> Any:
        match definition:
            case SimpleType():
                return self.constant(draw, definition.type)
            case EnumType():
                return draw(st.sampled_from(definition.values))
            case RecordType():
                return {
                    one.name: self.constant(draw, one.type)
                    for one in definition.fields.values()
                    if not one.optional or draw(st.booleans())
                }
            case UnionType():
                ref = draw(st.sampled_from(definition.members))
                return {ref.name: self.named(draw, self.known[ref])}

    def field(self, draw: Draw, name: str, defaults: bool) -> Field:
        expr = self.expression(draw)
        optional = draw(st.booleans())
        default: Any = ABSENT
        if defaults and self.free(expr) and draw(st.booleans()):
            long = st.just("a b " * 60) if expr == Primitive("text") else st.nothing()
            default = draw(st.builds(self.constant, st.just(draw), st.just(expr)) | long)
        elif defaults and expr in (Primitive("uuid"), Primitive("date"), Primitive("datetime")):
            default = Default.NEW if expr == Primitive("uuid") else Default.NOW
        constraints = self.constraints(draw, expr) if default is ABSENT else Constraints()
        return Field(name, expr, AT, optional, constraints, default, ABSENT, draw(st.just("") | text()))

    def fields(self, draw: Draw, defaults: bool = False, *, min_size: int = 0) -> dict[str, Field]:
        names = draw(st.lists(st.sampled_from(FIELDS), unique=True, min_size=min_size, max_size=5))
        return {name: self.field(draw, name, defaults) for name in names}

    def define(self, draw: Draw, context: str, words: Words) -> dict[str, TypeDef]:
        found: dict[str, TypeDef] = {}
        for _ in range(draw(st.integers(0, 5))):
            name = words.new(draw)
            found[name] = self.known[Ref(context, name)] = self._define(draw, context, name)
        return found

    def _define(self, draw: Draw, context: str, name: str) -> TypeDef:
        said = draw(st.just("") | text())
        records = sorted(ref for ref, one in self.known.items() if isinstance(one, RecordType))
        apart = list({ref.name: ref for ref in records}.values())
        kinds = ["simple", "enum", "record", *(["union"] if len(apart) > 1 else [])]
        match draw(st.sampled_from(kinds)):
            case "enum":
                values = tuple(draw(st.lists(st.sampled_from(ENUM), unique=True, min_size=1)))
                return EnumType(name, said, AT, values, {value: draw(text()) for value in values[::2]})
            case "record":
                return RecordType(name, said, AT, self.fields(draw))
            case "union":
                return UnionType(name, said, AT, tuple(apart[:3]))
            case _:
                expr = self.expression(draw)
                own = self.constraints(draw, expr)
                base = self.base(expr)
                tag = draw(st.sampled_from([None, "order"])) if isinstance(base, Primitive) else None
                if tag is None and isinstance(expr, Named):
                    above = self.known[expr.ref]
                    tag = above.tag if isinstance(above, SimpleType) else None
                return SimpleType(name, said, AT, expr, base, own, self.effective(expr).narrowed(own), tag)


# Contexts ------------------------------------------------------------------------------------------------------------


def by_name(entries: Iterable[Any]) -> dict[str, Any]:
    return {entry.name: entry for entry in entries}


@st.composite
def systems(draw: Draw) -> System:
    """A system of up to three contexts; later ones refer to earlier ones."""
    types, words = Types(), Words()
    shared = types.define(draw, "", words)
    contexts: dict[str, Context] = {}
    for name in draw(st.lists(st.sampled_from(["ordering", "a", "a_b", "checked", "str"]), unique=True, max_size=3)):
        contexts[name] = _context(draw, name, types, contexts)
    place = Place(draw(st.sampled_from(["catalogue/shop", "catalogue/shop/system.yaml"])), 1, 1)
    return System("shop", draw(text()), draw(text()), place, types=shared, contexts=contexts)


def _context(draw: Draw, name: str, types: Types, others: Mapping[str, Context]) -> Context:
    words = Words()
    own = types.define(draw, name, words)
    new = words.new
    events = by_name(
        Event(new(draw), draw(text()), AT, types.fields(draw), (Tag("order", ("order_id",)),), version=number)
        for number in draw(some(st.integers(1, 3), 4, 1))
    )
    rejections = by_name(Rejection(new(draw), draw(text()), AT, types.fields(draw)) for _ in draw(some(st.none())))
    known = [Ref(name, event) for event in events]
    known += [Ref(other.name, event) for other in others.values() for event in other.events]
    mine = st.lists(st.sampled_from([Ref(name, event) for event in events]), unique=True, max_size=3).map(tuple)
    commands = by_name(
        Command(
            new(draw),
            draw(text()),
            AT,
            ("clerk",),
            types.fields(draw, defaults=True),
            tuple(draw(some(_reads(known)))),
            draw(mine),
            tuple(draw(st.lists(st.sampled_from(sorted(rejections)), unique=True))) if rejections else (),
            "",
        )
        for _ in draw(some(st.none(), 4))
    )
    effects = by_name(
        Effect(new(draw), draw(text()), AT, types.fields(draw, defaults=True), draw(mine))
        for _ in draw(some(st.none(), 1))
    )
    issues = [Issue(Ref(name, command), "command") for command in commands]
    issues += [Issue(Ref(name, effect), "effect") for effect in effects]
    issues += [Issue(Ref(other.name, command), "command") for other in others.values() for command in other.commands]
    policies = by_name(_policy(draw, new(draw), known, issues) for _ in draw(some(st.none(), 2)) if issues)
    views = by_name(_view(draw, new(draw), types, known) for _ in draw(some(st.none(), 2)))
    shown = [(Ref(name, view.name), view) for view in views.values()]
    shown += [(Ref(other.name, view.name), view) for other in others.values() for view in other.views.values()]
    queries = by_name(_query(draw, new(draw), *draw(st.sampled_from(shown))) for _ in draw(some(st.none(), 2)) if shown)
    deciders, commands = _deciders(draw, commands, new)
    return Context(
        name=name,
        system="shop",
        title=draw(text()),
        summary=draw(text()),
        place=AT,
        types=own,
        events=events,
        commands=commands,
        rejections=rejections,
        deciders=deciders,
        policies=policies,
        effects=effects,
        views=views,
        queries=queries,
    )


@st.composite
def _reads(draw: Draw, known: list[Ref]) -> Read:
    event = draw(st.sampled_from([None, *known]))
    tags = draw(some(st.sampled_from([Tag("order", ("order_id",)), Tag("sku", ("lines", "sku"))]), 2))
    return Read(event, tuple(tags), draw(st.booleans()), AT)


def _policy(draw: Draw, name: str, known: list[Ref], issues: list[Issue]) -> Policy:
    when = draw(st.lists(st.sampled_from(known), unique=True, min_size=1, max_size=3))
    issued = draw(st.lists(st.sampled_from(issues), unique=True, min_size=1, max_size=3))
    after = draw(st.sampled_from([None, timedelta(hours=48), timedelta(seconds=90)]))
    reads = tuple(draw(some(_reads(known))))
    return Policy(name, draw(text()), AT, tuple(when), tuple(issued), after, draw(st.sampled_from([None, "on"])), reads)


def _view(draw: Draw, name: str, types: Types, known: list[Ref]) -> View:
    fields = types.fields(draw, min_size=1)
    key = tuple(draw(st.lists(st.sampled_from(sorted(fields)), unique=True, min_size=1, max_size=2)))
    paths = st.sampled_from([None, tuple(("order_id",) for _ in key)])
    events = draw(st.lists(st.sampled_from(known), unique=True, min_size=1, max_size=3))
    sources = tuple(Source(event, draw(paths), AT) for event in events)
    index = draw(some(st.lists(st.sampled_from(sorted(fields)), unique=True, min_size=1, max_size=2).map(tuple), 2))
    return View(name, draw(text()), AT, key, sources, fields, tuple(index))


def _query(draw: Draw, name: str, ref: Ref, view: View) -> Query:
    names = st.lists(st.sampled_from(sorted(view.fields)), unique=True, max_size=2)
    order = tuple(Order(field, draw(st.booleans())) for field in draw(names))
    return Query(name, draw(text()), AT, ref, tuple(draw(names)), order, draw(st.sampled_from([None, 1, 31])))


def _deciders(draw: Draw, commands: dict[str, Command], new: Any) -> tuple[dict[str, Decider], dict[str, Command]]:
    grouped = draw(st.lists(st.sampled_from(sorted(commands)), unique=True)) if commands else []
    deciders: dict[str, Decider] = {}
    groups = [(new(draw), tuple(grouped))] if grouped else []
    for name, members in [*groups, *((command, (command,)) for command in commands if command not in grouped)]:
        evolves = dict.fromkeys(read.event for one in members for read in commands[one].reads if read.event is not None)
        key = "order_id" if members == tuple(grouped) else None
        deciders[name] = Decider(name, draw(text()), AT, key, members, tuple(evolves), key is not None)
        commands |= {one: evolve(commands[one], decider=name) for one in members}
    return deciders, commands
