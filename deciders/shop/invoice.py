"""Decides on the money for one order."""

from __future__ import annotations

from typing import TypeAlias, assert_never

import attrs

from generated.shop.billing import (
    AlreadyPaid,
    AmountCalculated,
    AmountNotCalculated,
    AmountNotQuestioned,
    AmountNotVerified,
    AmountQuestioned,
    AmountVerified,
    Attempt,
    AttemptHasFailed,
    AttemptHasSucceeded,
    CalculateAmount,
    CalculateAmountOutcome,
    ChargeNotSubmitted,
    ConfirmPayment,
    ConfirmPaymentOutcome,
    DeclinePayment,
    DeclinePaymentOutcome,
    InvoiceDecider,
    InvoiceEvent,
    InvoicePrepared,
    NoAttemptsLeft,
    NoSuchAttempt,
    NothingPaid,
    NothingToPay,
    OrderNotConfirmed,
    OrderWasCancelled,
    PaymentFailed,
    PaymentPending,
    PaymentReceived,
    PaymentRefunded,
    PaymentRetried,
    PrepareInvoice,
    PrepareInvoiceOutcome,
    RefundFailed,
    RefundPayment,
    RefundPaymentOutcome,
    RefundRequested,
    RetryPayment,
    RetryPaymentOutcome,
    SettleAmount,
    SettleAmountOutcome,
    VerifyAmount,
    VerifyAmountOutcome,
)
from generated.shop.ordering import OrderCancelled, OrderConfirmed

from .amounts import amount_of, vat_in

MOST_ATTEMPTS = 3

# State: how far the money has come. An order may be cancelled at any time, and money that comes later is still money.


@attrs.frozen
class Unbilled:
    """There is no invoice yet; ``amount`` is the last that was said about what the order costs."""

    order: OrderConfirmed | None = None
    amount: AmountCalculated | AmountQuestioned | AmountVerified | None = None
    cancelled: bool = False


@attrs.frozen
class Due:
    """The customer is to pay. This attempt is open, and all before it have failed."""

    invoice: InvoicePrepared
    attempt: Attempt
    cancelled: bool


@attrs.frozen
class Failed:
    """This attempt has failed, and all before it."""

    invoice: InvoicePrepared
    attempt: Attempt
    cancelled: bool


@attrs.frozen
class Paid:
    """The money has arrived; ``refunded`` says whether it is on its way back, or there."""

    payment: PaymentReceived
    cancelled: bool
    refunded: bool = False

    @property
    def attempt(self) -> Attempt:
        """The attempt that succeeded; all before it have failed."""
        return self.payment.attempt


Bill: TypeAlias = Unbilled | Due | Failed | Paid


def evolve(bill: Bill, event: InvoiceEvent) -> Bill:
    """The money after one more event."""
    match event:
        case OrderConfirmed():
            return attrs.evolve(bill, order=event) if isinstance(bill, Unbilled) else bill
        case OrderCancelled():
            return attrs.evolve(bill, cancelled=True)
        case AmountCalculated() | AmountQuestioned() | AmountVerified():
            return attrs.evolve(bill, amount=event) if isinstance(bill, Unbilled) else bill
        case InvoicePrepared():
            return Due(event, 1, bill.cancelled)
        case PaymentFailed(attempt=attempt) | ChargeNotSubmitted(attempt=attempt):
            if isinstance(bill, Due) and bill.attempt == attempt:
                return Failed(bill.invoice, attempt, bill.cancelled)
            return bill  # the attempt is settled already
        case PaymentRetried(attempt=attempt):
            return Due(bill.invoice, attempt, bill.cancelled) if isinstance(bill, Failed) else bill
        case PaymentReceived():
            return Paid(event, bill.cancelled)
        case RefundRequested() | PaymentRefunded():
            return attrs.evolve(bill, refunded=True) if isinstance(bill, Paid) else bill
        case RefundFailed():
            return attrs.evolve(bill, refunded=False) if isinstance(bill, Paid) else bill
        case _:
            assert_never(event)


# Decisions: one function for each command.


def calculate_amount(command: CalculateAmount, bill: Bill) -> CalculateAmountOutcome:
    """What the order costs follows from its lines and its discount; what was agreed stands beside it."""
    match bill:
        case Unbilled(amount=None, order=None):
            return OrderNotConfirmed()
        case Unbilled(amount=None, cancelled=True):
            return OrderWasCancelled()
        case Unbilled(amount=None, order=OrderConfirmed() as order):
            amount = amount_of(order.lines, order.discount_percent)
            return [
                AmountCalculated(
                    order_id=command.order_id,
                    customer_id=order.customer_id,
                    goods=amount.goods,
                    discount=amount.discount,
                    total=amount.total,
                    agreed=order.total,
                )
            ]
        case Unbilled() | Due() | Failed() | Paid():
            return []


def verify_amount(command: VerifyAmount, bill: Bill) -> VerifyAmountOutcome:
    """A cent of difference is enough for a question."""
    match bill:
        case Unbilled(amount=None):
            return AmountNotCalculated()
        case Unbilled(amount=AmountCalculated(total=total, agreed=agreed)):
            if total == agreed:
                return [AmountVerified(command.order_id, total)]
            return [AmountQuestioned(command.order_id, total, agreed)]
        case Unbilled() | Due() | Failed() | Paid():
            return []


def settle_amount(command: SettleAmount, bill: Bill) -> SettleAmountOutcome:
    """The clerk may decide for any amount."""
    match bill:
        case Unbilled(amount=AmountQuestioned()):
            return [AmountVerified(command.order_id, command.total, command.note)]
        case Unbilled() | Due() | Failed() | Paid():
            return AmountNotQuestioned()


def prepare_invoice(command: PrepareInvoice, bill: Bill) -> PrepareInvoiceOutcome:
    """The invoice says what was verified, and which VAT that contains."""
    match bill:
        case Unbilled(cancelled=True):
            return OrderWasCancelled()
        case Unbilled(order=OrderConfirmed() as order, amount=AmountVerified(total=total)):
            return [
                InvoicePrepared(
                    order_id=command.order_id,
                    customer_id=order.customer_id,
                    lines=order.lines,
                    total=total,
                    vat=vat_in(total),
                    payment_method=order.payment_method,
                )
            ]
        case Unbilled():
            return AmountNotVerified()
        case Due() | Failed() | Paid():
            return []


def retry_payment(command: RetryPayment, bill: Bill) -> RetryPaymentOutcome:
    """One attempt at a time, and three in all."""
    match bill:
        case Unbilled():
            return NothingToPay()
        case Due(cancelled=True) | Failed(cancelled=True) | Paid(cancelled=True):
            return OrderWasCancelled()
        case Paid():
            return AlreadyPaid()
        case Due():
            return PaymentPending()
        case Failed(attempt=attempt) if attempt == MOST_ATTEMPTS:
            return NoAttemptsLeft()
        case Failed(invoice, attempt):
            return [
                PaymentRetried(
                    order_id=command.order_id,
                    customer_id=invoice.customer_id,
                    attempt=attempt + 1,
                    total=invoice.total,
                    payment_method=command.payment_method,
                )
            ]


def confirm_payment(command: ConfirmPayment, bill: Bill) -> ConfirmPaymentOutcome:
    """Money that arrives for a cancelled order is taken: it can only be paid back if it is known of."""
    if isinstance(bill, Unbilled) or command.attempt > bill.attempt:
        return NoSuchAttempt()
    match bill:
        case Due(invoice, attempt) if attempt == command.attempt:
            return [
                PaymentReceived(
                    order_id=command.order_id,
                    customer_id=invoice.customer_id,
                    attempt=attempt,
                    amount=invoice.total,
                    provider_reference=command.provider_reference,
                    received_at=command.received_at,
                )
            ]
        case Paid(attempt=attempt) if attempt == command.attempt:
            return []
        case Due() | Failed() | Paid():
            return AttemptHasFailed()


def decline_payment(command: DeclinePayment, bill: Bill) -> DeclinePaymentOutcome:
    """The payment provider answers an attempt once; another answer later is refused."""
    if isinstance(bill, Unbilled) or command.attempt > bill.attempt:
        return NoSuchAttempt()
    match bill:
        case Due(invoice, attempt) if attempt == command.attempt:
            return [PaymentFailed(command.order_id, invoice.customer_id, attempt, command.reason)]
        case Paid(attempt=attempt) if attempt == command.attempt:
            return AttemptHasSucceeded()
        case Due() | Failed() | Paid():
            return []


def refund_payment(command: RefundPayment, bill: Bill) -> RefundPaymentOutcome:
    """All of it, and once, unless paying it back fails."""
    match bill:
        case Unbilled() | Due() | Failed():
            return NothingPaid()
        case Paid(refunded=True):
            return []
        case Paid(payment):
            return [
                RefundRequested(
                    order_id=command.order_id,
                    customer_id=payment.customer_id,
                    amount=payment.amount,
                    provider_reference=payment.provider_reference,
                    reason=command.reason,
                )
            ]


invoice = InvoiceDecider(
    initial=Unbilled(),
    evolve=evolve,
    calculate_amount=calculate_amount,
    verify_amount=verify_amount,
    settle_amount=settle_amount,
    prepare_invoice=prepare_invoice,
    retry_payment=retry_payment,
    confirm_payment=confirm_payment,
    decline_payment=decline_payment,
    refund_payment=refund_payment,
)
