"""Tells people and machines what is wrong: as text, as JSON, and as SARIF 2.1.0.

What a report shows of a file comes from that file, so nothing of it may steer the terminal: control and direction
characters are shown as escapes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from msgspec import json

from .codes import CODES
from .diagnostics import Diagnostic, Severity

if TYPE_CHECKING:  # a run that has nothing to do gets by without the model
    from .model import Catalogue

WIDTH: Final = 120
"""Columns of a source line that a text report shows; of a longer line, the part around the problem."""

_COLOURS: Final = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}
_BOLD: Final = "\x1b[1m"
_DIM: Final = "\x1b[2m"
_END: Final = "\x1b[0m"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_COUNTED: Final = ("contexts", "commands", "events", "policies", "effects", "views", "queries", "scenarios", "stories")
_SINGULAR: Final = {"policies": "policy", "queries": "query", "stories": "story"}


def text(diagnostics: Iterable[Diagnostic], colour: bool = False) -> str:
    """The report that a person reads: one block a problem, a blank line between two."""
    return "\n".join(_block(diagnostic, colour) for diagnostic in diagnostics)


def as_json(diagnostics: Iterable[Diagnostic], counts: Mapping[str, int]) -> str:
    """One JSON object: ``problems`` in the order of the text report, and the ``summary`` in numbers."""
    problems = tuple(diagnostics)
    listed = [
        {
            "code": problem.code,
            "severity": problem.severity.word,
            "message": _whole(problem.message),
            "help": _whole(problem.help),
            "file": _whole(problem.place.file),
            "line": problem.place.line,
            "column": problem.place.column,
            "length": problem.length,
        }
        for problem in problems
    ]
    summary_ = {**counts, "errors": _count(problems, Severity.ERROR), "warnings": _count(problems, Severity.WARNING)}
    return _pretty({"problems": listed, "summary": summary_})


def sarif(diagnostics: Iterable[Diagnostic], version: str) -> str:
    """A SARIF 2.1.0 log with one run, for code hosts and editors; paths are relative to the project."""
    problems = tuple(diagnostics)
    codes = sorted({problem.code for problem in problems})
    driver = {
        "name": "factbook",
        "semanticVersion": version,
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": CODES[code].title},
                "help": {"text": f"Run `factbook explain {code}`."},
                "defaultConfiguration": {"level": _LEVELS[CODES[code].severity]},
            }
            for code in codes
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes) for problem in problems],
    }
    return _pretty({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def count(catalogue: Catalogue) -> dict[str, int]:
    """How many of each kind a catalogue holds."""
    counts: dict[str, int] = dict.fromkeys(_COUNTED, 0)
    for system in catalogue.systems.values():
        counts["contexts"] += len(system.contexts)
        counts["stories"] += len(system.stories)
        for context in system.contexts.values():
            for kind in _COUNTED[1:]:
                counts[kind] += len(getattr(context, kind))
    return counts


def summary(counts: Mapping[str, int], diagnostics: Sequence[Diagnostic]) -> str:
    """The last line: ``7 contexts, 41 commands, …; 0 errors, 2 warnings``."""
    kinds = ", ".join(_number(counts.get(kind, 0), kind) for kind in _COUNTED if kind == "contexts" or counts.get(kind))
    errors = _number(_count(diagnostics, Severity.ERROR), "errors")
    warnings = _number(_count(diagnostics, Severity.WARNING), "warnings")
    notes = _count(diagnostics, Severity.NOTE)
    return f"{kinds}; {errors}, {warnings}" + (f", {_number(notes, 'notes')}" if notes else "")


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of them is an error."""
    return any(problem.severity is Severity.ERROR for problem in diagnostics)


def shown(text: str) -> str:
    """A text of unknown origin with everything that could steer a terminal written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _harmless(character) else _escaped(character) for character in text)


def _block(problem: Diagnostic, colour: bool) -> str:
    paint = _COLOURS[problem.severity] if colour else ""
    bold, dim, end = (_BOLD, _DIM, _END) if colour else ("", "", "")
    head = f"{bold}{shown(str(problem.place))}:{end} {paint}{problem.severity.word}[{problem.code}]{end}"
    lines = [f"{head}: {bold}{shown(problem.message)}{end}"]
    if problem.source.strip():
        source, indent, length = _excerpt(problem)
        lines.append(f"{dim}{problem.place.line:5} |{end} {source}")
        lines.append(f"{dim}      |{end} {' ' * indent}{paint}{'^' * length}{end}")
    if problem.help:
        lines.append(f"{dim}      ={end} {shown(problem.help)}")
    return "\n".join(lines) + "\n"


def _excerpt(problem: Diagnostic) -> tuple[str, int, int]:
    """The source line as shown, and where in it the caret goes: columns to the left of it, and its length."""
    at = problem.place.column - 1
    source = problem.source.replace("\t", " ")
    start = max(0, at - WIDTH // 2) if len(source) > WIDTH else 0
    part = source[start : start + WIDTH].rstrip()
    left, right = ("…" if start else ""), ("…" if start + WIDTH < len(source) else "")
    before, marked = part[: at - start], part[at - start : at - start + problem.length]
    return f"{left}{shown(part)}{right}", len(left) + _width(shown(before)), max(1, _width(shown(marked)))


def _harmless(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()


def _width(text: str) -> int:
    """How many columns a terminal needs for a text."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _result(problem: Diagnostic, codes: list[str]) -> dict[str, Any]:
    place = problem.place
    region = {"startLine": place.line, "startColumn": place.column, "endColumn": place.column + problem.length}
    message = _whole(f"{problem.message} ({problem.help})" if problem.help else problem.message)
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": _LEVELS[problem.severity],
        "message": {"text": message},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": _uri(place.file)}, "region": region}},
        ],
    }


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(_whole(path))


def _whole(text: str) -> str:
    """A text without halves of characters, which a file name may have and JSON may not."""
    return text.encode("utf-8", "backslashreplace").decode()


def _count(diagnostics: Iterable[Diagnostic], severity: Severity) -> int:
    return sum(problem.severity is severity for problem in diagnostics)


def _number(number: int, kind: str) -> str:
    return f"{number} {_SINGULAR.get(kind, kind[:-1]) if number == 1 else kind}"


def _pretty(value: object) -> str:
    return json.format(json.encode(value), indent=2).decode() + "\n"
