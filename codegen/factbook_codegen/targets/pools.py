"""A few values of a type that fit together: what the messages of a generated history speak about again and again."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

from ..formats import EXAMPLES, FORMATS
from ..model import ABSENT, Constraints, Primitive, SimpleType
from ..reading import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["pool", "texts"]

_LETTERS = "123456789BCDEFGHbcdefgh0Aa"


def pool(definition: SimpleType, count: int) -> tuple[str | int, ...]:
    """Up to ``count`` different valid values of a type of texts or whole numbers, as they travel, its example first.

    Empty for other types, and where none can be made up.
    """
    constraints = definition.effective
    if definition.base == Primitive("int"):
        low = constraints.min if isinstance(constraints.min, int) else 1
        high = constraints.max if isinstance(constraints.max, int) else low + count
        given = [definition.example] if isinstance(definition.example, int) else []
        return tuple(dict.fromkeys([*given, *range(low, min(high, low + count) + 1)]))[:count]
    if definition.base != Primitive("text"):
        return ()
    return texts(constraints, None if definition.example is ABSENT else str(definition.example), count)


@lru_cache(maxsize=4096)
def texts(constraints: Constraints, example: str | None, count: int) -> tuple[str, ...]:
    """Up to ``count`` different texts that constraints allow, the example first if there is one."""
    pattern = constraints.pattern or FORMATS.get(constraints.format or "") or r"[\s\S]*"
    least = constraints.min if isinstance(constraints.min, int) else 0
    most = constraints.max if isinstance(constraints.max, int) else 10_000
    if example is not None:
        first = example
    elif constraints.format is not None:
        first = EXAMPLES[constraints.format]
    elif constraints.pattern is not None:
        first = regex.smallest(regex.parse(constraints.pattern), least)
    else:
        first = "text"[:most].ljust(least, "t")
    fits = re.compile(pattern).fullmatch
    found = (text for text in _variants(first) if least <= len(text) <= most and fits(text))
    return tuple(islice(dict.fromkeys(found), count))


def _variants(first: str) -> Iterator[str]:
    """A text, and texts that differ from it in one letter or two, the later letters first."""
    yield first
    for at in range(len(first) - 1, -1, -1):
        for letter in _LETTERS:
            yield f"{first[:at]}{letter}{first[at + 1 :]}"
    for (left, one), (right, other) in islice(product(enumerate(_LETTERS), repeat=2), 500):
        del left, right
        yield f"{first}{one}{other}"
