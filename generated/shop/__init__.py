# Made by factbook from catalogue/shop.
# Do not edit: change the catalogue, then run `factbook generate`.
"""The shop: A small shop that sells things from its own shelf, to people in its web shop and through marketplaces. All
prices are in euro and contain 19 % VAT. Where several refusals apply, the answer is the one that its command lists
first. A field holds a time only where somebody outside the system says it; when a fact was recorded stands beside every
fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.lazy import lazy_exports

if TYPE_CHECKING:
    from . import (
        billing,
        cart,
        customers,
        intake,
        ordering,
        shipping,
        stock,
    )
    from .system import ShopSystem
    from .types import (
        Card,
        DirectDebit,
        MailTrouble,
        Money,
        OrderId,
        OrderLine,
        OrderLines,
        PaymentMethod,
        Percent,
        Price,
        Quantity,
        Sku,
    )
else:
    __getattr__, __dir__ = lazy_exports(
        __name__,
        {
            "types": (
                "Card",
                "DirectDebit",
                "MailTrouble",
                "Money",
                "OrderId",
                "OrderLine",
                "OrderLines",
                "PaymentMethod",
                "Percent",
                "Price",
                "Quantity",
                "Sku",
            ),
            "system": ("ShopSystem",),
        },
        (
            "billing",
            "cart",
            "customers",
            "intake",
            "ordering",
            "shipping",
            "stock",
        ),
    )

__all__ = [
    "Card",
    "DirectDebit",
    "MailTrouble",
    "Money",
    "OrderId",
    "OrderLine",
    "OrderLines",
    "PaymentMethod",
    "Percent",
    "Price",
    "Quantity",
    "ShopSystem",
    "Sku",
    "billing",
    "cart",
    "customers",
    "intake",
    "ordering",
    "shipping",
    "stock",
]
