"""Scalars as people write them, turned into values and into the text in which they travel."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from ..model import Bound, Json
from .nodes import Node

WORD: Final = re.compile(r"[a-z][a-z0-9_-]{0,99}")
"""A word that stands for a uuid in an example."""

INT_64: Final = range(-(2**63), 2**63)
"""The whole numbers that an ``int`` may be."""

_NAMESPACE: Final = uuid5(NAMESPACE_URL, "factbook:/words")
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,999})(?:\.[0-9]{1,1000})?")
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z")
_DURATION: Final = re.compile(
    r"(?:([0-9]{1,6})w)?(?:([0-9]{1,9})d)?(?:([0-9]{1,8})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,10})s)?"
)
_ISO_DURATION: Final = re.compile(
    r"P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,10})(?:\.([0-9]{1,6}))?S)?)?"
)


def word_uuid(scope: str, word: str) -> str:
    """The uuid that a word stands for within one scenario or story: always the same one."""
    return str(uuid5(_NAMESPACE, f"{scope}/{word}"))


def duration(text: str) -> timedelta | None:
    """``48h``, ``1d12h``, ``90s`` or ISO 8601 (``PT48H``) as a duration; ``None`` when it is neither."""
    if text and (found := _DURATION.fullmatch(text)):
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return _bounded(timedelta, weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if text not in ("P", "PT") and not text.endswith("T") and (found := _ISO_DURATION.fullmatch(text)):
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[:4])
        micro = int((found[5] or "").ljust(6, "0")) if found[5] else 0
        return _bounded(timedelta, days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=micro)
    return None


def _bounded(make: Callable[..., timedelta], **parts: int) -> timedelta | None:
    try:
        return make(**parts)
    except OverflowError:
        return None


def duration_text(value: timedelta) -> str:
    """A duration as it travels: ISO 8601 with days and seconds, ``P1DT7200.5S``, ``PT0S`` for none."""
    seconds = f"{value.seconds}.{value.microseconds:06d}".rstrip("0").rstrip(".")
    days = f"{value.days}D" if value.days else ""
    return f"P{days}" if days and seconds == "0" else f"P{days}T{seconds}S"


def _int(node: Node) -> int | None:
    value = node.json()
    return value if isinstance(value, int) and not isinstance(value, bool) and value in INT_64 else None


def _float(node: Node) -> float | None:
    value = node.json()
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _decimal(node: Node) -> Decimal | None:
    return Decimal(node.text) if _DECIMAL.fullmatch(node.text) else None


def _date(node: Node) -> date | None:
    try:
        return date.fromisoformat(node.text) if _DATE.fullmatch(node.text) else None
    except ValueError:
        return None


def _datetime(node: Node) -> datetime | None:
    try:
        return datetime.fromisoformat(node.text).astimezone(UTC) if _DATETIME.fullmatch(node.text) else None
    except (ValueError, OverflowError):
        return None


def _bool(node: Node) -> bool | None:
    value = node.json()
    return value if isinstance(value, bool) else None


def _bytes(node: Node) -> bytes | None:
    try:
        return base64.b64decode(node.text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _uuid(node: Node) -> UUID | None:
    return UUID(node.text) if _UUID.fullmatch(node.text) else None


VALUES: Final[dict[str, Callable[[Node], object]]] = {
    "text": lambda node: node.text,
    "int": _int,
    "float": _float,
    "decimal": _decimal,
    "bool": _bool,
    "uuid": _uuid,
    "date": _date,
    "datetime": _datetime,
    "duration": lambda node: duration(node.text),
    "bytes": _bytes,
}
"""For each primitive, the value that a scalar stands for; ``None`` when it is none of that type."""

HOW: Final[dict[str, str]] = {
    "text": "a text",
    "int": "a whole number, such as 12",
    "float": "a number, such as 1.5",
    "decimal": "a decimal number, such as 12.50",
    "bool": "true or false",
    "uuid": "a uuid, or a word such as o1 that stands for one",
    "date": "a date, such as 2026-01-31",
    "datetime": "a time in UTC, such as 2026-01-31T12:00:00Z",
    "duration": "a duration, such as 48h or 1d12h",
    "bytes": "bytes in base64",
    "json": "any value",
}
"""How each primitive is written, for messages."""


def bound(base: str, node: Node) -> Bound | None:
    """The value of ``min`` or ``max`` for a primitive that has an order; ``None`` when it is no such value."""
    if not isinstance(node.value, str):
        return None
    value = VALUES[base](node)
    return value if isinstance(value, int | float | Decimal | date | timedelta) else None


def written(value: object) -> str:
    """A value of a primitive as a person writes it in a catalogue."""
    if not isinstance(value, timedelta):
        return str(travelling(value))
    seconds = value.days * 86_400 + value.seconds
    parts: list[str] = []
    for unit, length in (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)):
        count, seconds = divmod(seconds, length)
        parts += [f"{count}{unit}"] if count else []
    return "".join(parts) if parts and not value.microseconds else duration_text(value)


def travelling(value: object) -> Json:
    """A value of a primitive as plain JSON."""
    match value:
        case bool() | int() | float() | str():
            return value
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date() | UUID():
            return str(value)
        case timedelta():
            return duration_text(value)
        case bytes():
            return base64.b64encode(value).decode("ascii")
        case _:
            raise TypeError(f"{type(value)} is no value of a primitive")
