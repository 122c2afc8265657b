"""Small catalogues of any types.

The model is built directly, because most of what Hypothesis would draw as YAML is refused or says the same.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from attrs import evolve
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

from factbook.wire import READERS
from tests.codegen.agreement_values import KEYS, PYTHON, Rules, candidates

PLACE = Place("catalogue/shop/alpha.yaml", 1, 1)
PATTERNS = ("[A-Z]{2}-[0-9]+", "a|bc", "[^\\n\\r\\u2028\\u2029]{1,3}", "(?:x|y)*", "\\+[a-z ]{0,4}\\$")


class Drawing:
    """A system under construction: types first, each made of those before it."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.one_of = random.choice
        self.types: dict[str, dict[str, TypeDef]] = {"": {}, "beta": {}, "alpha": {}}
        contexts = {name: Context(name, "shop", name, "", PLACE, types=self.types[name]) for name in ("beta", "alpha")}
        self.rules = Rules(System("shop", "Shop", "", PLACE, types=self.types[""], contexts=contexts))

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    # Constraints -----------------------------------------------------------------------------------------------------

    def narrowing(self, expression: TypeExpr) -> Constraints:
        """Constraints that a type or field may add to those of its type."""
        kind, base = self.kind(expression), self.rules.base(expression)[1]
        if kind in ("bool", "uuid", "json", "") or self.chance(0.3):
            return NO_CONSTRAINTS
        form: dict[str, Any] = {}
        if kind == "text" and base.pattern is None and base.format is None and self.chance(0.6):
            form = self.one_of([{"pattern": self.one_of(PATTERNS)}, {"format": self.one_of(sorted(EXAMPLES))}])
        elif kind == "decimal" and self.chance(0.6):
            form = self.size(base)
        return Constraints(**form) if form and self.chance(0.7) else self.bounds(kind, base)._replace(**form)

    def size(self, base: Constraints) -> dict[str, int]:
        """Digits and places of a decimal, or one of them, no more than its type has."""
        most = min(base.digits or 5, 3 if base.places is None else base.places)
        places = self.random.randint(0, most)
        digits = self.random.randint(max(places, base.places or 0, 1), base.digits or 5)
        both = {"digits": digits, "places": places}
        if base.digits is not None and base.places is not None:
            both["digits"] = min(digits, base.digits - base.places + places)
        return self.one_of([{"digits": digits}, {"places": places}, both])

    def bounds(self, kind: str, base: Constraints) -> Constraints:
        """A lower and an upper bound, or one of them, within those of the type."""
        drawn = [self.bound(kind) for _ in "ab"]
        within = [min(one, base.max) if base.max is not None else one for one in drawn]
        low, high = sorted(max(one, base.min) if base.min is not None else one for one in within)
        return self.one_of([Constraints(min=low, max=high), Constraints(min=low), Constraints(max=high)])

    def bound(self, kind: str) -> Any:
        random = self.random
        match kind:
            case "text" | "bytes" | "list" | "map":
                return random.randint(0, 4)
            case "int":
                return self.one_of([random.randint(-5, 5), random.randint(-5, 5), -(2**63), 2**63 - 1, 10**15])
            case "float":
                return random.randint(-20, 20) / 4
            case "decimal":
                return Decimal(random.randint(-2000, 2000)).scaleb(-random.randint(0, 4))
            case "date":
                return date(2000, 1, 1) + timedelta(random.randint(-3, 9999))
            case "datetime":
                fraction = self.one_of([0, 0, 1, 250000, 999999])
                return datetime(2020, 1, 1, tzinfo=UTC) + timedelta(0, random.randint(-3, 10**8), fraction)
            case "duration":
                seconds = self.one_of([random.randint(0, 9), random.randint(0, 10**6), 3600, 86400, 48 * 3600])
                return timedelta(0, seconds, self.one_of([0, 0, 500000]))
            case _:
                raise AssertionError(kind)

    # Types -----------------------------------------------------------------------------------------------------------

    def refs(self, context: str) -> list[Ref]:
        seen = {"": ("",), "beta": ("", "beta"), "alpha": ("", "beta", "alpha")}[context]
        return [Ref(home, name) for home in seen for name in self.types[home]]

    def expression(self, context: str, depth: int = 0) -> TypeExpr:
        """A type of any kind."""
        refs = self.refs(context)
        kinds = ["primitive"] * 4 + ["named"] * 3 * bool(refs) + ["list", "map"] * (depth < 2)
        match self.one_of(kinds):
            case "primitive":
                return Primitive(self.one_of([*PYTHON, "json", "decimal", "text"]))
            case "named":
                return Named(self.one_of(refs))
            case "list":
                return ListOf(self.expression(context, depth + 1))
            case _:
                keys: list[TypeExpr] = [Primitive(name) for name in KEYS]
                keys += [Named(ref) for ref in refs if self.is_key(Named(ref))]
                return MapOf(self.one_of(keys), self.expression(context, depth + 1))

    def is_key(self, expression: TypeExpr) -> bool:
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
        names = [f"field_{number}" for number in range(self.random.randint(least, most))]
        return {name: self.field(name, context) for name in names}

    def field(self, name: str, context: str) -> Field:
        expression = self.expression(context)
        return Field(name, expression, PLACE, optional=self.chance(0.3), constraints=self.narrowing(expression))

    def type(self, name: str, context: str) -> TypeDef:
        records = [ref for ref in self.refs(context) if isinstance(self.rules.system.type(ref), RecordType)]
        match self.one_of(["simple"] * 3 + ["enum"] + ["record"] * 2 + ["union"] * 2 * bool(records)):
            case "simple":
                expression = self.expression(context)
                base, above = self.rules.base(expression)
                own = self.narrowing(expression)
                tag = "tag" if self.kind(expression) in KEYS and self.chance(0.5) else None
                plain = base if isinstance(base, Primitive | ListOf | MapOf) else expression
                return SimpleType(name, "", PLACE, expression, plain, own, above.narrowed(own), tag)
            case "enum":
                return EnumType(name, "", PLACE, ("a", "B", "two_words")[: self.random.randint(1, 3)])
            case "record":
                return RecordType(name, "", PLACE, self.fields(context, 1, 3))
            case _:
                members = self.random.sample(records, min(len(records), self.random.randint(1, 3)))
                return UnionType(name, "", PLACE, tuple(members))

    def defaulted(self, field: Field) -> Field:
        """Some fields of a command are filled in with a constant."""
        base, narrow = self.rules.base(field.type, field.constraints)
        if field.optional or not isinstance(base, Primitive) or base.name == "json" or self.chance(0.5):
            return field
        every = candidates(base.name, narrow)
        fitting = [raw for raw in every if self.rules.fits(field.type, field.constraints, raw)]
        if not fitting:
            return field
        value = READERS[PYTHON[base.name]].read(self.one_of(fitting))
        return evolve(field, default=value if base.name == "text" else travelling(value))


def system(random: Random) -> System:
    """A system of two contexts: ``alpha`` has an event and a command, and uses types of ``beta`` and of the system."""
    drawing = Drawing(random)
    number = 0
    for context in ("", "beta", "alpha"):
        for _ in range(random.randint(1, 4)):
            drawing.types[context][f"T{number}"] = drawing.type(f"T{number}", context)
            number += 1
    event = Event("Happened", "", PLACE, drawing.fields("alpha", 4, 9))
    asked = {name: drawing.defaulted(field) for name, field in drawing.fields("alpha", 4, 9).items()}
    command = Command("Ask", "", PLACE, (), asked, (), (), (), "Ask")
    beta, alpha = drawing.rules.system.contexts.values()
    alpha = evolve(alpha, events={"Happened": event}, commands={"Ask": command})
    return evolve(drawing.rules.system, contexts={"beta": beta, "alpha": alpha})
