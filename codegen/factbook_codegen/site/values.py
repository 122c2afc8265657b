"""Writes values of messages and rows as HTML: as JSON, and in words for people. Every text is escaped on its way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final, cast

from markupsafe import Markup, escape

from ..model import Json

__all__ = ["Names", "as_json", "given", "plain"]

_JSON: Final = re.compile(r"^( *)(&#34;.*?&#34;: )?([^\n{}\[\]][^\n]*?)?(,?)$", re.MULTILINE)
"""A line of escaped JSON that is written with an item on each line: indent, key, plain value, comma."""

_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Names:
    """Calls the ids of one scenario ``order 1``, ``order 2``: a uuid says nothing, and nobody remembers it."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def of(self, value: str, field: str) -> str:
        """The name of an id, made of the field that it is first seen in."""
        if value not in self._known:
            stem = field.removesuffix("_id").removesuffix("_ids").replace("_", " ") or "id"
            self._counts[stem] = self._counts.get(stem, 0) + 1
            self._known[value] = f"{stem} {self._counts[stem]}"
        return self._known[value]


def plain(value: Json) -> str:
    """A value as people write it: a text without quotes, else JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def as_json(value: Json) -> Markup:
    """A JSON value over several lines, its parts marked for colour."""
    text = str(escape(json.dumps(value, indent=2, ensure_ascii=False)))
    return Markup(_JSON.sub(_coloured, text))


def _coloured(line: re.Match[str]) -> str:
    indent, key, value, comma = line.groups()
    if value:
        value = f'<span class="{"s" if value[0] == "&" else "n"}">{value}</span>'
    if key:
        key = f'<span class="k">{key[:-2]}</span>: '
    return f"{indent}{key or ''}{value or ''}{comma}"


def given(data: Mapping[str, Json], written: Iterable[str], names: Names) -> list[tuple[str, Markup]]:
    """The written fields of a payload, in its order, with their values for a person."""
    wanted = set(written)
    return [(name, _told(value, name, names)) for name, value in data.items() if name in wanted]


def _told(value: Json, name: str, names: Names) -> Markup:
    """Lists and records in words rather than in JSON, ids by their ``names``."""
    match value:
        case None:
            return Markup('<span class="quiet">nothing</span>')
        case bool():
            return Markup("yes" if value else "no")
        case str():
            if _UUID.fullmatch(value):
                return Markup('<abbr title="{}">{}</abbr>').format(value, names.of(value, name))
            return Markup("{}").format(value) if value else Markup('<span class="quiet">empty</span>')
        case dict():
            items = cast("dict[str, Json]", value).items()
            told = [(key, _told(one, key, names)) for key, one in items]
            parts = [Markup('<span class="field">{}</span> {}').format(key, one) for key, one in told]
            return Markup('<span class="group">{}</span>').format(Markup(", ").join(parts))
        case list():
            parts = [_told(one, name, names) for one in _items(value)]
            return Markup("; ").join(parts) if parts else Markup('<span class="quiet">none</span>')
        case _:
            return Markup("{}").format(value)


def _items(value: Json) -> list[Json]:
    return [*value]
