"""What a table is made by: when it changes, the rows that were made before are no longer right."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from factbook.contracts import ViewContract
from factbook.fingerprints import digest, event_text, shape_text, sources
from factbook.system import System
from factbook.view import View

from ._generated import without_comments

__all__ = ["fingerprint"]


def fingerprint(system: System, view: View[Any, Any], contract: ViewContract, statements: tuple[str, ...] = ()) -> str:
    """The fingerprint of a view in a table that these statements make."""
    parts = [contract.name, *sources(view.evolve), shape_text(contract.row), repr(contract.key)]
    parts += without_comments(statements)
    for event, paths in contract.sources.items():
        parts.append(f"{event_text(system, event)} {paths}")
    if None in contract.sources.values() and (computed := _computed(view.keys)) is not None:
        parts += sources(computed)
    return digest(parts)


def _computed(keys: Callable[..., Any] | None) -> Callable[..., Any] | None:
    """The hand-written ``keys`` in what the generated constructor made of it."""
    return None if keys is None else inspect.getclosurevars(keys).nonlocals.get("keys", keys)
