"""What a scalar that is no value of its type was probably meant to be."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from . import literals
from .nodes import Node

TRUE: Final = ("yes", "Yes", "YES", "y", "Y", "on", "On", "ON", "True", "TRUE")
FALSE: Final = ("no", "No", "NO", "n", "N", "off", "Off", "OFF", "False", "FALSE")
"""Words that YAML 1.1 takes for true or false, and this language for text."""

ODD_NUMBER: Final = re.compile(
    r"[-+]?(?:0[0-9]+|0x[0-9a-fA-F]+|0o[0-7]+|0b[01]+|[0-9]+(?:_[0-9]+)+|[0-9]+(?::[0-9]+)+)|\+[0-9]+"
)
"""Numbers that YAML readers disagree about."""

PLAIN_DIGITS: Final = "write it in decimal digits without signs, separators or leading zeros"
_SPOKEN: Final = re.compile(r"(\d{1,9})\s*(w|d|h|m|s)[a-z]*\.?", re.ASCII | re.IGNORECASE)


def mended(kind: str, node: Node) -> str:
    """A help: how a person would have to write ``node`` as a value of the primitive ``kind``; empty when unclear."""
    text = node.text.strip()
    match kind:
        case "bool":
            word = "true" if text in TRUE else "false" if text in FALSE else ""
            return f"write {word}" if word else _unquoted(kind, node)
        case "int" if ODD_NUMBER.fullmatch(text):
            return PLAIN_DIGITS
        case "int" if text.removeprefix("-").isdecimal() and len(text) > 18:
            return "an int has 64 bits; write it as a decimal, or as a text"
        case "int" | "float":
            return _unquoted(kind, node)
        case "decimal":
            return _decimal(text)
        case "datetime" | "date":
            return _time(kind, text)
        case "duration":
            found = _SPOKEN.fullmatch(text)
            return f"write {found[1]}{found[2].lower()}" if found else ""
        case "uuid":
            word = re.sub(r"[^a-z0-9_-]+", "_", text.lower()).strip("_")
            return f"write {word}" if literals.WORD.fullmatch(word) else ""
        case _:
            return ""


def _unquoted(kind: str, node: Node) -> str:
    plain = Node(node.text, node.line, node.column, node.end, True)
    return "remove the quotes" if literals.VALUES[kind](plain) is not None else ""


def _decimal(text: str) -> str:
    try:
        value = Decimal(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text.replace(",", ""))
    except InvalidOperation:
        return ""
    plain = format(value, "f") if value.is_finite() and abs(value.adjusted()) < 40 else ""
    return f"write {plain}" if plain and plain != text else ""


def _time(kind: str, text: str) -> str:
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if kind == "date":
        return f"write {value.date()}"
    try:
        value = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError:
        return ""
    return f"write {literals.travelling(value)}"
