"""The views of billing: what each order costs and whether it is paid, and what came in on each day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import assert_never

import attrs

from generated.shop.billing import (
    AmountCalculated,
    AmountQuestioned,
    AmountVerified,
    ChargeNotSubmitted,
    ChargeSubmitted,
    DailySales,
    DailySalesEvent,
    DailySalesView,
    InvoiceList,
    InvoiceListEvent,
    InvoiceListView,
    InvoicePrepared,
    InvoiceStatus,
    PaymentFailed,
    PaymentReceived,
    PaymentRefunded,
    PaymentRetried,
    RefundFailed,
    RefundRequested,
    ReminderFailed,
    ReminderSent,
)
from generated.shop.ordering import OrderCancelled

NOTHING = Decimal("0.00")


def evolve_invoice_list(row: InvoiceList | None, event: InvoiceListEvent) -> InvoiceList | None:
    """An invoice after one more event; there is none before AmountCalculated."""
    match event:
        case AmountCalculated():
            return InvoiceList(
                order_id=event.order_id,
                customer_id=event.customer_id,
                status=InvoiceStatus.CALCULATED,
                total=event.total,
                attempts=0,
                reminder_failed=False,
            )
        case _ if row is None:
            return None
        case AmountQuestioned():
            return attrs.evolve(row, status=InvoiceStatus.QUESTIONED)
        case AmountVerified(total=total):
            return attrs.evolve(row, status=InvoiceStatus.CALCULATED, total=total)
        case InvoicePrepared():
            return attrs.evolve(row, status=InvoiceStatus.DUE)
        case ChargeSubmitted(attempt=attempt, provider_reference=reference):
            return attrs.evolve(row, attempts=attempt, provider_reference=reference)
        case PaymentRetried(attempt=attempt):
            return attrs.evolve(row, status=InvoiceStatus.DUE, attempts=attempt)
        case ChargeNotSubmitted(attempt=attempt) | PaymentFailed(attempt=attempt):
            return attrs.evolve(row, status=InvoiceStatus.FAILED, attempts=attempt)
        case PaymentReceived(attempt=attempt, provider_reference=reference):
            return attrs.evolve(row, status=InvoiceStatus.PAID, attempts=attempt, provider_reference=reference)
        case RefundRequested():
            return attrs.evolve(row, status=InvoiceStatus.REFUND_DUE)
        case PaymentRefunded():
            return attrs.evolve(row, status=InvoiceStatus.REFUNDED)
        case RefundFailed():
            return attrs.evolve(row, status=InvoiceStatus.REFUND_FAILED)
        case OrderCancelled():
            return row if money_arrived(row.status) else attrs.evolve(row, status=InvoiceStatus.VOID)
        case ReminderSent():
            return attrs.evolve(row, reminder_failed=False)
        case ReminderFailed():
            return attrs.evolve(row, reminder_failed=True)
        case _:
            assert_never(event)


def money_arrived(status: InvoiceStatus) -> bool:
    """Whether the order was paid, whatever became of the money since."""
    match status:
        case InvoiceStatus.PAID | InvoiceStatus.REFUND_DUE | InvoiceStatus.REFUNDED | InvoiceStatus.REFUND_FAILED:
            return True
        case (
            InvoiceStatus.CALCULATED
            | InvoiceStatus.QUESTIONED
            | InvoiceStatus.DUE
            | InvoiceStatus.FAILED
            | InvoiceStatus.VOID
        ):
            return False


invoice_list = InvoiceListView(evolve=evolve_invoice_list)


def evolve_daily_sales(row: DailySales | None, event: DailySalesEvent) -> DailySales:
    """A day after one more movement of money."""
    sales = row or DailySales(day_of(event), payments=0, received=NOTHING, refunds=0, refunded=NOTHING)
    match event:
        case PaymentReceived(amount=amount):
            return attrs.evolve(sales, payments=sales.payments + 1, received=sales.received + amount)
        case PaymentRefunded(amount=amount):
            return attrs.evolve(sales, refunds=sales.refunds + 1, refunded=sales.refunded + amount)
        case _:
            assert_never(event)


def day_of(event: DailySalesEvent) -> date:
    """The day (UTC) to which a movement of money belongs."""
    match event:
        case PaymentReceived(received_at=moment) | PaymentRefunded(refunded_at=moment):
            return moment.date()
        case _:
            assert_never(event)


daily_sales = DailySalesView(evolve=evolve_daily_sales, keys=lambda event: [day_of(event)])
