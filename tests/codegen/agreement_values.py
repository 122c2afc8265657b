"""Values that may or may not fit a type, and what the rules for examples in a catalogue say about them."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from factbook_codegen.formats import EXAMPLES
from factbook_codegen.model import (
    ABSENT,
    NO_CONSTRAINTS,
    Constraints,
    EnumType,
    Field,
    ListOf,
    MapOf,
    Named,
    Primitive,
    RecordType,
    SimpleType,
    System,
    TypeExpr,
    UnionType,
)
from factbook_codegen.reading.literals import duration_text
from factbook_codegen.reading.rules import violated

from factbook.wire import KEY_READERS, READERS, is_list, is_object

PYTHON: dict[str, type[Any]] = {
    "text": str,
    "int": int,
    "float": float,
    "decimal": Decimal,
    "bool": bool,
    "uuid": UUID,
    "date": date,
    "datetime": datetime,
    "duration": timedelta,
    "bytes": bytes,
}
KEYS = ("text", "uuid", "date", "int")
ID = "6e8bc430-9c3a-41d9-9669-0800200c9a66"


# Values around the bounds --------------------------------------------------------------------------------------------


def candidates(kind: str, narrow: Constraints) -> list[Any]:
    """Values as they travel, at the edges of what a primitive and its constraints allow, and beyond them."""
    low, high = narrow.min, narrow.max
    edges: Sequence[Any] = [bound for bound in (low, high) if bound is not None]
    match kind:
        case "text":
            return [*_texts(narrow), 5, None, True, ["a"]]
        case "bool":
            return [True, False, 0, 1, "true", None]
        case "uuid":
            return [ID, ID.upper(), ID.replace("-", ""), f"{{{ID}}}", f"{ID}\n", "x", 5, None]
        case "json":
            return [None, True, 5, 1.5, "a", [], {"a": [None, {"b": 1}]}]
        case "bytes":
            lengths = {0, 1, 2, 3, *(edge + step for edge in edges for step in (-1, 0, 1) if edge + step >= 0)}
            sized = [base64.b64encode(bytes(length)).decode() for length in sorted(lengths)]
            return [*sized, "YR==", "YQ", "-_==", "YQ==\n", 5, None]
        case "int":
            near = {0, 1, -1, *(edge + step for edge in edges for step in (-1, 0, 1))}
            return [*sorted(near), 2**63, -(2**63) - 1, 2**63 - 1, -(2**63), 1.0, 1.5, 1e300, "1", True, None]
        case "float":
            near = {0.0, 1.5, *(edge + step for edge in edges for step in (-0.5, 0.0, 0.5))}
            return [*sorted(near), 0, 1, -0.0, 5e-324, 1e308, 10**400, "1.5", True, None]
        case "decimal":
            return [*_decimals(narrow), "1E+2", "NaN", "Infinity", "+1", "01", "1.", ".5", "1\n", 1, 1.5, None]
        case "date":
            days = [date(2024, 2, 29), *_shifted(edges, [timedelta(days=1)])]
            return [*map(str, days), "2023-02-29", "0000-01-01", "2024-2-9", "2024-02-29T00:00:00Z", 5, None]
        case "datetime":
            moments = [datetime(2024, 2, 29, 12, tzinfo=UTC), *_shifted(edges, [timedelta(1), timedelta.resolution])]
            times = [text for one in moments for text in _spelled_times(one)]
            return [*times, "2024-02-29T12:00:00", "2024-02-29T12:00:00+00:00", "2024-02-30T12:00:00Z", 5, None]
        case "duration":
            spans = [timedelta(0), timedelta(hours=1, seconds=1)]
            spans += _shifted(edges, [timedelta(hours=1), timedelta.resolution])
            durations = [text for one in spans if one >= timedelta(0) for text in _spelled_durations(one)]
            return [*durations, "PT1H90M", "-P1D", "PT", "48h", 5, None]
        case _:
            raise AssertionError(kind)


def _texts(narrow: Constraints) -> list[str]:
    if narrow.pattern is not None:
        texts = ["AB-1", "AB-12", "a", "bc", "\U0001f600", "xyx", "", "+a $", "+$", "xa", "\u2028", "-"]
        return [*texts, *(f"{text}\n" for text in texts)]
    if narrow.format is not None:
        return [*(text + more for text in EXAMPLES.values() for more in ("", "\n", " ", ".")), "", "x"]
    lengths = {
        0,
        1,
        *(edge + step for edge in (narrow.min, narrow.max) if isinstance(edge, int) for step in (-1, 0, 1)),
    }
    return [character * length for length in sorted(lengths) if length >= 0 for character in ("a", "\U0001f600", "\n")]


def _decimals(narrow: Constraints) -> list[str]:
    edges = [bound for bound in (narrow.min, narrow.max) if isinstance(bound, Decimal)]
    steps = [Decimal(step) for step in ("0", "1", "0.1", "0.01", "0.0001")]
    near = [Decimal(0), Decimal("0.5"), Decimal(10), Decimal("0.00000001")]
    near += [value for edge in edges for step in steps for value in (edge + step, edge - step)]
    for digits in (narrow.digits, narrow.places):
        if digits is not None:
            near += [Decimal(10) ** (digits - (narrow.places or 0)) - step for step in steps]
            near += [Decimal(1).scaleb(-digits), Decimal(1).scaleb(-digits - 1)]
    texts = [format(value, "f") for value in near]
    return ["-0", "-0.0", *texts, *(f"{text}00" if "." in text else f"{text}.0" for text in texts)]


def _shifted(edges: Sequence[Any], steps: Sequence[timedelta]) -> list[Any]:
    found: list[Any] = list(edges)
    for edge in edges:
        for step in steps:
            for sign in (1, -1):
                try:
                    found.append(edge + step * sign)
                except OverflowError:
                    continue
    return found


def _spelled_times(value: datetime) -> list[str]:
    plain = value.isoformat().replace("+00:00", "")
    return [f"{plain}Z", f"{plain}Z".lower(), f"{plain}{'0' if '.' in plain else '.000'}Z", f"{plain}.5Z"]


def _spelled_durations(value: timedelta) -> list[str]:
    whole = value.days * 86400 + value.seconds
    fraction = f".{value.microseconds:06}" if value.microseconds else ""
    hours, minutes = f"{whole // 3600}H", f"{whole % 3600 // 60}M"
    return [duration_text(value), f"PT{whole}{fraction}S", f"PT{hours}{minutes}{whole % 60}{fraction}S"]


# What the model says -------------------------------------------------------------------------------------------------


class Rules:
    """Whether values fit, by the grammar of the wire and by the rules that the reader holds examples to."""

    def __init__(self, system: System) -> None:
        self.system = system

    def base(self, expression: TypeExpr, own: Constraints = NO_CONSTRAINTS) -> tuple[Any, Constraints]:
        """What a type comes down to, and all its constraints."""
        if isinstance(expression, Named):
            found = self.system.type(expression.ref)
            if isinstance(found, SimpleType):
                return self.base(found.base)[0], found.effective.narrowed(own)
            return found, NO_CONSTRAINTS
        return expression, own

    def fits(self, expression: TypeExpr, own: Constraints, raw: Any) -> bool:
        """Whether this is a value of the type as it travels."""
        base, narrow = self.base(expression, own)
        match base:
            case Primitive("json"):
                return True
            case Primitive(name):
                value = READERS[PYTHON[name]].read(raw)
                return value is not None and self._within(name, value, raw, narrow)
            case ListOf(item):
                return (
                    is_list(raw)
                    and violated("list", raw, narrow) is None
                    and all(self.fits(item, NO_CONSTRAINTS, one) for one in raw)
                )
            case MapOf(key, value):
                return (
                    is_object(raw)
                    and violated("map", raw, narrow) is None
                    and all(self.key(key, name) and self.fits(value, NO_CONSTRAINTS, one) for name, one in raw.items())
                )
            case EnumType(values=values):
                return isinstance(raw, str) and raw in values
            case RecordType(fields=fields):
                return self.message(fields, raw)
            case UnionType(members=members):
                if not is_object(raw) or len(raw) != 1:
                    return False
                ((name, inner),) = raw.items()
                return any(ref.name == name and self.fits(Named(ref), NO_CONSTRAINTS, inner) for ref in members)
            case _:
                raise AssertionError(base)

    def key(self, expression: TypeExpr, raw: str) -> bool:
        """Whether this is a key of a map."""
        base, narrow = self.base(expression)
        if isinstance(base, EnumType):
            return raw in base.values
        value = KEY_READERS[PYTHON[base.name]].read(raw)
        return value is not None and self._within(base.name, value, raw, narrow)

    def message(self, fields: Mapping[str, Field], raw: Any) -> bool:
        """Whether this has the fields of a record or message, and no others."""
        if not is_object(raw) or not raw.keys() <= fields.keys():
            return False
        for name, field in fields.items():
            given = raw.get(name)
            if field.optional and given is None:
                continue
            if name not in raw:
                if field.default is ABSENT:
                    return False
            elif not self.fits(field.type, field.constraints, given):
                return False
        return True

    @staticmethod
    def _within(name: str, value: Any, raw: Any, narrow: Constraints) -> bool:
        if name == "int" and not -(2**63) <= value < 2**63:
            return False
        return violated(name, raw if name == "float" else value, narrow) is None
