"""A failing case as a scenario: YAML to paste under ``scenarios:``, so that it is replayed for ever."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast
from uuid import UUID

import attrs
import msgspec

from factbook.decider import accepted

from .domain import codec_of, name_of, package_of

__all__ = ["scenario_yaml"]

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_SPECIAL: Final = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WIDTH: Final = 116


def scenario_yaml(
    subject: str, title: str, given: Sequence[object], when: object | None = None, then: Any = None
) -> str:
    """A scenario of ``subject`` (``stock.ReserveStock``), indented as it stands below ``scenarios:`` of its context.

    ``then`` is a sequence of messages, one rejection, or ``None`` where the right answer is for a person to say. Uuids
    become words, which stand for other uuids, but for the same ones throughout.
    """
    context, _, name = subject.rpartition(".")
    words: dict[str, str] = {}
    outcome: list[object] = [] if then is None else list(then) if accepted(then) else [then]
    for message in (*given, when, *outcome):
        if message is not None:
            _name_uuids(message, words)
    lines = [f"  {name}:", f"    {_text(title)}:"]
    if given:
        lines += ["      given:", *(f"        - {_message(event, words, 10, context)}" for event in given)]
    if when is not None:
        lines.append(f"      when: {_message(when, words, 8, context)}")
    if then is None:
        lines.append("      then: []  # say here what should have happened")
    elif accepted(then):
        lines += (
            ["      then:", *(f"        - {_message(event, words, 10, context)}" for event in outcome)]
            if outcome
            else ["      then: []"]
        )
    else:
        lines.append(f"      then: {_message(then, words, 8, context)}")
    return "\n".join(lines) + "\n"


def _name_uuids(value: object, words: dict[str, str], field: str = "x") -> None:
    """Give every uuid a word made of the first letter of the field in which it is first found, and a number."""
    if isinstance(value, UUID):
        taken = sum(word[0] == field[0] for word in words.values())
        words.setdefault(str(value), f"{field[0]}{taken + 1}")
    elif attrs.has(type(value)):
        for name, part in _parts(value):
            _name_uuids(part, words, name)
    elif isinstance(value, tuple | list):
        for item in cast("Sequence[object]", value):
            _name_uuids(item, words, field)
    elif isinstance(value, Mapping):
        for key, entry in cast("Mapping[object, object]", value).items():
            _name_uuids(key, words, field)
            _name_uuids(entry, words, field)


def _parts(value: object) -> Iterator[tuple[str, object]]:
    kind: Any = type(value)
    for field in attrs.fields(kind):
        yield field.name, getattr(value, field.name)


def _message(message: object, words: Mapping[str, str], indent: int, context: str) -> str:
    """``{Name: {field: value}}`` on one line, or its fields on lines of their own where that is too long."""
    data: dict[str, Any] = msgspec.json.decode(codec_of(package_of(type(message))).encode(message))
    full = name_of(type(message))
    name = full if context and full.partition(".")[0] != context else type(message).__name__
    fields = [f"{key}: {_value(value, words)}" for key, value in data.items() if value is not None]
    short = f"{{{name}: {{{', '.join(fields)}}}}}"
    if len(short) + indent <= _WIDTH:
        return short
    return _block(name, fields, indent)


def _block(name: str, fields: Sequence[str], indent: int) -> str:
    margin = " " * (indent + 2)
    body = "\n".join(f"{margin}  {field}," for field in fields)
    return f"{{{name}: {{\n{body}\n{margin}}}}}"


def _value(value: Any, words: Mapping[str, str]) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return json.dumps(value)
        case str():
            return words.get(value) or _text(value)
        case list():
            items: list[Any] = list(value)  # pyright: ignore[reportUnknownArgumentType]  # JSON may hold anything
            return f"[{', '.join(_value(item, words) for item in items)}]"
        case _:
            entries: dict[str, Any] = value
            shown = [f"{words.get(key) or _text(key)}: {_value(entry, words)}" for key, entry in entries.items()]
            return f"{{{', '.join(shown)}}}"


def _text(text: str) -> str:
    if _WORD.fullmatch(text) and text.lower() not in _SPECIAL:
        return text
    return "".join(one if one.isprintable() else _escaped(one) for one in json.dumps(text, ensure_ascii=False))


def _escaped(character: str) -> str:
    """As double-quoted YAML has it: JSON's pairs of surrogates are no characters there."""
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
