"""Building blocks of generated Hypothesis strategies: values that are valid by construction, never filtered.

Generated ``strategies.py`` modules are made of these. Three things are done on purpose: identities come from a small
pool, so that the messages of a history speak about the same things; bounds and the ends of ranges come up often,
because that is where rules break; and everything shrinks towards the plainest value. A whole message takes few choices
of Hypothesis (:mod:`~factbook.testing.blocks`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Final, TypeVar, cast
from uuid import UUID, uuid5

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from .blocks import WIDEST, Plan, Read, at_large, chosen, numbers, picked, plan_of, planned

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
_FIRST: Final = datetime.min.replace(tzinfo=UTC)
_LAST: Final = datetime.max.replace(tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_ONE_SECOND: Final = timedelta(seconds=1)
_DAY: Final = timedelta(days=1)
_DAYS: Final = tuple(timedelta(days=days) for days in (0, 1, 2, 7, 30, 31, 365, 366))
_TIMES: Final = (*(timedelta(seconds=n) for n in (0, 1, 60, 3600, 86_399)), *_DAYS[1:], timedelta(microseconds=1))
_LONG: Final = 300
_WORDS: Final = ("text", "", " ", "Ä", "two words", "<b>&amp;</b>", "'; --", "line\nbreak", "\u202eright to left", "0")


def identity(kind: Callable[[Any], T], *pool: Any) -> SearchStrategy[T]:
    """One of a few identities; ``kind`` makes it of the plain value. Without a ``pool``, ``kind`` is of a uuid."""
    values = pool or tuple(uuid5(_NAMESPACE, f"{getattr(kind, '__name__', '')}/{number}") for number in range(POOL))
    return planned(picked([kind(value) for value in values]))


def uuid() -> SearchStrategy[UUID]:
    """Any uuid, often one that came up before."""
    return _uuid()


@cache
def _uuid() -> SearchStrategy[UUID]:
    return planned(picked([uuid5(_NAMESPACE, str(number)) for number in range(POOL)], at_large(st.uuids(), 64)))


def text(
    min: int = 0,  # noqa: A002  # the word of the catalogue
    max: int | None = None,  # noqa: A002  # the word of the catalogue
    pattern: str | None = None,
    often: Sequence[str] = (),
) -> SearchStrategy[str]:
    """Texts of ``min`` to ``max`` characters, or that match ``pattern``; those in ``often`` come up again and again.

    So do those that are near them, the shortest and the longest among them. Texts are what JSON can carry: no lone
    surrogates.
    """
    return _text(min, max, pattern, tuple(often))


@cache
def _text(least: int, most: int | None, pattern: str | None, often: tuple[str, ...]) -> SearchStrategy[str]:
    def fits(one: str) -> bool:
        return len(one) >= least and (most is None or len(one) <= most)

    if pattern is not None:
        any_text = st.from_regex(f"(?:{pattern})", fullmatch=True)
        if least > 0 or most is not None:
            any_text = any_text.filter(fits)
        admits = re.compile(pattern).fullmatch
        plain = list(dict.fromkeys(_alike([one for one in often if fits(one)], lambda one: fits(one) and admits(one))))
    else:
        any_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=least, max_size=most)
        ends = [fill * size for fill in "aÄ" for size in (least, most) if size and size <= 1000]
        plain = list(dict.fromkeys([*filter(fits, often or _WORDS), *ends]))
    if not plain:
        return any_text
    # A text that is drawn at large takes ten times as long as anything else.
    return planned(picked(plain, at_large(any_text, 16 if pattern is None else 6)))


def _alike(seeds: Sequence[str], fits: Callable[[str], object]) -> Iterator[str]:
    """Texts that fit, and some near them that fit as well: with another letter, the shortest, the longest."""
    yield from seeds
    for seed in seeds[:1]:
        shortest = _changed(seed, lambda text, at: text[:at] + text[at + 1 :], fits)
        longest = _changed(seed, lambda text, at: text[:at] + text[at] + text[at:], fits)
        yield shortest
        yield longest
        for at in range(len(seed))[-6:]:
            yield from [one for letter in "0aZ9-" if fits(one := seed[:at] + letter + seed[at + 1 :])]


def _changed(text: str, change: Callable[[str, int], str], fits: Callable[[str], object]) -> str:
    """A text after as many changes as it takes until no other fits, at most some hundred characters long."""
    at = len(text) - 1
    while at >= 0 and len(text) < _LONG:
        changed = change(text, at)
        if fits(changed):
            text, at = changed, builtin_min(at, len(changed) - 1)
        else:
            at -= 1
    return text


def integer(min: int | None = None, max: int | None = None) -> SearchStrategy[int]:  # noqa: A002  # as in the catalogue
    """Whole numbers from ``min`` to ``max``; without bounds, those that fit into 64 bits."""
    return _integer(-(2**63) if min is None else min, 2**63 - 1 if max is None else max)


@cache
def _integer(low: int, high: int) -> SearchStrategy[int]:
    return planned(numbers(low, high, int))


def floating(min: float | None = None, max: float | None = None) -> SearchStrategy[float]:  # noqa: A002  # as above
    """Finite floating point numbers."""
    return _floating(min, max)


@cache
def _floating(low: float | None, high: float | None) -> SearchStrategy[float]:
    def fits(one: float) -> bool:
        return (low is None or low <= one) and (high is None or one <= high)

    ends = [float(end) for end in (low, high) if end is not None]
    plain = list(dict.fromkeys([*filter(fits, (0.0, 1.0, 2.0, 0.5, 0.1, -1.0, 1e6, 1e-9)), *ends]))
    any_number = st.floats(low, high, allow_nan=False, allow_infinity=False)
    return planned(picked(plain, at_large(any_number, 40))) if plain else any_number


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
    return _decimal(start, end, shift)


@cache
def _decimal(start: int, end: int, shift: int) -> SearchStrategy[Decimal]:
    return planned(numbers(start, end, lambda number: Decimal(number).scaleb(-shift)))


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
    return _boolean()


@cache
def _boolean() -> SearchStrategy[bool]:
    return planned(picked((False, True)))


def day(min: date | None = None, max: date | None = None) -> SearchStrategy[date]:  # noqa: A002  # as above
    """Dates, mostly around the one that examples use when there are no bounds."""
    low, high = _span(min, max, _NOON.date(), _FAR, date.min, date.max)
    return _later(low, high, _DAY, _DAYS, min or date.min, max or date.max)


def moment(min: datetime | None = None, max: datetime | None = None) -> SearchStrategy[datetime]:  # noqa: A002  # as above
    """Times in UTC, to the microsecond, mostly around the one that examples use when there are no bounds."""
    low, high = _span(min, max, _NOON, _FAR, _FIRST, _LAST)
    return _later(low, high, _MICROSECOND, _TIMES, min or _FIRST, max or _LAST)


def duration(min: timedelta | None = None, max: timedelta | None = None) -> SearchStrategy[timedelta]:  # noqa: A002  # as above
    """Durations, to the second."""
    low = timedelta(0) if min is None and (max is None or max >= timedelta(0)) else min if min is not None else max
    assert low is not None
    high = max if max is not None else low + timedelta(days=30)
    return _later(low, high, _ONE_SECOND, _TIMES, low, high)


@cache
def _later(
    low: Any, high: Any, step: timedelta, plain: tuple[timedelta, ...], first: Any, last: Any
) -> SearchStrategy[Any]:
    """Points from ``low`` to ``high``, some steps after the first: as many as people speak of, or any number.

    Rarely it is any point from ``first`` to ``last``: what is long ago, or as late as can be, is valid too.
    """
    steps = (high - low) // step
    values = [low + after for after in plain if after < high - low and not after % step]
    any_point = st.integers(0, steps).map(lambda count: low + count * step)
    if (first, last) != (low, high):
        anywhere = st.integers(0, (last - first) // step).map(lambda count: first + count * step)
        any_point = st.one_of(any_point, st.sampled_from((first, last)), anywhere)
    return planned(picked([*values, low + steps * step], at_large(any_point, 40)))


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
    return planned(chosen(list(kind)))


def many(item: SearchStrategy[T], min: int = 0, max: int | None = None) -> SearchStrategy[tuple[T, ...]]:  # noqa: A002  # as above
    """Lists of ``min`` to ``max`` items, mostly short ones."""
    few = min + 2 if max is None else builtin_min(max, min + 2)
    often_full = max is not None and few < max <= 100
    if plan := _slots(plan_of(item), min, few, max if often_full else None):
        return planned(plan)
    short = st.lists(item, min_size=min, max_size=few)
    if not often_full:
        return short.map(_tuple)
    full = st.lists(item, min_size=max or 0, max_size=max)
    return _ONE_IN_16.flatmap(lambda rarely: full if rarely else short).map(_tuple)


_ONE_IN_16: Final = st.sampled_from([*[False] * 15, True])
_HALF: Final = 128
_RARELY: Final = 240


def _slots(item: Plan, least: int, few: int, full: int | None = None) -> Plan | None:
    """A tuple of ``least`` to ``few`` items, each in a place of its own that may be left empty; sometimes ``full``.

    Where too many are left empty, the first of those count after all; so whichever items matter, the others can go.
    ``None`` for items that have no plan, or are too wide for one.
    """
    step = item.width + 1
    if not 0 < item.width * few <= WIDEST:
        return None
    read = item.read

    def items(block: bytes, at: int, draw: st.DrawFn) -> tuple[Any, ...]:
        places = [at + 1 + number * step for number in range(few)]
        taken = [place for place in places if block[place] >= _HALF]
        if len(taken) < least:
            spare = [place for place in places if block[place] < _HALF]
            taken = sorted([*taken, *spare[: least - len(taken)]])
        found = [read(block, place + 1, draw) for place in taken]
        if full is not None and block[at] >= _RARELY:
            found = [found[number % len(found)] if found else read(block, at + 2, draw) for number in range(full)]
        return tuple(found)

    return Plan(1 + few * step, items)


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
    first, second = plan_of(key), plan_of(value)
    pair = Plan(
        first.width + second.width,
        lambda block, at, draw: (first.read(block, at, draw), second.read(block, at + first.width, draw)),
    )
    if min == 0 and (plan := _slots(pair, 0, few)):
        read = plan.read
        return planned(Plan(plan.width, lambda block, at, draw: dict(read(block, at, draw))))
    return cast(SearchStrategy[Mapping[K, T]], st.dictionaries(key, value, min_size=min, max_size=few))


def maybe(value: SearchStrategy[T]) -> SearchStrategy[T | None]:
    """The value, or nothing."""
    plan = plan_of(value)
    read = plan.read
    return planned(
        Plan(1 + plan.width, lambda block, at, draw: read(block, at + 1, draw) if block[at] >= _HALF else None)
    )


def later(definition: Callable[[], SearchStrategy[T]]) -> SearchStrategy[T]:
    """What a function answers, asked for when it is needed: for types that hold values of themselves."""
    return st.deferred(definition)


def one_of(*records: SearchStrategy[T]) -> SearchStrategy[T]:
    """One of several records."""
    plans = [plan_of(record) for record in records]
    count = len(plans)
    width = builtin_max(plan.width for plan in plans)  # they share the bytes: only one of them is there
    return planned(Plan(1 + width, lambda block, at, draw: plans[block[at] % count].read(block, at + 1, draw)))


def message(
    kind: type[T], overrides: Mapping[str, SearchStrategy[Any]], /, **fields: SearchStrategy[Any]
) -> SearchStrategy[T]:
    """Instances of ``kind``, each field drawn by its strategy or by the one that ``overrides`` names.

    Raises ``TypeError`` when ``overrides`` names a field that there is not.
    """
    if unknown := sorted(set(overrides) - set(fields)):
        raise TypeError(f"{kind.__name__} has no field {unknown[0]}; its fields: {', '.join(fields)}")
    drawn = {name: plan_of(strategy) for name, strategy in {**fields, **overrides}.items()}
    if not drawn:
        return st.builds(kind)
    places: list[tuple[str, int, Read]] = []
    width = 0
    for name, plan in drawn.items():
        places.append((name, width, plan.read))
        width += plan.width

    def read(block: bytes, at: int, draw: st.DrawFn) -> T:
        return kind(**{name: part(block, at + place, draw) for name, place, part in places})

    return planned(Plan(width, read))
