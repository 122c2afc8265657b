r"""How values travel: the grammar of every type in JSON, and the way there and back.

The same grammar is written out in the generated JSON Schemas, so a schema alone refuses what :func:`read` refuses.
``N`` is ``0`` or digits that do not begin with ``0``.

========  =============================================================================================================
text      a text; Unicode, so no half of a surrogate pair
bool      ``true`` or ``false``
int       a number without a fraction, from -2**63 to 2**63 - 1 (``1.0`` is ``1``: JSON Schema cannot tell them apart)
float     a number that a double holds; never NaN or infinite
decimal   a text ``-?N(.digits)?``, never a number, never with an exponent: ``"12.50"``, ``"-0.5"``
uuid      a text of 32 hexadecimal digits, upper or lower case, with hyphens after the 8th, 12th, 16th and 20th
date      a text ``YYYY-MM-DD``, a day that exists, from year 0001
datetime  a text ``YYYY-MM-DDTHH:MM:SSZ`` or ``YYYY-MM-DDTHH:MM:SS.fZ`` with one to six digits ``f``: UTC only, ``Z``
          only, no leap second
duration  a text: ``P``, then days ``nD``, then perhaps ``T`` with hours ``nH``, minutes ``nM``, seconds ``nS`` (or
          ``n.fS`` with one to six digits ``f``), each ``n`` an ``N``. At least one of the four is there. The first may
          be as large as it likes (up to 9 digits of days, 10 of hours, 12 of minutes, 13 of seconds); each later one
          is smaller than one of the unit before it that is there: ``PT48H``, ``P2D``, ``P1DT7200.5S``, ``PT1H30M``,
          but not ``PT1H90M``. Never negative.
bytes     a text in base64 (RFC 4648 section 4) with padding, unused bits zero
json      any JSON value
enum      a text, one of its words
record    an object; unknown keys are refused where strangers write, and passed over in what was recorded
union     an object with one key, the record's name: ``{"Card": {…}}``
list      an array
map       an object; its keys are texts as above. So that no two keys mean the same, a uuid is in lower case and an int
          is ``-?N``, without ``-0``.
========  =============================================================================================================

A field without a value is left out or ``null``; both mean the same, and ``null`` is what is written. What is written
is canonical: keys in alphabetical order, no white space, uuids in lower case, durations in days and seconds, times with
six digits of a second or none.
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeAlias, TypeGuard
from uuid import UUID

__all__ = ["KEY_READERS", "READERS", "Json", "Reader", "is_list", "is_object", "shown"]

Json: TypeAlias = Any
"""A plain JSON value: ``dict`` with texts as keys, ``list``, ``str``, ``int``, ``float``, ``bool`` or ``None``."""


def is_list(raw: Json) -> TypeGuard[list[Json]]:
    """Whether this is an array."""
    return isinstance(raw, list)


def is_object(raw: Json) -> TypeGuard[dict[str, Json]]:
    """Whether this is an object."""
    return isinstance(raw, dict)


class Reader(NamedTuple):
    """``read`` turns a JSON value into a value of a type; if it is none, ``read`` answers ``None``, and ``says`` is the
    end of a sentence about it."""

    read: Callable[[Any], Any]
    says: str


_NUMBER: Final = "(?:0|[1-9][0-9]*)"
_DECIMAL: Final = re.compile(rf"-?{_NUMBER}(?:\.[0-9]+)?")
_UUID: Final = re.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_DATE: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME: Final = re.compile(
    rf"{_DATE.pattern}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{{1,6}})?Z",
)
_DURATION: Final = re.compile(
    rf"P(?=.)(?:(?P<days>{_NUMBER})D)?"
    rf"(?:T(?=.)(?:(?P<hours>{_NUMBER})H)?(?:(?P<minutes>{_NUMBER})M)?(?:(?P<seconds>{_NUMBER})(?:\.(?P<part>[0-9]{{1,6}}))?S)?)?"
)
_UNITS: Final = (("days", 86400, 9), ("hours", 3600, 10), ("minutes", 60, 12), ("seconds", 1, 13))
"""The units of a duration: seconds in each, and how many digits it may have where it comes first."""


def _text(raw: Json) -> str | None:
    return raw if isinstance(raw, str) else None


def _bool(raw: Json) -> bool | None:
    return raw if isinstance(raw, bool) else None


def _int(raw: Json) -> int | None:
    if isinstance(raw, float):
        return int(raw) if raw.is_integer() else None
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else None


def _float(raw: Json) -> float | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    try:
        return float(raw)
    except OverflowError:
        return None


def _decimal(raw: Json) -> Decimal | None:
    return Decimal(raw) if isinstance(raw, str) and _DECIMAL.fullmatch(raw) else None


def _uuid(raw: Json) -> UUID | None:
    return UUID(raw) if isinstance(raw, str) and _UUID.fullmatch(raw) else None


def _date(raw: Json) -> date | None:
    if not isinstance(raw, str) or not _DATE.fullmatch(raw):
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def _datetime(raw: Json) -> datetime | None:
    if not isinstance(raw, str) or not _DATETIME.fullmatch(raw):
        return None
    try:
        return datetime.fromisoformat(raw)
    except ValueError:
        return None


def _duration(raw: Json) -> timedelta | None:
    found = _DURATION.fullmatch(raw) if isinstance(raw, str) else None
    if found is None:
        return None
    whole, larger = 0, 0
    for name, unit, longest in _UNITS:
        if (number := found[name]) is None:
            continue
        if len(number) > longest or (larger and int(number) * unit >= larger):
            return None
        whole, larger = whole + int(number) * unit, unit
    return timedelta(seconds=whole, microseconds=int((found["part"] or "").ljust(6, "0")))


def _bytes(raw: Json) -> bytes | None:
    if not isinstance(raw, str):
        return None
    try:
        value = b64decode(raw, validate=True)
    except (binascii.Error, ValueError):
        return None
    return value if b64encode(value).decode() == raw else None


READERS: Final[Mapping[type[Any], Reader]] = {
    str: Reader(_text, "is no text"),
    bool: Reader(_bool, "is neither true nor false"),
    int: Reader(_int, "is no whole number"),
    float: Reader(_float, "is no number"),
    Decimal: Reader(_decimal, 'is no decimal: write a text such as "12.50"'),
    UUID: Reader(_uuid, 'is no uuid: write a text such as "6e8bc430-9c3a-41d9-9669-0800200c9a66"'),
    date: Reader(_date, 'is no day: write a text such as "2026-01-31"'),
    datetime: Reader(_datetime, 'is no time in UTC: write a text such as "2026-01-31T12:00:00Z"'),
    timedelta: Reader(_duration, 'is no duration: write a text such as "PT48H" or "P1DT30M"'),
    bytes: Reader(_bytes, "is no text in base64"),
}
"""How a value of each primitive is read."""


# Keys of maps --------------------------------------------------------------------------------------------------------

_INT_KEY: Final = re.compile("0|-?[1-9][0-9]{0,18}")


def _int_key(raw: Json) -> int | None:
    return int(raw) if isinstance(raw, str) and _INT_KEY.fullmatch(raw) else None


def _uuid_key(raw: Json) -> UUID | None:
    return None if isinstance(raw, str) and raw != raw.lower() else _uuid(raw)


KEY_READERS: Final[Mapping[type[Any], Reader]] = {
    str: READERS[str],
    int: Reader(_int_key, "is no whole number"),
    UUID: Reader(_uuid_key, "is no uuid in lower case"),
    date: READERS[date],
}
"""How the key of a map is read."""


# Showing -------------------------------------------------------------------------------------------------------------

_WIDTH: Final = 60


def shown(raw: Json) -> str:
    """A JSON value in a sentence for people, on one line and cut short."""
    if is_list(raw):
        return f"a list of {len(raw)}"
    if is_object(raw):
        return f"an object of {len(raw)}"
    match raw:
        case str():
            return json.dumps(raw if len(raw) <= _WIDTH else f"{raw[: _WIDTH - 1]}…", ensure_ascii=False)
        case None | bool():
            return json.dumps(raw)
        case int():
            return str(raw) if -(10**_WIDTH) < raw < 10**_WIDTH else "a number of very many digits"
        case float():
            return repr(raw)
        case _:
            return f"a {type(raw).__name__}, which is no JSON value,"
