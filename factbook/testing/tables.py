"""Histories and differences as a person reads them in a terminal."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from shlex import quote
from textwrap import wrap
from typing import Any, Final, cast

import attrs

__all__ = ["NOTHING", "differences", "marks", "rerun", "table", "told"]

_WIDTH: Final = 112
_NO: Final = object()


class _Nothing:
    """Stands in a table where there is no message."""

    def __str__(self) -> str:
        return "nothing"


NOTHING: Final = _Nothing()


def told(value: object) -> str:
    """A value on one line: a message as ``Name(field=value, …)``, everything else as plain as it can be."""
    match value:
        case Enum():
            return str(value.value)
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case str():
            return repr(value)
        case tuple() | list():
            return f"[{', '.join(map(told, cast('Sequence[object]', value)))}]"
        case Mapping():
            entries = cast("Mapping[object, object]", value).items()
            return f"{{{', '.join(f'{told(key)}: {told(entry)}' for key, entry in entries)}}}"
        case _ if attrs.has(type(value)):
            return f"{type(value).__name__}({', '.join(f'{name}={told(part)}' for name, part in _parts(value))})"
        case _:
            return str(value)


def table(rows: Iterable[tuple[str, object]], marked: Collection[int] = ()) -> str:
    """Labelled messages, one after the other: a label once for a run of rows, a number, the name, the fields.

    The rows whose place, counted from 0, is ``marked`` have an arrow.
    """
    lines: list[str] = []
    listed = list(rows)
    labels = max((len(label) for label, _ in listed), default=0)
    names = max((len(_name(value)) for _, value in listed), default=0)
    before, number = "", 0
    for place, (label, value) in enumerate(listed):
        number = number + 1 if label == before else 1
        shown = "" if label == before else label
        before = label
        count = "" if value is NOTHING else number
        head = f"{'→' if place in marked else ' '} {shown:<{labels}}  {count:>2}  {_name(value):<{names}}  "
        fields = "  ".join(f"{name}={told(part)}" for name, part in _parts(value)) if attrs.has(type(value)) else ""
        body = wrap(fields, max(30, _WIDTH - len(head)), break_long_words=False, break_on_hyphens=False) or [""]
        lines.append((head + body[0]).rstrip())
        lines += [" " * len(head) + line for line in body[1:]]
    return "\n".join(lines)


def marks(expected: Sequence[Any], actual: Sequence[Any]) -> Iterator[tuple[int, str]]:
    """Where two lists of messages differ: the place of the message, counted from 0, and a line about it."""
    for place, (one, other) in enumerate(_paired(expected, actual)):
        if other is _NO:
            yield place, f"expected {place + 1}: {_brief(one)} did not come"
        elif one is _NO:
            yield place, f"actual {place + 1}: {_brief(other)} was not expected"
        elif type(one) is not type(other):
            yield place, f"actual {place + 1}: expected {_brief(one)}, and it is {_brief(other)}"
        else:
            yield from ((place, f"actual {place + 1}, {line}") for line in differences(one, other))


def differences(expected: Any, actual: Any, at: str = "") -> Iterator[str]:
    """Where two values differ, one line each: the path of the field, what was expected, what was there."""
    if type(expected) is not type(actual):
        yield f"{at or 'outcome'}: expected {_brief(expected)}, and it is {_brief(actual)}"
    elif attrs.has(cast("type[object]", type(expected))):
        theirs = dict(_parts(actual))
        for name, part in _parts(expected):
            yield from differences(part, theirs[name], f"{at}.{name}" if at else name)
    elif isinstance(expected, tuple | list):
        pairs = _paired(cast("Sequence[object]", expected), cast("Sequence[object]", actual))
        for index, (one, other) in enumerate(pairs):
            where = f"{at}[{index}]"
            if other is _NO:
                yield f"{where}: expected {_brief(one)}, and there is nothing"
            elif one is _NO:
                yield f"{where}: {_brief(other)} was not expected"
            else:
                yield from differences(one, other, where)
    elif expected != actual:
        yield f"{at or 'outcome'}: expected {told(expected)}, and it is {told(actual)}"


def rerun() -> str:
    """The command that runs the test at hand again; empty outside pytest."""
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]
    return f"run it again: pytest {quote(test)}" if test else ""


def _paired(expected: Sequence[Any], actual: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    for index in range(max(len(expected), len(actual))):
        yield (
            expected[index] if index < len(expected) else _NO,
            actual[index] if index < len(actual) else _NO,
        )


def _brief(value: object) -> str:
    return _name(value) if attrs.has(type(value)) else told(value)


def _name(value: object) -> str:
    return type(value).__name__ if attrs.has(type(value)) else told(value)


def _parts(value: object) -> list[tuple[str, Any]]:
    kind: Any = type(value)
    return [(field.name, getattr(value, field.name)) for field in attrs.fields(kind)]
