"""Questions that views answer: the queries of a catalogue, which generated functions ask.

ORDERS_OF_CUSTOMER = Question(OrderSummary, where=("customer_id",), order=("-placed_at",))

def orders_of_customer(views: Answering, *, customer_id: CustomerId) -> list[OrderSummary]:
    return ask(views, ORDERS_OF_CUSTOMER, customer_id=customer_id)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar

from attrs import frozen

__all__ = ["Answering", "Question", "answer", "ask"]

R = TypeVar("R")


@frozen
class Question(Generic[R]):
    """Rows of a view whose fields in ``where`` are what is asked for.

    ``order`` names fields to sort by, with ``-`` in front from the greatest to the least; nothing is less than
    something, and what is equal stands in the order of the key. ``limit`` is how many rows there are at most.
    """

    row: type[R]
    where: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    limit: int | None = None


class Answering(Protocol):
    """What knows the rows of views: :class:`factbook.views.Views`."""

    def answer(self, question: Question[R], values: Mapping[str, Any]) -> list[R]:
        """The rows that a question means; ``values`` are by the fields in its ``where``."""
        ...


def ask(views: Answering, question: Question[R], /, **values: Any) -> list[R]:
    """The rows that a question means; ``values`` are by the fields in its ``where``."""
    return views.answer(question, values)


def answer(question: Question[R], values: Mapping[str, Any], rows: Iterable[R], key: tuple[str, ...]) -> list[R]:
    """The rows out of ``rows`` that a question means: what SQL answers, in Python."""
    found = [row for row in rows if all(getattr(row, name) == value for name, value in values.items())]
    found.sort(key=_order(attrgetter(*key)))
    for name in reversed(question.order):
        found.sort(key=_order(attrgetter(name.removeprefix("-"))), reverse=name.startswith("-"))
    return found[: question.limit]


def _order(get: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What rows are sorted by: enums by their words, nothing before something."""

    def place(value: Any) -> tuple[Any, ...]:
        if value is None:
            return (False,)
        return True, value.value if isinstance(value, Enum) else value

    def order(row: Any) -> tuple[Any, ...]:
        value = get(row)
        return tuple(map(place, value)) if isinstance(value, tuple) else place(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]

    return order
