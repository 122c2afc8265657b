"""``allow: {FB304: why}``: warnings that are meant, each with its reason; what suppresses nothing is reported."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ..codes import CODES
from ..diagnostics import Diagnostic, Severity, near
from .nodes import Node
from .problems import Problems
from .source import KINDS, Source


class Allowance(NamedTuple):
    """Warnings of a code are meant from one position until before another; ``line`` and ``column`` are where that is
    said. A position is a line and a column, because several entries may stand in one line. Without a code any warning
    may be meant: the code cannot be read.
    """

    code: str
    line: int
    column: int
    start: tuple[int, int]
    stop: tuple[int, int]

    def covers(self, found: Diagnostic) -> bool:
        """Whether a problem is of the kind that is meant, wherever it stands."""
        return self.code == found.code or (not self.code and found.severity is not Severity.ERROR)


def apply(allowances: Iterable[Allowance], problems: Problems) -> list[Diagnostic]:
    """The problems of a file without those that are allowed, and with those about what is allowed for nothing."""
    allowances = list(allowances)
    used: set[Allowance] = set()
    kept: list[Diagnostic] = []
    for diagnostic in problems.found:
        covering = [
            allowance
            for allowance in allowances
            if allowance.covers(diagnostic) and allowance.start <= diagnostic.place[1:] < allowance.stop
        ]
        used.update(covering)
        if not covering:
            kept.append(diagnostic)
    before = len(problems.found)
    for code, line, column, *_ in (allowance for allowance in allowances if allowance.code and allowance not in used):
        wrong = f"nothing here is {code} ({CODES[code].title})"
        problems.add("FB901", line, column, wrong, "remove the suppression", len(code))
    return kept + problems.found[before:]


def allowances(source: Source) -> Iterator[Allowance]:
    """The valid suppressions of a file; invalid ones are reported."""
    root = source.root
    if source.removed.holds("allow"):
        yield Allowance("", *_TOP, _TOP, _BOTTOM)
    yield from _read(root.get("allow"), _TOP, _BOTTOM, source)
    entries = [node for section in KINDS for node in source.entries(section).values()]
    starts = sorted(_start(node) for node in (*root.entries.values(), *entries))
    for node in entries:
        if (allow := node.get("allow")) is not None:
            after = bisect_right(starts, _start(node))
            following = starts[after] if after < len(starts) else _BOTTOM
            yield from _read(allow, _start(node), min((node.end + 1, 0), following), source)


_TOP: Final = (0, 0)
_BOTTOM: Final = (10**9, 0)


def _start(node: Node) -> tuple[int, int]:
    return node.key_at or (node.line, node.column)


def _read(node: Node | None, start: tuple[int, int], stop: tuple[int, int], source: Source) -> Iterator[Allowance]:
    for code, reason in node.entries.items() if node else ():
        assert node is not None
        key = node.key(code)
        if code not in CODES:
            source.problems.at("FB902", key, f"there is no code {code}", near(code, CODES))
            yield Allowance("", key.line, key.column, start, stop)
        elif CODES[code].severity is Severity.ERROR:
            wrong = f"{code} ({CODES[code].title}) is an error, and errors cannot be allowed"
            source.problems.at("FB903", key, wrong, "mend what it reports")
        elif not reason.text.strip():
            source.problems.at("FB904", reason, f"why is {code} meant here?", f'write `{code}: "the reason"`')
        else:
            yield Allowance(code, key.line, key.column, start, stop)
