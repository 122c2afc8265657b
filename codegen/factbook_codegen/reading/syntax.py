"""What libyaml says about text that is not YAML, in words that help whoever wrote it."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

import yaml

from .problems import Problems

_ONLY_KEY: Final = re.compile(r"\s*([\w.-]+)\s*")
_TYPE_BEFORE: Final = re.compile(r"\b(list|map)$")


class _Reason(NamedTuple):
    """What to say about one of libyaml's problems; ``at_start`` points to where the broken thing begins."""

    message: str
    help: str
    at_start: bool = False


_MISFIT: Final = _Reason("this does not fit the lines above", "indent entries that belong together alike")

_COLON: Final = _Reason("this colon cannot stand here", "a text that holds a colon and a space needs quotes")

_REASONS: Final[dict[str, _Reason]] = {
    "mapping values are not allowed": _COLON,
    "could not find expected ':'": _Reason("this key has no colon", "write `key: value`", at_start=True),
    "expected ',' or ']'": _Reason("the list [ … ] that begins here is not closed", "add ] or a comma", at_start=True),
    "expected ',' or '}'": _Reason(
        "the mapping { … } that begins here is not closed", "add } or a comma", at_start=True
    ),
    "unexpected end of stream": _Reason("the quoted text that begins here is not closed", "add the quote", True),
    "cannot start any token": _Reason(
        "a text cannot begin with this character", "a text that begins with @, ` or % needs quotes"
    ),
    "unknown escape character": _Reason(
        "this \\ means nothing between double quotes", "use single quotes, where \\ is a plain character"
    ),
    "block sequence entries are not allowed": _Reason("a list cannot begin here", "begin it on a line of its own"),
    "expected '-' indicator": _Reason(
        "this line is neither an item of the list above nor indented less", "begin it with -"
    ),
    "did not find expected key": _MISFIT,
    "expected node content": _Reason("a value is missing here", "remove the comma or bracket, or write the value"),
    "expected <document start>": _Reason("something stands after the end of the document", "one file is one context"),
}
"""By words of libyaml's message; whatever else it may say is reported in its own words."""


def report_syntax(error: yaml.MarkedYAMLError, problems: Problems) -> None:
    """Report why libyaml cannot read a file."""
    problem = error.problem or "unreadable"
    line, column = _at(error.problem_mark or error.context_mark)
    if "found another document" in problem:
        problems.add(
            "FB011", line, column, "a second YAML document begins here", "one file is one context: remove `---`", 3
        )
        return
    written = problems.lines[line - 1] if line <= len(problems.lines) else ""
    if written[column - 1 : column] == "\t" or "tab character" in problem:
        problems.add("FB004", line, column, "a tab indents this line", "indent with spaces")
        return
    if written[column - 1 : column] == "[" and (kind := _TYPE_BEFORE.search(written[: column - 1])):
        wrong = f"{kind[1]}[…] needs quotes here, because it stands between {{ }} or [ ]"
        help_ = f"write '{kind[1]}[…]'"
        problems.add("FB009", line, kind.start() + 1, wrong, help_, len(kind[1]) + 1)
        return
    reason = next((reason for words, reason in _REASONS.items() if words in problem), None)
    if reason is None:
        context = f" ({error.context})" if error.context else ""
        problems.add("FB009", line, column, f"this is not YAML: {problem}{context}")
        return
    message, help_, length = reason.message, reason.help, 1
    if reason is _MISFIT and written[: column - 1].strip():
        message, help_ = "the value before this is complete", "a text with quotes or brackets in it needs quotes around"
    if reason is _COLON and (key := _ONLY_KEY.fullmatch(written[: column - 1])):
        message = "this key does not fit the lines above"
        help_ = "indent it like the entries it belongs to; if the line above is a key, end that with a colon"
        column, length = key.start(1) + 1, len(key[1])
    if reason.at_start and error.context_mark:
        help_ = f"{help_} before line {line}, column {column}" if "comma" in help_ else help_
        line, column = _at(error.context_mark)
    problems.add("FB009", line, column, message, help_, length)


def _at(mark: Any) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
