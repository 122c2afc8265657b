"""Makes catalogues of any size, and JSON Schemas that say the same to a generator of another kind.

A context has 50 events and 50 commands of eight fields each, their types, rejections, boundaries, and ten deciders;
what contexts share stands in ``system.yaml``. Four contexts of five read an event of the fifth.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

Schema: TypeAlias = dict[str, Any]

MESSAGES: Final = 100
"""Events and commands in a context."""

SYSTEM: Final = "bench"

NOUNS: Final = ("Order", "Parcel", "Invoice", "Refund", "Voucher", "Reservation", "Shelf", "Ticket", "Claim", "Quote")
VERBS: Final = {"Open": "Opened", "Check": "Checked", "Change": "Changed", "Approve": "Approved", "Close": "Closed"}


class Spec(NamedTuple):
    """A field: its name, how the catalogue writes its type, how JSON Schema does, and what is said about it."""

    name: str
    type: str
    schema: Schema
    summary: str = ""
    optional: bool = False

    def written(self, default: str = "") -> str:
        """The field as it stands in the catalogue."""
        more = f", default: {default}" if default else ""
        more += f", summary: {self.summary}" if self.summary else ""
        if not more:
            return self.type
        inner = self.type[1:-1] if self.type.startswith("{") else f"type: {self.type}"
        return f"{{{inner}{more}}}"


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _text(**more: Any) -> Schema:
    return {"type": "string", **more}


_DECIMAL: Final = _text(pattern=r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$")
_MOMENT: Final = _text(format="date-time")
_KEY: Final = Spec("case_id", "CaseId", _ref("CaseId"))

FIELDS: Final = (
    (
        _KEY,
        Spec("sku", "Sku", _ref("Sku")),
        Spec("quantity", "Quantity", _ref("Quantity"), "How many were asked for."),
        Spec("price", "Money", _ref("Money"), "What one of them costs."),
        Spec("status", "Status", _ref("Status")),
        Spec("express", "bool", {"type": "boolean"}),
        Spec("at", "datetime", _MOMENT, "When somebody said so."),
        Spec("note", "{type: 'text?', max: 200}", _text(maxLength=200), "Words for those who come after.", True),
    ),
    (
        _KEY,
        Spec("lines", "{type: 'list[Line]', min: 1}", {"type": "array", "items": _ref("Line"), "minItems": 1}),
        Spec("total", "Money", _ref("Money"), "The sum of all lines without the discount."),
        Spec("email", "Email", _ref("Email")),
        Spec("reference", "Reference", _ref("Reference")),
        Spec("due", "date", _text(format="date"), "The last day on which it may be done."),
        Spec("at", "datetime", _MOMENT, "When somebody said so."),
        Spec("discount", "'Share?'", _ref("Share"), "The part that is taken off.", True),
    ),
    (
        _KEY,
        Spec("weight", "{type: decimal, digits: 8, places: 3, min: 0}", _DECIMAL, "In kilograms."),
        Spec("count", "{type: int, min: 0, max: 10000}", {"type": "integer", "minimum": 0, "maximum": 10000}),
        Spec("labels", "{type: 'list[text]', max: 10}", {"type": "array", "items": _text(), "maxItems": 10}),
        Spec("rates", "'map[text, decimal]'", {"type": "object", "additionalProperties": _DECIMAL}),
        Spec("wait", "{type: duration, max: 30d}", _text(format="duration"), "How long it rests."),
        Spec("at", "datetime", _MOMENT, "When somebody said so."),
        Spec("comment", "'text?'", _text(), "What else is to be said.", True),
    ),
    (
        _KEY,
        Spec("customer", "uuid", _text(format="uuid"), "Whose case it is."),
        Spec("address", "Address", _ref("Address")),
        Spec("phone", "{type: text, pattern: '[+][0-9]{6,15}'}", _text(pattern="^[+][0-9]{6,15}$")),
        Spec("ratio", "{type: float, min: 0, max: 1}", {"type": "number", "minimum": 0, "maximum": 1}),
        Spec("status", "Status", _ref("Status")),
        Spec("at", "datetime", _MOMENT, "When somebody said so."),
        Spec("birthday", "'date?'", _text(format="date"), "For those who want to be congratulated.", True),
    ),
)
"""The four kinds of messages, by turns."""

SHARED: Final = """\
system: bench
title: A system to measure
roles: {clerk: Works here.}
types:
  CaseId: {type: uuid, tag: case, summary: Names one case.}
  Currency: {enum: [EUR, USD, GBP, SEK], example: EUR}
  Money:
    summary: An amount and what it is counted in.
    record:
      amount: {type: decimal, digits: 12, places: 2, min: 0, example: '12.50'}
      currency: Currency
"""

TYPES: Final = """\
types:
  Sku: {type: text, pattern: '[A-Z]{3}-[0-9]{4}', summary: Names an item of the range., example: MUG-0001}
  Quantity: {type: int, min: 1, max: 999, summary: How many., example: 2}
  Share: {type: decimal, digits: 5, places: 4, min: 0, max: 1, example: '0.2500'}
  Email: {type: text, format: email, max: 100, example: ada@shop.example}
  Reference: {type: text, pattern: '[A-Z]{2}[0-9]{8}', example: AB12345678}
  Status: {enum: [waiting, running, halted, finished], summary: How far it has got.}
  Line:
    summary: One position.
    record: {sku: Sku, quantity: Quantity, unit_price: Money}
  Address:
    summary: Where somebody can be reached.
    record:
      street: {type: text, max: 80, example: Long Lane 1}
      town: {type: text, max: 60, example: Ashford}
      zip: {type: text, pattern: '[0-9]{5}', example: '12345'}
"""

_DEFS: Final[Schema] = {
    "CaseId": _text(format="uuid"),
    "Currency": {"enum": ["EUR", "USD", "GBP", "SEK"]},
    "Money": {
        "type": "object",
        "properties": {"amount": _DECIMAL, "currency": _ref("Currency")},
        "required": ["amount", "currency"],
        "additionalProperties": False,
    },
    "Sku": _text(pattern="^[A-Z]{3}-[0-9]{4}$"),
    "Quantity": {"type": "integer", "minimum": 1, "maximum": 999},
    "Share": _DECIMAL,
    "Email": _text(format="email", maxLength=100),
    "Reference": _text(pattern="^[A-Z]{2}[0-9]{8}$"),
    "Status": {"enum": ["waiting", "running", "halted", "finished"]},
    "Line": {
        "type": "object",
        "properties": {"sku": _ref("Sku"), "quantity": _ref("Quantity"), "unit_price": _ref("Money")},
        "required": ["sku", "quantity", "unit_price"],
        "additionalProperties": False,
    },
    "Address": {
        "type": "object",
        "properties": {
            "street": _text(maxLength=80),
            "town": _text(maxLength=60),
            "zip": _text(pattern="^[0-9]{5}$"),
        },
        "required": ["street", "town", "zip"],
        "additionalProperties": False,
    },
}


class Pair(NamedTuple):
    """An event, and the command that records it, which has the same fields."""

    noun: str
    verb: str
    event: str
    command: str
    fields: tuple[Spec, ...]


def pairs() -> Iterator[Pair]:
    """The 50 events of a context with their commands."""
    for noun in NOUNS:
        for verb, past in VERBS.items():
            yield Pair(noun, verb, f"{noun}{past}", f"{verb}{noun}", FIELDS[(len(noun) + len(verb)) % len(FIELDS)])


def contexts(messages: int) -> list[str]:
    """The names of the contexts that hold so many messages."""
    return [f"area_{number:03}" for number in range(messages // MESSAGES)]


def write_project(folder: Path, messages: int, svg: str = "none") -> None:
    """A project whose catalogue has so many messages; ``svg`` is the setting that says what draws."""
    catalogue = folder / "catalogue" / SYSTEM
    catalogue.mkdir(parents=True)
    (folder / "pyproject.toml").write_text(f'[tool.factbook]\nsvg = "{svg}"\n', "utf-8")
    (catalogue / "system.yaml").write_text(SHARED, "utf-8")
    for number, name in enumerate(contexts(messages)):
        hub = None if number % 5 == 0 else f"area_{number - number % 5:03}"
        (catalogue / f"{name}.yaml").write_text(context_yaml(name, hub), "utf-8")


def write_schemas(folder: Path, messages: int) -> None:
    """The same messages as JSON Schema: a file for each context, complete in itself."""
    folder.mkdir(parents=True)
    for name in contexts(messages):
        (folder / f"{name}.json").write_text(json.dumps(context_schema(name), indent=2), "utf-8")


def context_yaml(name: str, hub: str | None) -> str:
    """The file of one context; it reads an event of the context ``hub``."""
    title = name.replace("_", " ").capitalize()
    lines = [f"context: {name}", f"title: {title}", "summary: Keeps cases of ten kinds, from opening to closing."]
    lines += ["allow: {FB513: There is nothing to show here but size.}", ""]
    lines += [TYPES, "events:"]
    for pair in pairs():
        lines += [f"  {pair.event}:", f"    summary: {_says(pair)}", "    fields:"]
        lines += [f"      {field.name}: {field.written()}" for field in pair.fields]
        lines += ["    public: true"] if pair.event == "OrderOpened" else []
    lines += ["", "commands:"]
    for number, pair in enumerate(pairs()):
        lines += [
            f"  {pair.command}:",
            f"    summary: {pair.verb}s the {pair.noun.lower()} of a case, if that is possible.",
            "    by: [clerk]",
            "    fields:",
        ]
        lines += [f"      {field.name}: {field.written('now' if field.name == 'at' else '')}" for field in pair.fields]
        lines += [f"    reads: {{{hub}.OrderOpened: case_id}}"] if hub and pair.verb == "Open" else []
        lines += [f"    records: [{pair.event}]", "    rejects:"]
        fields = ", fields: {sku: Sku, left: int}" if number % 5 == 0 else ""
        lines += [f"      {pair.event}Before: {{summary: It was {VERBS[pair.verb].lower()} before.{fields}}}"]
        lines += [f"      {pair.noun}NotReady: {'It is not yet its turn.' if pair.verb == 'Open' else ''}".rstrip()]
    lines += ["", "deciders:"]
    for noun in NOUNS:
        lines.append(f"  {noun}: {{key: case_id, commands: [{', '.join(f'{verb}{noun}' for verb in VERBS)}]}}")
    return "\n".join(lines) + "\n"


def context_schema(name: str) -> Schema:
    """The messages of one context as JSON Schema."""
    definitions: Schema = dict(_DEFS)
    for pair in pairs():
        optional = {field.name for field in pair.fields if field.optional}
        definitions[pair.event] = _object(_says(pair), pair.fields, optional)
        does = f"{pair.verb}s the {pair.noun.lower()} of a case, if that is possible."
        definitions[pair.command] = _object(does, pair.fields, optional | {"at"})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, "$defs": definitions}


def _says(pair: Pair) -> str:
    return f"The {pair.noun.lower()} of a case was {VERBS[pair.verb].lower()}, and everybody may rely on it."


def _described(field: Spec) -> Schema:
    return {**field.schema, "description": field.summary} if field.summary else field.schema


def _object(description: str, fields: tuple[Spec, ...], optional: set[str]) -> Schema:
    return {
        "description": description,
        "type": "object",
        "properties": {field.name: _described(field) for field in fields},
        "required": [field.name for field in fields if field.name not in optional],
        "additionalProperties": False,
    }
