"""The keywords that say what a primitive is and what narrows a value."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from ...formats import FORMATS
from ...model import Constraints
from ...patterns import GRAMMAR, bounds, whole
from ...reading.literals import travelling

__all__ = ["INT_64", "PLAIN", "Schema", "narrowed", "nullable", "patterned", "primitive"]

Schema: TypeAlias = dict[str, Any]

INT_64: Final = Constraints(min=-(2**63), max=2**63 - 1)
_LARGEST: Final = 1.7976931348623157e308

PLAIN: Final[dict[str, Schema]] = {
    "text": {"type": "string"},
    "bool": {"type": "boolean"},
    "int": {"type": "integer", "minimum": INT_64.min, "maximum": INT_64.max},
    "float": {"type": "number", "minimum": -_LARGEST, "maximum": _LARGEST},
    "json": {},
}
"""The primitives that are said where they are used; the others are defined once for each context."""

_STANDARD: Final = {"uuid": "uuid", "date": "date", "datetime": "date-time"}
_SAID: Final = {
    "decimal": "A decimal number, as text.",
    "uuid": "An identity.",
    "date": "A day: YYYY-MM-DD.",
    "datetime": "A time in UTC: YYYY-MM-DDTHH:MM:SSZ, with up to six digits of a second.",
    "duration": "A length of time: P1DT2H, PT90S. No number is as large as one of the unit before it.",
    "bytes": "Bytes, in base64.",
}
_EXAMPLES: Final = {
    "decimal": "12.50",
    "uuid": "6e8bc430-9c3a-41d9-9669-0800200c9a66",
    "date": "2026-01-31",
    "datetime": "2026-01-31T12:00:00Z",
    "duration": "PT48H",
    "bytes": "ZmFjdA==",
}


def nullable(schema: Schema) -> Schema:
    """The same, or null. The keywords of a type say nothing about null, so a plain type only gets another name."""
    if "$ref" in schema or "enum" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]} if schema else schema


def primitive(name: str) -> Schema:
    """The definition of a primitive that travels as a text of its own kind."""
    form: Schema = {"format": _STANDARD[name]} if name in _STANDARD else {}
    encoding: Schema = {"contentEncoding": "base64"} if name == "bytes" else {}
    body: Schema = {"description": _SAID[name], "type": "string", "pattern": GRAMMAR[name]}
    return body | form | encoding | {"examples": [_EXAMPLES[name]]}


def narrowed(kind: str, own: Constraints) -> Schema:
    """The keywords of what narrows a value."""
    if not own:
        return {}
    match kind:
        case "text":
            return _present(minLength=own.min, maxLength=own.max) | _texts(own)
        case "int" | "float":
            return _present(minimum=own.min, maximum=own.max)
        case "list":
            return _present(minItems=own.min, maxItems=own.max)
        case "map":
            return _present(minProperties=own.min, maxProperties=own.max)
        case _:
            low, high = ("x-minLength", "x-maxLength") if kind == "bytes" else ("x-minimum", "x-maximum")
            said = {low: own.min, high: own.max, "x-digits": own.digits, "x-places": own.places}
            spoken = {key: travelling(value) for key, value in said.items() if value is not None}
            return patterned(kind, own, "pattern") | spoken


def _present(**keywords: object) -> Schema:
    return {keyword: value for keyword, value in keywords.items() if value is not None}


def _texts(own: Constraints) -> Schema:
    if own.pattern is not None:
        return {"pattern": whole(own.pattern)}
    if own.format is None:
        return {}
    standard = "format" if own.format in ("ipv4", "ipv6") else "x-format"
    return {standard: own.format, "pattern": whole(FORMATS[own.format])}


def patterned(kind: str, own: Constraints, alone: str) -> Schema:
    """The bounds as patterns: under ``alone`` if there is one, else together."""
    patterns = [{"pattern": pattern} for pattern in bounds(kind, own)]
    if alone == "pattern" and len(patterns) == 1:
        return dict(patterns[0])
    return {"allOf": patterns}
