"""``allow: {FB304: why}``: warnings that are meant, each with its reason; what suppresses nothing is reported."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define

from ..codes import CODES
from ..diagnostics import Diagnostic, Severity, near
from .nodes import Node
from .source import KINDS, Source


@define(eq=False)
class _Allowance:
    code: str
    key: Node
    first: int
    last: int
    used: bool = False


def apply(source: Source, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics of a file without those that its ``allow`` entries cover, and with those about the entries."""
    allowances = list(_allowances(source))
    if not allowances:
        return diagnostics
    kept: list[Diagnostic] = []
    for diagnostic in diagnostics:
        covering = [
            allowance
            for allowance in allowances
            if allowance.code == diagnostic.code and allowance.first <= diagnostic.place.line <= allowance.last
        ]
        for allowance in covering:
            allowance.used = True
        if not covering:
            kept.append(diagnostic)
    before = len(source.problems.found)
    for allowance in allowances:
        if not allowance.used:
            wrong = f"nothing here is {allowance.code} ({CODES[allowance.code].title})"
            source.problems.at("FB901", allowance.key, wrong, "remove the suppression")
    return kept + source.problems.found[before:]


def _allowances(source: Source) -> Iterator[_Allowance]:
    """The valid suppressions of a file; invalid ones are reported."""
    root = source.root
    yield from _read(root.get("allow"), 1, 10**9, source)
    for section in KINDS:
        for node in source.entries(section).values():
            yield from _read(node.get("allow"), (node.key_at or (node.line, 0))[0], node.end, source)


def _read(node: Node | None, first: int, last: int, source: Source) -> Iterator[_Allowance]:
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
            yield _Allowance(code, key, first, last)
