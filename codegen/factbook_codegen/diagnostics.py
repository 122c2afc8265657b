"""What is wrong with a catalogue, as values: every problem has a code, a place, a text and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from enum import IntEnum

from attrs import field, frozen

from .model import Place


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
        return (*self.place, self.code, self.message)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by place and drop exact repetitions."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda diagnostic: diagnostic.sort_key))


def near(name: str, known: Iterable[str]) -> str:
    """``did you mean "Money"?`` where one of ``known`` is close, else all of ``known`` when they are few."""
    names = sorted(set(known))
    lowered = {candidate.lower(): candidate for candidate in names}
    if found := get_close_matches(name.lower(), lowered, n=1, cutoff=0.6):
        return f'did you mean "{lowered[found[0]]}"?'
    return f"known here: {', '.join(names)}" if 0 < len(names) <= 8 else ""
