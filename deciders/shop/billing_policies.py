"""What billing does when something happens."""

from __future__ import annotations

from typing import assert_never

import attrs

from generated.shop.billing import (
    CalculateAmount,
    CalculateWhenConfirmedPolicy,
    CancelWhenUnpaidPolicy,
    ChargeCustomer,
    ChargeWhenDuePolicy,
    InvoicePrepared,
    InvoiceWhenVerifiedPolicy,
    PayBackWhenRequestedPolicy,
    PaymentFailed,
    PaymentReceived,
    PaymentRetried,
    PrepareInvoice,
    RefundCustomer,
    RefundPayment,
    RefundReason,
    RefundRequested,
    RefundWhenCancelledEvent,
    RefundWhenCancelledPolicy,
    RefundWhenReturnedPolicy,
    RemindWhenFailedPolicy,
    SendReminder,
    VerifyAmount,
    VerifyWhenCalculatedPolicy,
)
from generated.shop.customers import Email
from generated.shop.ordering import CancelUnpaidOrder, OrderCancelled

from .addressee import newest_email


def charge(event: InvoicePrepared | PaymentRetried) -> list[ChargeCustomer]:
    """The invoice is the first attempt."""
    match event:
        case InvoicePrepared():
            attempt = 1
        case PaymentRetried():
            attempt = event.attempt
        case _:
            assert_never(event)
    return [ChargeCustomer(event.order_id, event.customer_id, attempt, event.total, event.payment_method)]


def remind(failed: PaymentFailed, email: Email | None) -> list[SendReminder]:
    """The customer learns that a payment failed."""
    if email is None:
        return []
    return [SendReminder(failed.order_id, failed.customer_id, email, failed.attempt, failed.reason)]


def pay_back(request: RefundRequested) -> list[RefundCustomer]:
    """The payment provider is asked for all of it."""
    return [RefundCustomer(request.order_id, request.customer_id, request.amount, request.provider_reference)]


# Money for a cancelled order goes back, whichever of the two came first.


@attrs.frozen
class Fate:
    """What has happened to the order."""

    cancelled: bool = False
    paid: bool = False


def evolve_fate(fate: Fate, event: RefundWhenCancelledEvent) -> Fate:
    """The order after one more event."""
    match event:
        case OrderCancelled():
            return attrs.evolve(fate, cancelled=True)
        case PaymentReceived():
            return attrs.evolve(fate, paid=True)
        case _:
            assert_never(event)


def refund(event: RefundWhenCancelledEvent, before: Fate) -> list[RefundPayment]:
    """It makes no difference whether the event is among those that the state was made from."""
    fate = evolve_fate(before, event)
    return [RefundPayment(event.order_id, RefundReason.CANCELLED)] if fate.cancelled and fate.paid else []


calculate_when_confirmed = CalculateWhenConfirmedPolicy(react=lambda order: [CalculateAmount(order.order_id)])
verify_when_calculated = VerifyWhenCalculatedPolicy(react=lambda amount: [VerifyAmount(amount.order_id)])
invoice_when_verified = InvoiceWhenVerifiedPolicy(react=lambda amount: [PrepareInvoice(amount.order_id)])
charge_when_due = ChargeWhenDuePolicy(react=charge)
remind_when_failed = RemindWhenFailedPolicy(initial=None, evolve=newest_email, react=remind)
cancel_when_unpaid = CancelWhenUnpaidPolicy(
    initial=False,
    evolve=lambda paid, payment: True,
    react=lambda invoice, paid: [] if paid else [CancelUnpaidOrder(invoice.order_id)],
)
refund_when_cancelled = RefundWhenCancelledPolicy(initial=Fate(), evolve=evolve_fate, react=refund)
refund_when_returned = RefundWhenReturnedPolicy(
    react=lambda parcel: [RefundPayment(parcel.order_id, RefundReason.RETURNED)]
)
pay_back_when_requested = PayBackWhenRequestedPolicy(react=pay_back)
