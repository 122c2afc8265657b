"""``allow: {FB304: why}``: warnings that are meant, each with its reason; what suppresses nothing is reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..codes import CODES
from ..diagnostics import Diagnostic, Severity, near
from .nodes import Node
from .problems import Problems
from .source import KINDS, Source


class Allowance(NamedTuple):
    """Warnings of a code are meant, from the first to the last line; ``line`` and ``column`` are where that is said."""

    code: str
    line: int
    column: int
    first: int
    last: int


def apply(allowances: Iterable[Allowance], problems: Problems) -> list[Diagnostic]:
    """The problems of a file without those that are allowed, and with those about what is allowed for nothing."""
    allowances = list(allowances)
    used: set[Allowance] = set()
    kept: list[Diagnostic] = []
    for diagnostic in problems.found:
        covering = [
            allowance
            for allowance in allowances
            if allowance.code == diagnostic.code and allowance.first <= diagnostic.place.line <= allowance.last
        ]
        used.update(covering)
        if not covering:
            kept.append(diagnostic)
    before = len(problems.found)
    for code, line, column, *_ in (allowance for allowance in allowances if allowance not in used):
        wrong = f"nothing here is {code} ({CODES[code].title})"
        problems.add("FB901", line, column, wrong, "remove the suppression", len(code))
    return kept + problems.found[before:]


def allowances(source: Source) -> Iterator[Allowance]:
    """The valid suppressions of a file; invalid ones are reported."""
    root = source.root
    yield from _read(root.get("allow"), 1, 10**9, source)
    for section in KINDS:
        for node in source.entries(section).values():
            yield from _read(node.get("allow"), (node.key_at or (node.line, 0))[0], node.end, source)


def _read(node: Node | None, first: int, last: int, source: Source) -> Iterator[Allowance]:
    for code, reason in node.entries.items() if node else ():
        assert node is not None
        key = node.key(code)
        if code not in CODES:
            source.problems.at("FB902", key, f"there is no code {code}", near(code, CODES))
        elif CODES[code].severity is Severity.ERROR:
            wrong = f"{code} ({CODES[code].title}) is an error, and errors cannot be allowed"
            source.problems.at("FB903", key, wrong, "mend what it reports")
        elif not reason.text.strip():
            source.problems.at("FB904", reason, f"why is {code} meant here?", f'write `{code}: "the reason"`')
        else:
            yield Allowance(code, key.line, key.column, first, last)
