"""Building blocks of generated Hypothesis strategies: values that are valid by construction, never filtered.

Generated ``strategies.py`` modules are made of these. Three things are done on purpose: identities come from a small
pool, so that the messages of a history speak about the same things; bounds and the ends of ranges come up often,
because that is where rules break; and everything shrinks towards the plainest value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeVar, cast
from uuid import UUID, uuid5

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

__all__ = [
    "SearchStrategy",
    "binary",
    "boolean",
    "day",
    "decimal",
    "duration",
    "floating",
    "identity",
    "integer",
    "json",
    "later",
    "many",
    "mapping",
    "maybe",
    "message",
    "moment",
    "one_of",
    "text",
    "uuid",
    "word",
]

T = TypeVar("T")
K = TypeVar("K")
E = TypeVar("E", bound=Enum)

POOL: Final = 4
"""How many identities of one kind a history speaks about: enough to mix them up, few enough to meet again."""

_NAMESPACE: Final = UUID("0e7b0a5e-52d6-5c1c-9a0e-6b0c9f7f1a11")
_NOON: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
_FAR: Final = timedelta(days=3650)
_MICROSECOND: Final = timedelta(microseconds=1)
_ONE_SECOND: Final = timedelta(seconds=1)
_WORDS: Final = ("text", "", " ", "Ä", "two words", "<b>&amp;</b>", "'; --", "line\nbreak", "\u202eright to left", "0")


def identity(kind: Callable[[Any], T], *pool: Any) -> SearchStrategy[T]:
    """One of a few identities; ``kind`` makes it of the plain value. Without a ``pool``, ``kind`` is of a uuid."""
    values = pool or tuple(uuid5(_NAMESPACE, f"{getattr(kind, '__name__', '')}/{number}") for number in range(POOL))
    return st.sampled_from([kind(value) for value in values])


def uuid() -> SearchStrategy[UUID]:
    """Any uuid, often one that came up before."""
    return st.sampled_from([uuid5(_NAMESPACE, str(number)) for number in range(POOL)]) | st.uuids()


def text(
    min: int = 0,  # noqa: A002  # the word of the catalogue
    max: int | None = None,  # noqa: A002  # the word of the catalogue
    pattern: str | None = None,
    often: Sequence[str] = (),
) -> SearchStrategy[str]:
    """Texts of ``min`` to ``max`` characters, or that match ``pattern``; those in ``often`` come up again and again.

    Texts are what JSON can carry: no lone surrogates.
    """
    quickly = [one for one in often or _WORDS if len(one) >= min and (max is None or len(one) <= max)]
    if pattern is not None:
        any_text = _matching(pattern, min, max)
        quickly = [one for one in quickly if one in often]
    else:
        any_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=min, max_size=max)
    ends = [fill * size for fill in "aÄ" for size in (min, max) if size and size <= 1000] if pattern is None else []
    # Most draws are one of these: a text drawn character by character takes ten times as long as anything else.
    quick = [st.sampled_from(choices) for choices in (quickly, [*quickly, *ends]) if choices]
    return st.one_of(*quick, any_text)


def _matching(pattern: str, least: int, most: int | None) -> SearchStrategy[str]:
    found = st.from_regex(f"(?:{pattern})", fullmatch=True)
    if least == 0 and most is None:
        return found
    return found.filter(lambda one: len(one) >= least and (most is None or len(one) <= most))


def integer(min: int | None = None, max: int | None = None) -> SearchStrategy[int]:  # noqa: A002  # as in the catalogue
    """Whole numbers from ``min`` to ``max``; without bounds, those that fit into 64 bits.

    Hypothesis makes the ends of a range likely by itself (about one draw in twenty).
    """
    return st.integers(-(2**63) if min is None else min, 2**63 - 1 if max is None else max)


def floating(min: float | None = None, max: float | None = None) -> SearchStrategy[float]:  # noqa: A002  # as above
    """Finite floating point numbers."""
    return st.floats(min, max, allow_nan=False, allow_infinity=False)


def decimal(
    min: Decimal | None = None,  # noqa: A002  # as above
    max: Decimal | None = None,  # noqa: A002  # as above
    digits: int | None = None,
    places: int | None = None,
) -> SearchStrategy[Decimal]:
    """Decimals of at most ``digits`` digits, ``places`` of them after the point; drawn as whole numbers and shifted."""
    shift = places if places is not None else digits - 1 if digits is not None and digits < 3 else 2
    whole = (digits if digits is not None else 18) - (shift if places is not None else 0)
    largest = Decimal(10) ** whole - Decimal(1).scaleb(-shift)
    low = -largest if min is None or min < -largest else min
    high = largest if max is None or max > largest else max
    start, end = _up(low, shift), _down(high, shift)
    if digits is not None and places is None:
        start, end = builtin_max(start, -(10**digits - 1)), builtin_min(end, 10**digits - 1)
    return integer(start, end).map(lambda number: Decimal(number).scaleb(-shift))


builtin_max: Final = max
builtin_min: Final = min


def _up(value: Decimal, shift: int) -> int:
    scaled = value.scaleb(shift)
    return int(scaled) + (scaled > int(scaled))


def _down(value: Decimal, shift: int) -> int:
    scaled = value.scaleb(shift)
    return int(scaled) - (scaled < int(scaled))


def boolean() -> SearchStrategy[bool]:
    """``False`` or ``True``."""
    return st.booleans()


def day(min: date | None = None, max: date | None = None) -> SearchStrategy[date]:  # noqa: A002  # as above
    """Dates, around the one that examples use when there are no bounds."""
    low, high = _span(min, max, _NOON.date(), _FAR, date.min, date.max)
    return integer(0, (high - low).days).map(lambda days: low + timedelta(days=days))


def moment(min: datetime | None = None, max: datetime | None = None) -> SearchStrategy[datetime]:  # noqa: A002  # as above
    """Times in UTC, to the microsecond, around the one that examples use when there are no bounds."""
    low, high = _span(min, max, _NOON, _FAR, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    return integer(0, (high - low) // _MICROSECOND).map(lambda count: low + count * _MICROSECOND)


def duration(min: timedelta | None = None, max: timedelta | None = None) -> SearchStrategy[timedelta]:  # noqa: A002  # as above
    """Durations, to the second."""
    low = timedelta(0) if min is None and (max is None or max >= timedelta(0)) else min if min is not None else max
    assert low is not None
    high = max if max is not None else low + timedelta(days=30)
    return integer(0, (high - low) // _ONE_SECOND).map(lambda count: low + count * _ONE_SECOND)


def _span(low: Any, high: Any, middle: Any, far: timedelta, least: Any, most: Any) -> tuple[Any, Any]:
    """Two ends: those given, and where one is missing, something reasonable."""
    if low is None and high is None:
        return middle, middle + far
    if low is None:
        return (high - far if high - least > far else least), high
    if high is None:
        return low, (low + far if most - low > far else most)
    return low, high


def binary(min: int = 0, max: int | None = None) -> SearchStrategy[bytes]:  # noqa: A002  # as above
    """Bytes of ``min`` to ``max`` length."""
    return st.binary(min_size=min, max_size=builtin_max(min, 64) if max is None else max)


def json() -> SearchStrategy[Any]:
    """Any JSON value, not deep."""
    leaf = st.none() | st.booleans() | integer(-(2**53), 2**53) | floating() | text(max=20)
    return st.recursive(
        leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text(max=8), inner, max_size=3), max_leaves=6
    )


def word(kind: type[E]) -> SearchStrategy[E]:
    """A word of an enum; the first and the last as often as all others."""
    return st.sampled_from(kind)


def many(item: SearchStrategy[T], min: int = 0, max: int | None = None) -> SearchStrategy[tuple[T, ...]]:  # noqa: A002  # as above
    """Lists of ``min`` to ``max`` items, mostly short ones."""
    few = min + 2 if max is None else builtin_min(max, min + 2)
    short = st.lists(item, min_size=min, max_size=few)
    if max is None or few == max or max > 100:
        return short.map(_tuple)
    full = st.lists(item, min_size=max, max_size=max)
    return _ONE_IN_16.flatmap(lambda rarely: full if rarely else short).map(_tuple)


_ONE_IN_16: Final = st.sampled_from([*[False] * 15, True])


def _tuple(items: list[T]) -> tuple[T, ...]:
    return tuple(items)


def mapping(
    key: SearchStrategy[K],
    value: SearchStrategy[T],
    min: int = 0,  # noqa: A002  # as above
    max: int | None = None,  # noqa: A002  # as above
) -> SearchStrategy[Mapping[K, T]]:
    """Maps of ``min`` to ``max`` entries, mostly small ones."""
    few = min + 3 if max is None else builtin_min(max, min + 3)
    return cast(SearchStrategy[Mapping[K, T]], st.dictionaries(key, value, min_size=min, max_size=few))


def maybe(value: SearchStrategy[T]) -> SearchStrategy[T | None]:
    """The value, or nothing."""
    return st.none() | value


def later(definition: Callable[[], SearchStrategy[T]]) -> SearchStrategy[T]:
    """What a function answers, asked for when it is needed: for types that hold values of themselves."""
    return st.deferred(definition)


def one_of(*records: SearchStrategy[T]) -> SearchStrategy[T]:
    """One of several records."""
    return st.one_of(*records)


def message(
    kind: type[T], overrides: Mapping[str, SearchStrategy[Any]], /, **fields: SearchStrategy[Any]
) -> SearchStrategy[T]:
    """Instances of ``kind``, each field drawn by its strategy or by the one that ``overrides`` names.

    Raises ``TypeError`` when ``overrides`` names a field that there is not.
    """
    if unknown := sorted(set(overrides) - set(fields)):
        raise TypeError(f"{kind.__name__} has no field {unknown[0]}; its fields: {', '.join(fields)}")
    return st.builds(kind, **{**fields, **overrides})
