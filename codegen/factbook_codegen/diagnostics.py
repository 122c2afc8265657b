"""What is wrong with a catalogue, as values: every problem has a code, a place, a text and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from enum import IntEnum
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise
from typing import Final

from attrs import field, frozen

from .place import Place


class Severity(IntEnum):
    """How bad it is; an error stops generation, a warning and a note do not."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The word that people and machines read: ``error``, ``warning`` or ``note``."""
        return self.name.lower()


@frozen
class Diagnostic:
    """One problem: what (``message``), where (``place``, ``length`` characters long), and what to do (``help``).

    ``source`` is the line of text at ``place`` where it is known, so that a report needs no file. Problems sort by
    file, line, column and code.
    """

    code: str
    message: str
    place: Place
    severity: Severity = Severity.ERROR
    help: str = ""
    length: int = 1
    source: str = field(default="", eq=False)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """The order of reports."""
        return self.place.file, self.place.line, self.place.column, self.code, self.message


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by place and drop exact repetitions."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda diagnostic: diagnostic.sort_key))


def near(name: str, known: Iterable[str]) -> str:
    """``did you mean "Money"?`` where one of ``known`` is close, else all of ``known`` when they are few."""
    names = tuple(sorted(set(known)))
    lowered = {candidate.lower(): candidate for candidate in _likely(name, names)}
    letters = sorted(name.lower())
    swapped = [candidate for candidate in lowered if sorted(candidate) == letters]
    if found := swapped or get_close_matches(name.lower(), lowered, n=1, cutoff=0.6):
        return f'did you mean "{lowered[found[0]]}"?'
    return f"known here: {', '.join(names)}" if 0 < len(names) <= 8 else ""


_FEW: Final = 40
"""So many names are compared one by one; of more, only those that share most pairs of letters."""


def _likely(name: str, names: tuple[str, ...]) -> Iterable[str]:
    if len(names) <= _FEW:
        return names
    pairs = _pairs(name)
    shares = [(mask & pairs).bit_count() / (mask | pairs).bit_count() for mask in _all_pairs(names)]
    return (names[index] for index in nlargest(_FEW // 4, range(len(names)), key=shares.__getitem__))


@lru_cache(maxsize=64)
def _all_pairs(names: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(map(_pairs, names))


def _pairs(name: str) -> int:
    """The pairs of neighbouring letters of a name, as bits."""
    lowered = f" {name.lower()} "
    bits = 0
    for left, right in pairwise(lowered):
        bits |= 1 << (ord(left) * 31 + ord(right)) % 509
    return bits
