"""Reading without files: what the tests of the reader share."""

from __future__ import annotations

import json
from typing import Any, Final

from factbook_codegen.diagnostics import Diagnostic, Severity, in_order
from factbook_codegen.model import Context, System
from factbook_codegen.reading import Sheet, read_system
from factbook_codegen.reading.nodes import Node
from factbook_codegen.reading.problems import Problems
from factbook_codegen.reading.scan import scan

SMALL: Final = """\
context: ordering
allow: {FB513: Kept short.}
roles: {customer: Buys things.}
types:
  OrderId: {type: uuid, tag: order}
events:
  OrderPlaced: {fields: {order_id: OrderId, note: text?}}
commands:
  PlaceOrder:
    by: [customer]
    fields: {order_id: OrderId, note: text?}
    reads: {OrderPlaced: order_id}
    records: [OrderPlaced]
    rejects: {OrderAlreadyPlaced: An order with this number exists.}
"""
"""A context in which nothing is wrong."""


def read_texts(**texts: str | bytes) -> tuple[System, tuple[Diagnostic, ...]]:
    """Read the system ``shop``, whose files are given by name without suffix."""
    sheets = tuple(
        Sheet("shop", name, f"catalogue/shop/{name}.yaml", text.encode() if isinstance(text, str) else text)
        for name, text in texts.items()
    )
    system, found = read_system("shop", sheets)
    return system, in_order(found)


def read_one(text: str, name: str = "ordering") -> tuple[Context, tuple[Diagnostic, ...]]:
    """Read a system of one context."""
    system, found = read_texts(**{name: text})
    return system.contexts[name], found


def problems_of(text: str, name: str = "ordering") -> tuple[Diagnostic, ...]:
    """The problems of a system of one file."""
    return read_texts(**{name: text})[1]


def codes(diagnostics: tuple[Diagnostic, ...], least: Severity = Severity.NOTE) -> list[str]:
    """The codes of problems, in the order of the report."""
    return [one.code for one in diagnostics if one.severity >= least]


def tree(text: str | bytes) -> Node:
    """The nodes of a file in which nothing is wrong."""
    problems = Problems("test.yaml")
    root = scan(text.encode() if isinstance(text, str) else text, problems)
    assert root is not None
    assert problems.found == []
    return root


def scanned(data: bytes) -> tuple[Node | None, list[Diagnostic]]:
    """What scanning makes of some bytes."""
    problems = Problems("test.yaml")
    return scan(data, problems), problems.found


def node_of(value: Any) -> Node:
    """Nodes of a JSON value, as if it had been read."""
    kind = _type_of(value)
    if kind is dict:
        inner: Any = {str(key): node_of(value[key]) for key in value}
    elif kind is list:
        inner = [node_of(part) for part in value]
    else:
        inner = value if kind is str else json.dumps(value)
    return Node(inner, 1, 1, 1, kind is not str, (1, 1))


def _type_of(value: object) -> type:
    return type(value)
