"""What the parts of ``catalogue.json`` have in common."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

from ...model import Path, Place

Object: TypeAlias = dict[str, Any]
"""A JSON object."""


class Declared(Protocol):
    """An entry of the catalogue."""

    @property
    def name(self) -> str: ...  # as in the model

    @property
    def summary(self) -> str: ...

    @property
    def place(self) -> Place: ...


def entry(declared: Declared, **parts: object) -> Object:
    """An entry with those of its ``parts`` that are there."""
    return {"name": declared.name, "place": str(declared.place), **given(summary=declared.summary, **parts)}


def given(**parts: object) -> Object:
    """The parts that are there: neither empty nor false nor ``None``."""
    return {name: part for name, part in parts.items() if part}


def dotted(path: Path) -> str:
    """A path as the catalogue writes it."""
    return ".".join(path)
