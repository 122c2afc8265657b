# Made by factbook from catalogue/shop/customers.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Queries of Customers: Knows who the customers are, how to reach them, and who may not order."""

from __future__ import annotations

from factbook.asking import Answering, Question, ask

from .types import Email
from .views import CustomerDirectory

CUSTOMER_BY_EMAIL = Question(CustomerDirectory, where=("email",), limit=1)


def customer_by_email(
    views: Answering,
    *,
    email: Email,
) -> list[CustomerDirectory]:
    """The customer who has this e-mail address."""
    return ask(views, CUSTOMER_BY_EMAIL, email=email)


CUSTOMERS_BY_BLOCK = Question(CustomerDirectory, where=("blocked",), order=("name",))


def customers_by_block(
    views: Answering,
    *,
    blocked: bool,
) -> list[CustomerDirectory]:
    """The customers who may not order, or those who may, by name."""
    return ask(views, CUSTOMERS_BY_BLOCK, blocked=blocked)
