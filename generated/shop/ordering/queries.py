# Made by factbook from catalogue/shop/ordering.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Queries of Ordering: Takes orders, follows their lines until all goods are reserved, and closes them when the
customer has kept the goods.
"""

from __future__ import annotations

from factbook.asking import Answering, Question, ask

from ..customers.types import CustomerId
from .types import OrderStatus
from .views import OrderSummary

ORDERS_OF_CUSTOMER = Question(OrderSummary, where=("customer_id",), order=("-placed_at",))


def orders_of_customer(
    views: Answering,
    *,
    customer_id: CustomerId,
) -> list[OrderSummary]:
    """The orders of a customer, the newest first."""
    return ask(views, ORDERS_OF_CUSTOMER, customer_id=customer_id)


ORDERS_BY_STATUS = Question(OrderSummary, where=("status",), order=("placed_at",))


def orders_by_status(
    views: Answering,
    *,
    status: OrderStatus,
) -> list[OrderSummary]:
    """The orders that have come this far, the oldest first."""
    return ask(views, ORDERS_BY_STATUS, status=status)
