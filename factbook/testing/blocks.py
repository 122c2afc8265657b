"""Whole values out of few choices: what makes generated strategies fast.

Hypothesis takes some 50 µs for each choice that it draws, keeps and may change, so a strategy that draws every field by
itself spends its time there. Here, what a value is made of stands in one block of bytes, which is a single choice: a
byte for a field, as a rule, which picks one out of a table of plain values, ends and others. Only now and then a byte
says that the value is to be drawn at large, as a choice of its own.

It shrinks well because Hypothesis makes every byte as small as it can, and a smaller byte always picks something
plainer; and because a value drawn at large is one choice more, so that it only stays where no value of the table does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain, cycle, islice
from typing import Any, Final, TypeAlias
from weakref import WeakKeyDictionary

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

__all__ = ["WIDEST", "Plan", "Read", "at_large", "chosen", "numbers", "picked", "plan_of", "planned"]

Read: TypeAlias = Callable[[bytes, int, st.DrawFn], Any]
"""Makes a value of the bytes of a block from a place on; what is not in the block is drawn."""

WIDEST: Final = 160
"""How many bytes lists and maps may take for themselves; those of wider items are drawn item by item."""

_BYTE: Final = 256
_DENSE: Final = 128
_OFTEN: Final = 8
_AT_LARGE: Final = 20


@frozen
class Plan:
    """How a value is read from a block: how many bytes it takes, and what makes it of them."""

    width: int
    read: Read


@frozen
class _Drawn:
    """An entry of a table that says: draw it at large."""

    strategy: SearchStrategy[Any]


_PLANS: Final[WeakKeyDictionary[SearchStrategy[Any], Plan]] = WeakKeyDictionary()


def planned(plan: Plan) -> SearchStrategy[Any]:
    """The strategy of a plan; where it becomes a part of something larger, the larger block has its bytes."""
    strategy = _read(plan)
    _PLANS[strategy] = plan
    return strategy


@st.composite
def _read(draw: st.DrawFn, plan: Plan) -> Any:
    return plan.read(draw(_bytes(plan.width)) if plan.width else b"", 0, draw)


@cache
def _bytes(width: int) -> SearchStrategy[bytes]:
    return st.binary(min_size=width, max_size=width)


def plan_of(strategy: SearchStrategy[Any]) -> Plan:
    """The plan of a strategy; any that has none is drawn as it is."""
    known = _PLANS.get(strategy)
    return known if known is not None else Plan(0, lambda block, at, draw: draw(strategy))


def at_large(strategy: SearchStrategy[Any], count: int = _AT_LARGE) -> list[Any]:
    """Entries for the end of a table: of 256 draws, ``count`` are left to ``strategy``."""
    return [_Drawn(strategy)] * count


def picked(values: Iterable[Any], rest: Sequence[Any] = (), often: int = _BYTE) -> Plan:
    """One of at most 128 values, the plainest first; the first ``often`` of them come up again and again.

    ``rest`` are the last entries of the table.
    """
    given = list(values)
    free = _BYTE - len(rest)
    table = [*islice(chain(given, cycle(given[:often])), free), *rest]
    if not rest:
        return Plan(1, lambda block, at, draw: table[block[at]])

    def read(block: bytes, at: int, draw: st.DrawFn) -> Any:
        value = table[block[at]]
        return draw(value.strategy) if value.__class__ is _Drawn else value

    return Plan(1, read)


def chosen(values: Sequence[Any]) -> Plan:
    """One of some values, the first and the last a little more often than others."""
    if len(values) > _DENSE:
        strategy = st.sampled_from(values)
        return Plan(0, lambda block, at, draw: draw(strategy))
    return picked(values, [values[0], values[-1]] * 16)


def numbers(low: int, high: int, make: Callable[[int], Any]) -> Plan:
    """What ``make`` makes of a whole number: mostly of one near 0, often of an end, and sometimes of any.

    Without a gap from the plainest on, so that the smallest number that fails is found.
    """
    origin = min(max(low, 0), high)
    near = [number for step in range(_DENSE) for number in dict.fromkeys((origin + step, origin - step))]
    near = [number for number in near if low <= number <= high][:_DENSE]
    values = list(map(make, near))
    span = high - low + 1
    if span <= len(near):
        return picked(values, [make(low), make(high)] * 16)

    def within(number: int) -> Any:
        return make(min(max(number, low), high))

    # Hypothesis draws large numbers too rarely for ends to come up by themselves: what is ``past`` an end comes to it.
    # It is one of ``wide``, too, which stands before it in the table: so on the way to the plainest there is no gap.
    beyond = 8 * span
    least, most = low if origin == low else low - beyond, high if origin == high else high + beyond
    wide = at_large(st.integers(least, most).map(within), _AT_LARGE // 4)
    past = [st.integers(start, end) for start, end in ((high, most), (least, low)) if start < end]
    rest = at_large(st.integers(low, high).map(make))
    for one in past:
        rest += wide + at_large(one.map(within), _AT_LARGE // len(past))
    return picked(values, rest, _OFTEN)
