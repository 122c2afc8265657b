"""Small catalogues of any types.

The model is built directly, because most of what Hypothesis would draw as YAML is refused or says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from factbook_codegen.formats import EXAMPLES
from factbook_codegen.model import (
    NO_CONSTRAINTS,
    Command,
    Constraints,
    Context,
    EnumType,
    Event,
    Field,
    ListOf,
    MapOf,
    Named,
    Place,
    Primitive,
    RecordType,
    Ref,
    SimpleType,
    System,
    TypeDef,
    TypeExpr,
    UnionType,
)
from factbook_codegen.reading.literals import travelling
from hypothesis import strategies as st

from factbook.wire import READERS
from tests.codegen.agreement_values import KEYS, PYTHON, Rules, candidates

T = TypeVar("T")

PLACE = Place("catalogue/shop/alpha.yaml", 1, 1)
PATTERNS = ("[A-Z]{2}-[0-9]+", "a|bc", "[^\\n\\r\\u2028\\u2029]{1,3}", "(?:x|y)*", "\\+[a-z ]{0,4}\\$")


def _ordered(draw: st.DrawFn, values: st.SearchStrategy[Any], base: Constraints) -> tuple[Any, Any]:
    """A lower and an upper bound, or one of them, no looser than those of the type."""
    within = [one for one in (base.min, base.max) if one is not None]
    drawn = draw(st.lists(values, min_size=2, max_size=2))
    low, high = sorted([min(max([one, *within[:1]]), base.max) if base.max is not None else one for one in drawn])
    if base.min is not None:
        low, high = max(low, base.min), max(high, base.min)
    which = draw(st.sampled_from(["both", "min", "max"]))
    return (None if which == "max" else low, None if which == "min" else high)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "int": st.integers(-5, 5) | st.sampled_from([-(2**63), 2**63 - 1, 10**15]),
    "float": st.integers(-20, 20).map(lambda number: number / 4),
    "decimal": st.decimals(-20, 20, places=2) | st.decimals(-2000, 2000, places=0) | st.just(Decimal("0.001")),
    "date": st.dates(date(1999, 12, 30), date(2030, 1, 2)),
    "datetime": st.datetimes(datetime(2019, 12, 31), datetime(2030, 1, 1), timezones=st.just(UTC)),
    "duration": st.timedeltas(timedelta(0), timedelta(days=2)) | st.sampled_from([timedelta(hours=48), timedelta(7)]),
    "length": st.integers(0, 4),
}


def narrowing(draw: st.DrawFn, kind: str, base: Constraints) -> Constraints:
    """Constraints that a type or field may add to ``base``."""
    if kind in ("bool", "uuid", "json", "") or draw(st.integers(0, 3)) == 0:
        return NO_CONSTRAINTS
    if kind == "text" and base == NO_CONSTRAINTS and draw(st.booleans()):
        if draw(st.booleans()):
            return Constraints(pattern=draw(st.sampled_from(PATTERNS)))
        return Constraints(format=draw(st.sampled_from(sorted(EXAMPLES))))
    if kind == "text" and (base.pattern is not None or base.format is not None):
        return NO_CONSTRAINTS
    if kind == "decimal" and draw(st.booleans()):
        digits = draw(st.none() | st.integers(1, 5 if base.digits is None else base.digits))
        most = min(one for one in (digits, base.digits, base.places, 5) if one is not None)
        places = draw(st.none() | st.integers(0, most))
        if digits is not None and base.places is not None and base.places > digits:
            digits = None
        return Constraints(digits=digits, places=places)
    low, high = _ordered(draw, VALUES["length" if kind in ("text", "bytes", "list", "map") else kind], base)
    return Constraints(min=low, max=high)


class Drawing:
    """A system under construction: types first, each made of those before it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.types: dict[str, dict[str, TypeDef]] = {"": {}, "beta": {}, "alpha": {}}
        self.system = System("shop", "Shop", "", PLACE, types=self.types[""])
        self.rules = Rules(self.system)
        for name in ("beta", "alpha"):
            self.system.contexts[name] = Context(name, "shop", name, "", PLACE, types=self.types[name])  # type: ignore[index]  # a dict while it is made

    def one_of(self, choices: Sequence[T]) -> T:
        return self.draw(st.sampled_from(choices))

    def refs(self, context: str) -> list[Ref]:
        seen = {"": ("",), "beta": ("", "beta"), "alpha": ("", "beta", "alpha")}[context]
        return [Ref(home, name) for home in seen for name in self.types[home]]

    def expression(self, context: str, depth: int = 0) -> TypeExpr:
        """A type of any kind."""
        refs = self.refs(context)
        kinds = ["primitive", "primitive", *(["named"] * 3 if refs else []), *(["list", "map"] if depth < 2 else [])]
        match self.one_of(kinds):
            case "primitive":
                return Primitive(self.one_of([*PYTHON, "json"]))
            case "named":
                return Named(self.one_of(refs))
            case "list":
                return ListOf(self.expression(context, depth + 1))
            case _:
                keys = [Named(ref) for ref in refs if self._is_key(Named(ref))]
                plain: list[TypeExpr] = [Primitive(name) for name in KEYS]
                key = self.one_of([*plain, *keys])
                return MapOf(key, self.expression(context, depth + 1))

    def _is_key(self, expression: TypeExpr) -> bool:
        base, _ = self.rules.base(expression)
        return isinstance(base, EnumType) or (isinstance(base, Primitive) and base.name in KEYS)

    def kind(self, expression: TypeExpr) -> str:
        base, _ = self.rules.base(expression)
        match base:
            case Primitive(name):
                return name
            case ListOf():
                return "list"
            case MapOf():
                return "map"
            case _:
                return ""

    def fields(self, context: str, least: int, most: int) -> dict[str, Field]:
        """Fields of any types, some narrowed further, some optional."""
        count = self.draw(st.integers(least, most))
        return {f"field_{number}": self.field(f"field_{number}", context) for number in range(count)}

    def field(self, name: str, context: str) -> Field:
        expression = self.expression(context)
        own = narrowing(self.draw, self.kind(expression), self.rules.base(expression)[1])
        return Field(name, expression, PLACE, optional=self.one_of([False, False, True]), constraints=own)

    def type(self, name: str, context: str) -> TypeDef:
        records = [ref for ref in self.refs(context) if isinstance(self.system.type(ref), RecordType)]
        match self.one_of(["simple", "simple", "enum", "record", "record", *(["union"] * 2 if records else [])]):
            case "simple":
                expression = self.expression(context)
                base, above = self.rules.base(expression)
                own = narrowing(self.draw, self.kind(expression), above)
                tag = (
                    "tag" if self.kind(expression) in ("text", "int", "uuid", "date") and self.one_of([0, 1]) else None
                )
                plain = base if isinstance(base, Primitive | ListOf | MapOf) else expression
                return SimpleType(name, "", PLACE, expression, plain, own, above.narrowed(own), tag)
            case "enum":
                return EnumType(name, "", PLACE, ("a", "B", "two_words")[: self.draw(st.integers(1, 3))])
            case "record":
                return RecordType(name, "", PLACE, self.fields(context, 1, 3))
            case _:
                members = self.draw(st.lists(st.sampled_from(records), min_size=1, max_size=3, unique=True))
                return UnionType(name, "", PLACE, tuple(members))


@st.composite
def systems(draw: st.DrawFn) -> System:
    """A system of two contexts: ``alpha`` has an event and a command, and uses types of ``beta`` and of the system."""
    drawing = Drawing(draw)
    number = 0
    for context in ("", "beta", "alpha"):
        for _ in range(draw(st.integers(1, 4))):
            drawing.types[context][f"T{number}"] = drawing.type(f"T{number}", context)
            number += 1
    event = Event("Happened", "", PLACE, drawing.fields("alpha", 3, 8))
    asked = {name: _defaulted(drawing, field) for name, field in drawing.fields("alpha", 3, 8).items()}
    command = Command("Ask", "", PLACE, (), asked, (), (), (), "Ask")
    beta = Context("beta", "shop", "beta", "", PLACE, types=drawing.types["beta"])
    alpha = Context(
        "alpha",
        "shop",
        "alpha",
        "",
        PLACE,
        types=drawing.types["alpha"],
        events={"Happened": event},
        commands={"Ask": command},
    )
    return System("shop", "Shop", "", PLACE, types=drawing.types[""], contexts={"beta": beta, "alpha": alpha})


def _defaulted(drawing: Drawing, field: Field) -> Field:
    """Some fields of a command are filled in with a constant."""
    base, narrow = drawing.rules.base(field.type, field.constraints)
    if field.optional or not isinstance(base, Primitive) or base.name == "json" or not drawing.one_of([False, True]):
        return field
    fitting = [raw for raw in candidates(base.name, narrow) if drawing.rules.fits(field.type, field.constraints, raw)]
    if not fitting:
        return field
    value = READERS[PYTHON[base.name]].read(drawing.one_of(fitting))
    default = value if base.name == "text" else travelling(value)
    return Field(field.name, field.type, PLACE, constraints=field.constraints, default=default)
