"""Finds the functions of a system: ``deciders.<system>.<system>``."""

from __future__ import annotations

from importlib import import_module

from factbook.system import System

__all__ = ["Unwired", "wired"]


class Unwired(Exception):
    """Raised where there is no wired system; the text says what to write where."""


def wired(name: str) -> System:
    """The system of that name, as ``deciders/<name>/__init__.py`` wires it; raises :class:`Unwired`."""
    try:
        found = getattr(import_module(f"deciders.{name}"), name, None)
    except ModuleNotFoundError as error:
        if error.name not in ("deciders", f"deciders.{name}"):
            raise
        found = None
    if not isinstance(found, System):
        raise Unwired(
            f"deciders/{name}/__init__.py holds no system called {name}.\nMake it there with the generated constructor:"
            f" `from generated.{name} import …System`, then `{name} = …System(…)`."
        )
    return found
