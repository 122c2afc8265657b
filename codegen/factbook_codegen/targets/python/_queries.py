"""The module ``queries`` of a context: a function for each query of the catalogue."""

from __future__ import annotations

from collections.abc import Collection

from attrs import frozen

from ...model import Query
from ._layout import Brackets, Expr, Union, assignment, call, lay, parameter, subscript, tuple_of
from ._names import argument, snake
from ._text import Code, docstring, literal, name
from ._types import Types

__all__ = ["Asking", "asking", "query_names"]

_ASKING = "factbook.asking"


@frozen
class Asking:
    """A question, and the function that asks it."""

    question: Code
    name: Code
    parameters: tuple[Code, ...]
    answer: Code
    doc: Code
    body: Code


def query_names(queries: Collection[str]) -> list[str]:
    """The names that the module defines."""
    return [made for query in queries for made in (_constant(query), argument(query))]


def asking(query: Query, types: Types) -> Asking:
    """What asks for the rows of a query."""
    scope = types.scope
    view = types.system.view(query.view)
    row = scope.entry(query.view, "views")
    named: dict[str, Expr] = {}
    if query.where:
        named["where"] = tuple_of(map(literal, query.where))
    if query.order:
        named["order"] = tuple_of(literal(f"{'-' if one.descending else ''}{one.field}") for one in query.order)
    if query.limit is not None:
        named["limit"] = literal(query.limit)
    views = "_views" if "views" in query.where else "views"
    parameters = [parameter(views, scope.library(_ASKING, "Answering"))]
    if query.where:
        parameters.append(Code("*,"))
    for field in (view.fields[one] for one in query.where):
        kind = types.expression(field.type)
        parameters.append(parameter(field.name, Union((kind, "None")) if field.optional else kind))
    values = {one: one for one in query.where}
    constant = _constant(query.name)
    asked: Expr = Brackets(
        f"{scope.library(_ASKING, 'ask')}(",
        (("", views), ("", constant), *((f"{key}=", value) for key, value in values.items())),
        ")",
    )
    doc = query.summary or f"The rows of {view.name}{' by ' if query.where else ''}{', '.join(query.where)}."
    return Asking(
        question=assignment(constant, call(scope.library(_ASKING, "Question"), row, named=named)),
        name=name(argument(query.name)),
        parameters=tuple(parameters),
        answer=Code(lay(subscript(scope.builtin("list"), row), 0, 5, 1)),
        doc=docstring(doc, 4),
        body=Code(lay(asked, 4, 11, 0)),
    )


def _constant(query: str) -> str:
    """What a question is called: ``ORDERS_OF_CUSTOMER``."""
    return snake(query).upper()
