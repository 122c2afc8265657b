"""Where a node leads and what it is called: the one place that knows the addresses of documentation pages."""

from __future__ import annotations

from typing import Final

REGISTERS: Final = {"role": "roles", "flag": "flags"}
"""Kinds of things that stand together on one page of the system."""


def page(kind: str, context: str, name: str = "") -> str:
    """The address of the documentation of a thing, as seen from the folder of its system.

    Everything has a page of its own (``ordering/event-OrderPlaced.html``), but for rejections, which stand on the page
    of their context, and roles and flags, which stand together (``roles.html#role-clerk``). A context is
    ``page("context", "ordering")``; what belongs to the system has the context ``""``.
    """
    if kind in REGISTERS:
        return f"{REGISTERS[kind]}.html#{kind}-{f'{context}-' if context else ''}{name}"
    if not name:
        return f"{context}/index.html" if context else "index.html"
    if kind == "rejection":
        return f"{context}/index.html#rejection-{name}"
    return f"{context}/{kind}-{name}.html" if context else f"{kind}-{name}.html"


def identity(kind: str, context: str, name: str = "") -> str:
    """The id of the node that stands for a thing, the same in every diagram: ``event-ordering-OrderPlaced``."""
    return f"{kind}-{context}-{name}" if name else f"{kind}-{context}"
