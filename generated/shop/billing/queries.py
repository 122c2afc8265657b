# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Queries of Billing: Works out what an order costs, checks that against what the customer agreed to, writes the
invoice, gets the money and pays it back where it has to.
"""

from __future__ import annotations

from datetime import date

from factbook.asking import Answering, Question, ask

from ..customers.types import CustomerId
from .types import InvoiceStatus
from .views import (
    DailySales,
    InvoiceList,
)

INVOICES_BY_STATUS = Question(InvoiceList, where=("status",))


def invoices_by_status(
    views: Answering,
    *,
    status: InvoiceStatus,
) -> list[InvoiceList]:
    """The invoices that have come this far."""
    return ask(views, INVOICES_BY_STATUS, status=status)


INVOICES_OF_CUSTOMER = Question(InvoiceList, where=("customer_id",))


def invoices_of_customer(
    views: Answering,
    *,
    customer_id: CustomerId,
) -> list[InvoiceList]:
    """The invoices of a customer."""
    return ask(views, INVOICES_OF_CUSTOMER, customer_id=customer_id)


SALES_OF_DAY = Question(DailySales, where=("day",), limit=1)


def sales_of_day(
    views: Answering,
    *,
    day: date,
) -> list[DailySales]:
    """The sales of one day."""
    return ask(views, SALES_OF_DAY, day=day)


LAST_MONTH_OF_SALES = Question(DailySales, order=("-day",), limit=31)


def last_month_of_sales(
    views: Answering,
) -> list[DailySales]:
    """The last 31 days on which money moved, the newest first."""
    return ask(views, LAST_MONTH_OF_SALES)
