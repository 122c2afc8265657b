# Made by factbook from catalogue/shop/stock.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Queries of Stock: Knows how many of each item lie on the shelf, for which orders they are reserved, and which orders
wait for more. Never promises what is not there: no item has fewer pieces on the shelf than are reserved.
"""

from __future__ import annotations

from factbook.asking import Answering, Question, ask

from ..types import Sku
from .views import StockLevel

STOCK_OF_ITEM = Question(StockLevel, where=("sku",), limit=1)


def stock_of_item(
    views: Answering,
    *,
    sku: Sku,
) -> list[StockLevel]:
    """The level of one item."""
    return ask(views, STOCK_OF_ITEM, sku=sku)


SCARCE_ITEMS = Question(StockLevel, order=("free", "sku"))


def scarce_items(
    views: Answering,
) -> list[StockLevel]:
    """All items, those with the fewest free pieces first."""
    return ask(views, SCARCE_ITEMS)


WAITED_FOR_ITEMS = Question(StockLevel, order=("-waiting", "sku"))


def waited_for_items(
    views: Answering,
) -> list[StockLevel]:
    """All items, those that most pieces are waited for first."""
    return ask(views, WAITED_FOR_ITEMS)
