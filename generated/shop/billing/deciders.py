# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Deciders of Billing: Works out what an order costs, checks that against what the customer agreed to, writes the
invoice, gets the money and pays it back where it has to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from factbook.contracts import CommandContract, DeciderContract
from factbook.decider import Decider, Evolve
from factbook.queries import Boundary, Read
from factbook.wiring import checked, wire_decider

from ..ordering.events import (
    OrderCancelled,
    OrderConfirmed,
)
from .commands import (
    CalculateAmount,
    ConfirmPayment,
    DeclinePayment,
    PrepareInvoice,
    RefundPayment,
    RetryPayment,
    SettleAmount,
    VerifyAmount,
)
from .events import (
    AmountCalculated,
    AmountQuestioned,
    AmountVerified,
    ChargeNotSubmitted,
    InvoicePrepared,
    PaymentFailed,
    PaymentReceived,
    PaymentRefunded,
    PaymentRetried,
    RefundFailed,
    RefundRequested,
)
from .rejections import (
    AlreadyPaid,
    AmountNotCalculated,
    AmountNotQuestioned,
    AmountNotVerified,
    AttemptHasFailed,
    AttemptHasSucceeded,
    NoAttemptsLeft,
    NoSuchAttempt,
    NothingPaid,
    NothingToPay,
    OrderNotConfirmed,
    OrderWasCancelled,
    PaymentPending,
)

S = TypeVar("S")

InvoiceEvent = (
    AmountCalculated
    | AmountVerified
    | AmountQuestioned
    | InvoicePrepared
    | PaymentRetried
    | PaymentReceived
    | PaymentFailed
    | RefundRequested
    | OrderConfirmed
    | OrderCancelled
    | ChargeNotSubmitted
    | PaymentRefunded
    | RefundFailed
)
"""What Invoice evolves from."""

InvoiceCommand = (
    CalculateAmount
    | VerifyAmount
    | SettleAmount
    | PrepareInvoice
    | RetryPayment
    | ConfirmPayment
    | DeclinePayment
    | RefundPayment
)
"""What Invoice decides on."""

InvoiceRejection = (
    OrderNotConfirmed
    | OrderWasCancelled
    | AmountNotCalculated
    | AmountNotQuestioned
    | AmountNotVerified
    | NothingToPay
    | AlreadyPaid
    | PaymentPending
    | NoAttemptsLeft
    | NoSuchAttempt
    | AttemptHasFailed
    | AttemptHasSucceeded
    | NothingPaid
)
"""How Invoice refuses."""

CalculateAmountOutcome = Sequence[AmountCalculated] | OrderNotConfirmed | OrderWasCancelled
"""What may come of CalculateAmount."""

VerifyAmountOutcome = Sequence[AmountVerified | AmountQuestioned] | AmountNotCalculated
"""What may come of VerifyAmount."""

SettleAmountOutcome = Sequence[AmountVerified] | AmountNotQuestioned
"""What may come of SettleAmount."""

PrepareInvoiceOutcome = Sequence[InvoicePrepared] | OrderWasCancelled | AmountNotVerified
"""What may come of PrepareInvoice."""

RetryPaymentOutcome = (
    Sequence[PaymentRetried] | NothingToPay | OrderWasCancelled | AlreadyPaid | PaymentPending | NoAttemptsLeft
)
"""What may come of RetryPayment."""

ConfirmPaymentOutcome = Sequence[PaymentReceived] | NoSuchAttempt | AttemptHasFailed
"""What may come of ConfirmPayment."""

DeclinePaymentOutcome = Sequence[PaymentFailed] | NoSuchAttempt | AttemptHasSucceeded
"""What may come of DeclinePayment."""

RefundPaymentOutcome = Sequence[RefundRequested] | NothingPaid
"""What may come of RefundPayment."""

INVOICE_READS = (
    Read(
        (
            "billing.AmountCalculated",
            "billing.AmountVerified",
            "billing.AmountQuestioned",
            "billing.InvoicePrepared",
            "billing.PaymentRetried",
            "billing.PaymentReceived",
            "billing.PaymentFailed",
            "billing.RefundRequested",
            "ordering.OrderConfirmed",
            "ordering.OrderCancelled",
            "billing.ChargeNotSubmitted",
            "billing.PaymentRefunded",
            "billing.RefundFailed",
        ),
        (("order", "order_id"),),
    ),
)
"""What every command of Invoice reads."""

INVOICE_CONTRACT = DeciderContract(
    "billing.Invoice",
    evolves=(
        AmountCalculated,
        AmountVerified,
        AmountQuestioned,
        InvoicePrepared,
        PaymentRetried,
        PaymentReceived,
        PaymentFailed,
        RefundRequested,
        OrderConfirmed,
        OrderCancelled,
        ChargeNotSubmitted,
        PaymentRefunded,
        RefundFailed,
    ),
    commands={
        "calculate_amount": CommandContract(
            "billing.CalculateAmount",
            CalculateAmount,
            reads=Boundary(*INVOICE_READS),
            records=(AmountCalculated,),
            rejects=(OrderNotConfirmed, OrderWasCancelled),
        ),
        "verify_amount": CommandContract(
            "billing.VerifyAmount",
            VerifyAmount,
            reads=Boundary(*INVOICE_READS),
            records=(AmountVerified, AmountQuestioned),
            rejects=(AmountNotCalculated,),
        ),
        "settle_amount": CommandContract(
            "billing.SettleAmount",
            SettleAmount,
            reads=Boundary(*INVOICE_READS),
            records=(AmountVerified,),
            rejects=(AmountNotQuestioned,),
        ),
        "prepare_invoice": CommandContract(
            "billing.PrepareInvoice",
            PrepareInvoice,
            reads=Boundary(*INVOICE_READS),
            records=(InvoicePrepared,),
            rejects=(OrderWasCancelled, AmountNotVerified),
        ),
        "retry_payment": CommandContract(
            "billing.RetryPayment",
            RetryPayment,
            reads=Boundary(*INVOICE_READS),
            records=(PaymentRetried,),
            rejects=(NothingToPay, OrderWasCancelled, AlreadyPaid, PaymentPending, NoAttemptsLeft),
        ),
        "confirm_payment": CommandContract(
            "billing.ConfirmPayment",
            ConfirmPayment,
            reads=Boundary(*INVOICE_READS),
            records=(PaymentReceived,),
            rejects=(NoSuchAttempt, AttemptHasFailed),
        ),
        "decline_payment": CommandContract(
            "billing.DeclinePayment",
            DeclinePayment,
            reads=Boundary(*INVOICE_READS),
            records=(PaymentFailed,),
            rejects=(NoSuchAttempt, AttemptHasSucceeded),
        ),
        "refund_payment": CommandContract(
            "billing.RefundPayment",
            RefundPayment,
            reads=Boundary(*INVOICE_READS),
            records=(RefundRequested,),
            rejects=(NothingPaid,),
        ),
    },
)


@checked(INVOICE_CONTRACT)
def InvoiceDecider(
    *,
    initial: S,
    evolve: Evolve[S, InvoiceEvent],
    calculate_amount: Callable[[CalculateAmount, S], CalculateAmountOutcome],
    verify_amount: Callable[[VerifyAmount, S], VerifyAmountOutcome],
    settle_amount: Callable[[SettleAmount, S], SettleAmountOutcome],
    prepare_invoice: Callable[[PrepareInvoice, S], PrepareInvoiceOutcome],
    retry_payment: Callable[[RetryPayment, S], RetryPaymentOutcome],
    confirm_payment: Callable[[ConfirmPayment, S], ConfirmPaymentOutcome],
    decline_payment: Callable[[DeclinePayment, S], DeclinePaymentOutcome],
    refund_payment: Callable[[RefundPayment, S], RefundPaymentOutcome],
) -> Decider[InvoiceCommand, S, InvoiceEvent, InvoiceRejection]:
    """Decides on the money for one order."""
    return wire_decider(
        INVOICE_CONTRACT,
        initial,
        evolve,
        calculate_amount=calculate_amount,
        verify_amount=verify_amount,
        settle_amount=settle_amount,
        prepare_invoice=prepare_invoice,
        retry_payment=retry_payment,
        confirm_payment=confirm_payment,
        decline_payment=decline_payment,
        refund_payment=refund_payment,
    )
