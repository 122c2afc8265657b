"""Where a node leads and what it is called: the one place that knows the addresses of documentation pages."""

from __future__ import annotations


def page(kind: str, context: str, name: str = "") -> str:
    """The address of the documentation of a thing, as seen from a page of the same system.

    Each context has one page, each thing on it an anchor of its kind and name: ``ordering.html#event-OrderPlaced``.
    A context itself is ``page("context", "ordering")``, something that belongs to the system (a role, a flag) is
    ``page("role", "", "clerk")``.
    """
    return f"{context or 'system'}.html" + (f"#{kind}-{name}" if name else "")


def identity(kind: str, context: str, name: str = "") -> str:
    """The id of the node that stands for a thing, the same in every diagram: ``event-ordering-OrderPlaced``."""
    return f"{kind}-{context}-{name}" if name else f"{kind}-{context}"
