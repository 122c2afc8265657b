"""Views kept in tables: rows that are made from events, up to date, and found by SQL.

    with Views(shop, "sqlite:shop.db") as views:
        views.catch_up(store)
        views.get(OrderSummary, order_id)
        orders_of_customer(views, customer_id=customer_id)

They are kept beside the events and belong to nobody else: deleting them costs the time of building them again.

=====================  ==============================================================================================
events in              views in
=====================  ==============================================================================================
``memory:``            this process
``sqlite:shop.db``     the file ``shop.views.db`` (:mod:`factbook.stores.sqlite.sides`)
``postgresql://…``     the same database, in the schema ``views``
=====================  ==============================================================================================

A row and the position up to which events are in it change in one transaction, so every event counts once, whatever
dies in between and however many processes keep the same views.
"""

from __future__ import annotations

from .keeping import State, Views, ViewStatus

__all__ = ["State", "ViewStatus", "Views"]
