"""Packages whose modules are loaded on first use (PEP 562), because making classes is what importing them costs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["lazy_exports"]


def lazy_exports(
    package: str, exports: Mapping[str, Iterable[str]], modules: Iterable[str] = ()
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """``__getattr__`` and ``__dir__`` of a package whose names come out of its modules.

    ``exports`` says which module defines which names; ``modules`` are modules that are to be had themselves. What has
    been asked for once becomes a plain attribute of the package.
    """
    home = {name: module for module, names in exports.items() for name in names}
    own = frozenset(modules)

    def load(name: str) -> Any:
        if name in own:
            return import_module(f"{package}.{name}")
        try:
            module = home[name]
        except KeyError:
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name, obj=here()) from None
        value = getattr(import_module(f"{package}.{module}"), name)
        setattr(here(), name, value)
        return value

    def names() -> list[str]:
        return sorted(own.union(home, vars(here())))

    def here() -> ModuleType:
        return sys.modules[package]

    return load, names
