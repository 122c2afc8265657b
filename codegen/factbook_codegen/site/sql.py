"""The question that a query asks, as SQL."""

from __future__ import annotations

from ..model import Query, View

__all__ = ["select"]


def select(query: Query, view: View) -> str:
    """The rows of a view whose fields equal the arguments, in order; names are the catalogue's."""
    lines = [f"SELECT {', '.join(view.fields)}", f"FROM {view.name}"]
    if query.where:
        lines.append("WHERE " + " AND ".join(f"{name} = :{name}" for name in query.where))
    if query.order:
        lines.append("ORDER BY " + ", ".join(f"{one.field}{' DESC' if one.descending else ''}" for one in query.order))
    if query.limit is not None:
        lines.append(f"LIMIT {query.limit}")
    return "\n".join(lines)
