# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Views of Billing: Works out what an order costs, checks that against what the customer agreed to, writes the invoice,
gets the money and pays it back where it has to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated

from factbook.constraints import between, constrained
from factbook.contracts import ViewContract
from factbook.messages import define
from factbook.view import View
from factbook.wiring import checked, wire_view

from ..customers.types import CustomerId
from ..ordering.events import OrderCancelled
from ..types import (
    Money,
    OrderId,
)
from .events import (
    AmountCalculated,
    AmountQuestioned,
    AmountVerified,
    ChargeNotSubmitted,
    ChargeSubmitted,
    InvoicePrepared,
    PaymentFailed,
    PaymentReceived,
    PaymentRefunded,
    PaymentRetried,
    RefundFailed,
    RefundRequested,
    ReminderFailed,
    ReminderSent,
)
from .types import (
    InvoiceStatus,
    ProviderReference,
    Turnover,
)


@constrained
@define(frozen=True, slots=True)
class InvoiceList:
    """What each order costs and whether it is paid.

    Attributes:
        attempts: The last attempt that is known of.
        provider_reference: How the payment provider calls the last attempt.
        reminder_failed: Whether the last reminder did not go out.
    """

    order_id: OrderId
    customer_id: CustomerId
    status: InvoiceStatus
    total: Money
    attempts: Annotated[int, between(0, 3)]
    reminder_failed: bool
    provider_reference: ProviderReference | None = None


InvoiceListEvent = (
    AmountCalculated
    | AmountQuestioned
    | AmountVerified
    | InvoicePrepared
    | ChargeSubmitted
    | ChargeNotSubmitted
    | PaymentRetried
    | PaymentFailed
    | PaymentReceived
    | RefundRequested
    | PaymentRefunded
    | RefundFailed
    | OrderCancelled
    | ReminderSent
    | ReminderFailed
)
"""What InvoiceList is made from."""

INVOICE_LIST_CONTRACT = ViewContract(
    "billing.InvoiceList",
    InvoiceList,
    key=("order_id",),
    sources={
        AmountCalculated: ("order_id",),
        AmountQuestioned: ("order_id",),
        AmountVerified: ("order_id",),
        InvoicePrepared: ("order_id",),
        ChargeSubmitted: ("order_id",),
        ChargeNotSubmitted: ("order_id",),
        PaymentRetried: ("order_id",),
        PaymentFailed: ("order_id",),
        PaymentReceived: ("order_id",),
        RefundRequested: ("order_id",),
        PaymentRefunded: ("order_id",),
        RefundFailed: ("order_id",),
        OrderCancelled: ("order_id",),
        ReminderSent: ("order_id",),
        ReminderFailed: ("order_id",),
    },
)


@checked(INVOICE_LIST_CONTRACT)
def InvoiceListView(
    *,
    evolve: Callable[[InvoiceList | None, InvoiceListEvent], InvoiceList | None],
) -> View[InvoiceList | None, InvoiceListEvent]:
    """The table InvoiceList, one row for each order_id."""
    return wire_view(INVOICE_LIST_CONTRACT, evolve)


@constrained
@define(frozen=True, slots=True)
class DailySales:
    """What came in and what went back on each day (UTC).

    Attributes:
        day: The day on which the money arrived or was paid back.
        payments: How many orders were paid.
        refunds: How many orders were paid back.
    """

    day: date
    payments: Annotated[int, between(0, None)]
    received: Turnover
    refunds: Annotated[int, between(0, None)]
    refunded: Turnover


DailySalesEvent = PaymentReceived | PaymentRefunded
"""What DailySales is made from."""

DAILY_SALES_CONTRACT = ViewContract(
    "billing.DailySales",
    DailySales,
    key=("day",),
    sources={
        PaymentReceived: None,
        PaymentRefunded: None,
    },
)


@checked(DAILY_SALES_CONTRACT)
def DailySalesView(
    *,
    evolve: Callable[[DailySales | None, DailySalesEvent], DailySales | None],
    keys: Callable[[PaymentReceived | PaymentRefunded], Iterable[date]],
) -> View[DailySales | None, DailySalesEvent]:
    """The table DailySales, one row for each day."""
    return wire_view(DAILY_SALES_CONTRACT, evolve, keys)
