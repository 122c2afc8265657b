"""What the parts of a catalogue have in common."""

from __future__ import annotations

from typing import Any, TypeAlias

from msgspec import Struct

Json: TypeAlias = Any
"""A plain JSON value."""


class Part(Struct, frozen=True):
    """A part of a catalogue; it cannot be changed."""


class Kind(Struct, frozen=True, tag_field="kind", tag=str.lower):
    """A part that is one of several kinds; the JSON says which under ``kind``."""


class Entry(Struct, frozen=True, kw_only=True):
    """A part with a name of its own, a description for people, and the place where it stands."""

    name: str
    place: str
    summary: str = ""
