"""Names that follow from names of the catalogue, and the order in which the linter wants names."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from typing import Any, Final

from ...model import Context

__all__ = ["Names", "argument", "in_import_order", "in_module_order", "in_name_order", "snake"]

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OWN: Final = frozenset(["initial", "evolve", "keys", "react", "self"])
_BUILTINS: Final = frozenset(dir(builtins))


@cache
def snake(text: str) -> str:
    """``PayOrder`` as ``pay_order``, ``HTTPServer`` as ``http_server``."""
    return _HUMP.sub("_", text).lower()


def argument(text: str, taken: Collection[str] = _OWN) -> str:
    """The keyword that stands for an entry: ``pay_order`` for ``PayOrder``, ``import_`` for ``Import``."""
    plain = snake(text)
    return f"{plain}_" if keyword.iskeyword(plain) or plain in _BUILTINS or plain in taken else plain


class Names:
    """The names that a context's modules define beside those of its entries.

    An alias that would take the name of a class (``OrderEvent``, where that is an event of the catalogue) gets an
    underscore at its end. ``entries`` are the names of all classes.
    """

    def __init__(self, context: Context) -> None:
        sections = (context.types, context.events, context.commands, context.rejections, context.effects, context.views)
        self.entries = frozenset(name for section in sections for name in section)
        self._taken = set(self.entries)
        self._known: dict[tuple[str, str], str] = {}
        for entry in context.deciders:
            for ending in ("Event", "Command", "Rejection", "Decider"):
                self._derive(entry, ending)
        for entry in (*context.commands, *context.effects):
            self._derive(entry, "Outcome")
        for entry in context.views:
            for ending in ("Event", "View"):
                self._derive(entry, ending)
        for entry in context.policies:
            for ending in ("Event", "Policy"):
                self._derive(entry, ending)

    def _derive(self, entry: str, ending: str) -> None:
        name = f"{entry}{ending}"
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        self._known[entry, ending] = name

    def of(self, entry: str, ending: str) -> str:
        """The name that an entry gives to its ``Event``, ``Command``, ``Rejection``, ``Outcome``, ``Decider``…"""
        return self._known[entry, ending]


# Order ---------------------------------------------------------------------------------------------------------------


def in_import_order(names: Iterable[str]) -> list[str]:
    """Names as they stand in an import: constants, classes, others, each regardless of capitals."""
    return sorted(names, key=_import_key)


def in_name_order(names: Iterable[str]) -> list[str]:
    """Names as they stand in ``__all__``: constants, classes, others."""
    return sorted(names, key=_name_key)


def in_module_order(modules: Iterable[str]) -> list[str]:
    """Modules as their imports stand in a file: those further up in the tree of packages first."""
    return sorted(modules, key=lambda module: (-_level(module), [_natural(part) for part in module.lower().split(".")]))


def _level(module: str) -> int:
    return len(module) - len(module.lstrip("."))


@lru_cache(32768)
def _import_key(name: str) -> tuple[Any, ...]:
    return (_kind(name), _natural(name.lower()), name)


@lru_cache(32768)
def _name_key(name: str) -> tuple[Any, ...]:
    return (_kind(name), _natural(name))


def _kind(name: str) -> int:
    if len(name) > 1 and name.isupper():
        return 0
    return 1 if name[0].isupper() else 2


_DIGITS: Final = re.compile(r"(\d+)")


def _natural(text: str) -> list[str | tuple[int, str]]:
    """A key that orders as people do: ``Item2`` before ``Item10``, and ``Item02`` before both.

    Texts and numbers take turns. (Digits are less than letters, so what ends where another goes on with one is less.)
    """
    parts: list[Any] = _DIGITS.split(text)
    for place in range(1, len(parts), 2):
        number = parts[place]
        parts[place] = (0 if number[0] == "0" else len(number), number)
    return parts
