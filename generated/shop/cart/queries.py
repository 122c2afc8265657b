# Made by factbook from catalogue/shop/cart.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Queries of Cart: Keeps the price list and the discount codes, and the carts that customers fill before they order.
The price list is the only source of prices: no command of a customer brings one into a cart.
"""

from __future__ import annotations

from factbook.asking import Answering, Question, ask

from ..customers.types import CustomerId
from .views import CartContents

CARTS_OF_CUSTOMER = Question(CartContents, where=("customer_id",))


def carts_of_customer(
    views: Answering,
    *,
    customer_id: CustomerId,
) -> list[CartContents]:
    """The open carts of a customer."""
    return ask(views, CARTS_OF_CUSTOMER, customer_id=customer_id)
