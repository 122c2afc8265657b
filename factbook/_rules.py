"""The rules of the primitive types and of the words that narrow them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias
from uuid import UUID

__all__ = ["Rule", "Rules"]


class Rule(NamedTuple):
    """A Python expression that is true of a fitting value, and the end of a sentence about a value that does not fit.

    In ``test`` stand ``{v}`` for the value, ``{a}`` for ``argument``, and the names of :data:`NAMES`. A rule may rely
    on the rules before it.
    """

    test: str
    says: str
    argument: object = None

    def holds(self, value: object) -> bool:
        """Whether a value that fulfils the rules before this one fulfils this one."""
        return bool(_compiled(self.test)(value, self.argument))


Rules: TypeAlias = tuple[Rule, ...]


@lru_cache(maxsize=256)
def _compiled(test: str) -> Any:
    return eval(f"lambda v, a: {test.format(v='v', a='a')}", dict(NAMES))  # tests are constants of this package


# Help for tests ------------------------------------------------------------------------------------------------------


def _writable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _exact(value: object) -> bool:
    """Whether a float holds this value: type checkers take an ``int`` where a ``float`` is wanted."""
    if isinstance(value, float):
        return True
    try:
        return isinstance(value, int) and not isinstance(value, bool) and float(value) == value
    except OverflowError:
        return False


def _places(value: Decimal) -> int:
    """How many digits stand after the point, without zeros at the end."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int), "the value is finite"
    if exponent >= 0:
        return 0
    return len(format(value, "f").partition(".")[2].rstrip("0"))


def _digits(value: Decimal) -> int:
    """How many digits there are, without a zero before the point and zeros at the end after it."""
    return _places(value) + max(value.adjusted() + 1 if value else 0, 0)


def _json(value: Any) -> bool:
    """Whether this is a plain JSON value: no number that JSON cannot write, no key that is no text, not too deep."""
    try:
        return _plain(value)
    except RecursionError:
        return False


def _plain(value: Any) -> bool:
    kind: type[Any] = value.__class__
    if value is None or kind is bool or kind is int:
        return True
    if kind is str:
        return _writable(value)
    if kind is float:
        return bool(-_MOST_FLOAT <= value <= _MOST_FLOAT)
    if kind is list:
        return all(map(_plain, value))
    return kind is dict and all(key.__class__ is str and _plain(key) and _plain(part) for key, part in value.items())


_MOST_FLOAT: Final = 1.7976931348623157e308

NAMES: Final[Mapping[str, object]] = {
    "_bool": bool,
    "_bytes": bytes,
    "_date": date,
    "_datetime": datetime,
    "_decimal": Decimal,
    "_dict": dict,
    "_digits": _digits,
    "_exact": _exact,
    "_float": float,
    "_int": int,
    "_isinstance": isinstance,
    "_json": _json,
    "_len": len,
    "_mapping": Mapping,
    "_places": _places,
    "_str": str,
    "_timedelta": timedelta,
    "_tuple": tuple,
    "_type": type,
    "_utc": UTC,
    "_uuid": UUID,
    "_whole": _whole,
    "_writable": _writable,
    "_zero": timedelta(0),
}
"""What tests may name. They begin with an underscore, which no field does, so a field called ``type`` hides nothing."""


# The types -----------------------------------------------------------------------------------------------------------

TEXT: Final = (
    Rule("_isinstance({v}, _str)", "is no text"),
    Rule("({v}.isascii() or _writable({v}))", "has half of a surrogate pair, which no encoding can write"),
)
INT: Final = (
    Rule("(_type({v}) is _int or _whole({v}))", "is no whole number"),
    Rule("-9223372036854775808 <= {v} <= 9223372036854775807", "does not fit into 64 bits"),
)
FLOAT: Final = (
    Rule("(_type({v}) is _float or _exact({v}))", "is no number that a float holds"),
    Rule(f"-{_MOST_FLOAT!r} <= {{v}} <= {_MOST_FLOAT!r}", "is not finite"),
)
BOOL: Final = (Rule("({v} is True or {v} is False)", "is neither true nor false"),)
DECIMAL: Final = (
    Rule("_isinstance({v}, _decimal)", "is no decimal"),
    Rule("{v}.is_finite()", "is not finite"),
)
UUID_: Final = (Rule("_isinstance({v}, _uuid)", "is no uuid"),)
DATE: Final = (Rule("(_isinstance({v}, _date) and not _isinstance({v}, _datetime))", "is no date"),)
DATETIME: Final = (
    Rule("_isinstance({v}, _datetime)", "is no time"),
    Rule("({v}.tzinfo is _utc or {v}.utcoffset() == _zero)", "is not in UTC"),
)
DURATION: Final = (
    Rule("_isinstance({v}, _timedelta)", "is no duration"),
    Rule("{v} >= _zero", "is negative"),
)
BYTES: Final = (Rule("_isinstance({v}, _bytes)", "is no bytes"),)
TUPLE: Final = Rule("_isinstance({v}, _tuple)", "is no tuple")
MAPPING: Final = Rule("(_type({v}) is _dict or _isinstance({v}, _mapping))", "is no mapping")
JSON: Final = Rule("_json({v})", "is no plain JSON value")


# The words -----------------------------------------------------------------------------------------------------------


def _said(bound: object) -> str:
    return format(bound, "f") if isinstance(bound, Decimal) else str(bound)


def at_least(bound: Any) -> Rules:
    """Nothing below ``bound``."""
    return () if bound is None else (Rule("{v} >= {a}", f"is less than {_said(bound)}", bound),)


def at_most(bound: Any) -> Rules:
    """Nothing above ``bound``."""
    return () if bound is None else (Rule("{v} <= {a}", f"is more than {_said(bound)}", bound),)


def not_shorter(length: int | None) -> Rules:
    """At least so many characters, bytes, items or entries."""
    return () if not length else (Rule("_len({v}) >= {a}", f"is shorter than {length}", length),)


def not_longer(length: int | None) -> Rules:
    """At most so many characters, bytes, items or entries."""
    return () if length is None else (Rule("_len({v}) <= {a}", f"is longer than {length}", length),)


def sized(total: int | None, places: int | None) -> Rules:
    """Decimals of at most ``total`` digits, at most ``places`` of them after the point."""
    rules: list[Rule] = []
    if places is not None:
        quantum = Decimal(1).scaleb(-places)
        test = "({v}.same_quantum({a}[0]) or _places({v}) <= {a}[1])"  # most decimals have just as many as they may
        rules.append(Rule(test, f"has more than {places} places", (quantum, places)))
    if total is not None and places is not None:
        limit = Decimal(1).scaleb(total - places)
        said = f"has more than {total - places} digits before the point"
        rules.append(Rule("-{a} < {v} < {a}", said, limit))
    elif total is not None:
        rules.append(Rule("_digits({v}) <= {a}", f"has more than {total} digits", total))
    return tuple(rules)


def matching(pattern: str, says: str) -> Rules:
    """Texts that match as a whole."""
    return (Rule("{a}({v})", says, re.compile(pattern).fullmatch),)
