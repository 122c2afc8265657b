# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of Billing: every type and message, valid by construction."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from factbook.testing.strategies import SearchStrategy, decimal, integer, maybe, message, moment, text, word

from ..customers.strategies import (
    customer_id,
    email,
)
from ..strategies import (
    mail_trouble,
    money,
    order_id,
    order_lines,
    payment_method,
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
from .effects import (
    ChargeCustomer,
    RefundCustomer,
    SendReminder,
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
from .types import (
    Attempt,
    DeclineReason,
    InvoiceStatus,
    ProviderReference,
    ProviderTrouble,
    RefundReason,
    Turnover,
)


def attempt() -> SearchStrategy[Attempt]:
    """Any valid ``Attempt``."""
    return integer(1, 3)


def provider_reference() -> SearchStrategy[ProviderReference]:
    """Any valid ``ProviderReference``."""
    return text(pattern=r"[A-Za-z0-9_\-]{1,64}", often=("pay-0001", "pay-0002"))


def decline_reason() -> SearchStrategy[DeclineReason]:
    """Any valid ``DeclineReason``."""
    return word(DeclineReason)


def provider_trouble() -> SearchStrategy[ProviderTrouble]:
    """Any valid ``ProviderTrouble``."""
    return word(ProviderTrouble)


def refund_reason() -> SearchStrategy[RefundReason]:
    """Any valid ``RefundReason``."""
    return word(RefundReason)


def invoice_status() -> SearchStrategy[InvoiceStatus]:
    """Any valid ``InvoiceStatus``."""
    return word(InvoiceStatus)


def turnover() -> SearchStrategy[Turnover]:
    """Any valid ``Turnover``."""
    return decimal(Decimal(0), digits=18, places=2)


def amount_calculated(**fields: SearchStrategy[Any]) -> SearchStrategy[AmountCalculated]:
    """Any valid ``AmountCalculated``; name a field to say how it is drawn."""
    return message(
        AmountCalculated,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        goods=money(),
        discount=money(),
        total=money(),
        agreed=money(),
    )


def amount_verified(**fields: SearchStrategy[Any]) -> SearchStrategy[AmountVerified]:
    """Any valid ``AmountVerified``; name a field to say how it is drawn."""
    return message(AmountVerified, fields, order_id=order_id(), total=money(), settled=maybe(text(1, 500)))


def amount_questioned(**fields: SearchStrategy[Any]) -> SearchStrategy[AmountQuestioned]:
    """Any valid ``AmountQuestioned``; name a field to say how it is drawn."""
    return message(AmountQuestioned, fields, order_id=order_id(), total=money(), agreed=money())


def invoice_prepared(**fields: SearchStrategy[Any]) -> SearchStrategy[InvoicePrepared]:
    """Any valid ``InvoicePrepared``; name a field to say how it is drawn."""
    return message(
        InvoicePrepared,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        lines=order_lines(),
        total=money(),
        vat=money(),
        payment_method=payment_method(),
    )


def charge_submitted(**fields: SearchStrategy[Any]) -> SearchStrategy[ChargeSubmitted]:
    """Any valid ``ChargeSubmitted``; name a field to say how it is drawn."""
    return message(
        ChargeSubmitted,
        fields,
        order_id=order_id(),
        attempt=attempt(),
        provider_reference=provider_reference(),
    )


def charge_not_submitted(**fields: SearchStrategy[Any]) -> SearchStrategy[ChargeNotSubmitted]:
    """Any valid ``ChargeNotSubmitted``; name a field to say how it is drawn."""
    return message(ChargeNotSubmitted, fields, order_id=order_id(), attempt=attempt(), trouble=provider_trouble())


def payment_received(**fields: SearchStrategy[Any]) -> SearchStrategy[PaymentReceived]:
    """Any valid ``PaymentReceived``; name a field to say how it is drawn."""
    return message(
        PaymentReceived,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        attempt=attempt(),
        amount=money(),
        provider_reference=provider_reference(),
        received_at=moment(),
    )


def payment_failed(**fields: SearchStrategy[Any]) -> SearchStrategy[PaymentFailed]:
    """Any valid ``PaymentFailed``; name a field to say how it is drawn."""
    return message(
        PaymentFailed,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        attempt=attempt(),
        reason=decline_reason(),
    )


def payment_retried(**fields: SearchStrategy[Any]) -> SearchStrategy[PaymentRetried]:
    """Any valid ``PaymentRetried``; name a field to say how it is drawn."""
    return message(
        PaymentRetried,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        attempt=integer(2, 3),
        total=money(),
        payment_method=payment_method(),
    )


def refund_requested(**fields: SearchStrategy[Any]) -> SearchStrategy[RefundRequested]:
    """Any valid ``RefundRequested``; name a field to say how it is drawn."""
    return message(
        RefundRequested,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        amount=money(),
        provider_reference=provider_reference(),
        reason=refund_reason(),
    )


def payment_refunded(**fields: SearchStrategy[Any]) -> SearchStrategy[PaymentRefunded]:
    """Any valid ``PaymentRefunded``; name a field to say how it is drawn."""
    return message(
        PaymentRefunded,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        amount=money(),
        refunded_at=moment(),
    )


def refund_failed(**fields: SearchStrategy[Any]) -> SearchStrategy[RefundFailed]:
    """Any valid ``RefundFailed``; name a field to say how it is drawn."""
    return message(RefundFailed, fields, order_id=order_id(), customer_id=customer_id(), trouble=provider_trouble())


def reminder_sent(**fields: SearchStrategy[Any]) -> SearchStrategy[ReminderSent]:
    """Any valid ``ReminderSent``; name a field to say how it is drawn."""
    return message(ReminderSent, fields, order_id=order_id(), customer_id=customer_id(), attempt=attempt())


def reminder_failed(**fields: SearchStrategy[Any]) -> SearchStrategy[ReminderFailed]:
    """Any valid ``ReminderFailed``; name a field to say how it is drawn."""
    return message(
        ReminderFailed,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        attempt=attempt(),
        reason=mail_trouble(),
    )


def calculate_amount(**fields: SearchStrategy[Any]) -> SearchStrategy[CalculateAmount]:
    """Any valid ``CalculateAmount``; name a field to say how it is drawn."""
    return message(CalculateAmount, fields, order_id=order_id())


def verify_amount(**fields: SearchStrategy[Any]) -> SearchStrategy[VerifyAmount]:
    """Any valid ``VerifyAmount``; name a field to say how it is drawn."""
    return message(VerifyAmount, fields, order_id=order_id())


def settle_amount(**fields: SearchStrategy[Any]) -> SearchStrategy[SettleAmount]:
    """Any valid ``SettleAmount``; name a field to say how it is drawn."""
    return message(SettleAmount, fields, order_id=order_id(), total=money(), note=text(1, 500))


def prepare_invoice(**fields: SearchStrategy[Any]) -> SearchStrategy[PrepareInvoice]:
    """Any valid ``PrepareInvoice``; name a field to say how it is drawn."""
    return message(PrepareInvoice, fields, order_id=order_id())


def retry_payment(**fields: SearchStrategy[Any]) -> SearchStrategy[RetryPayment]:
    """Any valid ``RetryPayment``; name a field to say how it is drawn."""
    return message(RetryPayment, fields, order_id=order_id(), payment_method=payment_method())


def confirm_payment(**fields: SearchStrategy[Any]) -> SearchStrategy[ConfirmPayment]:
    """Any valid ``ConfirmPayment``; name a field to say how it is drawn."""
    return message(
        ConfirmPayment,
        fields,
        order_id=order_id(),
        attempt=attempt(),
        provider_reference=provider_reference(),
        received_at=moment(),
    )


def decline_payment(**fields: SearchStrategy[Any]) -> SearchStrategy[DeclinePayment]:
    """Any valid ``DeclinePayment``; name a field to say how it is drawn."""
    return message(DeclinePayment, fields, order_id=order_id(), attempt=attempt(), reason=decline_reason())


def refund_payment(**fields: SearchStrategy[Any]) -> SearchStrategy[RefundPayment]:
    """Any valid ``RefundPayment``; name a field to say how it is drawn."""
    return message(RefundPayment, fields, order_id=order_id(), reason=refund_reason())


def charge_customer(**fields: SearchStrategy[Any]) -> SearchStrategy[ChargeCustomer]:
    """Any valid ``ChargeCustomer``; name a field to say how it is drawn."""
    return message(
        ChargeCustomer,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        attempt=attempt(),
        amount=money(),
        payment_method=payment_method(),
    )


def refund_customer(**fields: SearchStrategy[Any]) -> SearchStrategy[RefundCustomer]:
    """Any valid ``RefundCustomer``; name a field to say how it is drawn."""
    return message(
        RefundCustomer,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        amount=money(),
        provider_reference=provider_reference(),
    )


def send_reminder(**fields: SearchStrategy[Any]) -> SearchStrategy[SendReminder]:
    """Any valid ``SendReminder``; name a field to say how it is drawn."""
    return message(
        SendReminder,
        fields,
        order_id=order_id(),
        customer_id=customer_id(),
        email=email(),
        attempt=attempt(),
        reason=decline_reason(),
    )


def order_not_confirmed(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderNotConfirmed]:
    """Any valid ``OrderNotConfirmed``; name a field to say how it is drawn."""
    return message(OrderNotConfirmed, fields)


def order_was_cancelled(**fields: SearchStrategy[Any]) -> SearchStrategy[OrderWasCancelled]:
    """Any valid ``OrderWasCancelled``; name a field to say how it is drawn."""
    return message(OrderWasCancelled, fields)


def amount_not_calculated(**fields: SearchStrategy[Any]) -> SearchStrategy[AmountNotCalculated]:
    """Any valid ``AmountNotCalculated``; name a field to say how it is drawn."""
    return message(AmountNotCalculated, fields)


def amount_not_questioned(**fields: SearchStrategy[Any]) -> SearchStrategy[AmountNotQuestioned]:
    """Any valid ``AmountNotQuestioned``; name a field to say how it is drawn."""
    return message(AmountNotQuestioned, fields)


def amount_not_verified(**fields: SearchStrategy[Any]) -> SearchStrategy[AmountNotVerified]:
    """Any valid ``AmountNotVerified``; name a field to say how it is drawn."""
    return message(AmountNotVerified, fields)


def nothing_to_pay(**fields: SearchStrategy[Any]) -> SearchStrategy[NothingToPay]:
    """Any valid ``NothingToPay``; name a field to say how it is drawn."""
    return message(NothingToPay, fields)


def already_paid(**fields: SearchStrategy[Any]) -> SearchStrategy[AlreadyPaid]:
    """Any valid ``AlreadyPaid``; name a field to say how it is drawn."""
    return message(AlreadyPaid, fields)


def payment_pending(**fields: SearchStrategy[Any]) -> SearchStrategy[PaymentPending]:
    """Any valid ``PaymentPending``; name a field to say how it is drawn."""
    return message(PaymentPending, fields)


def no_attempts_left(**fields: SearchStrategy[Any]) -> SearchStrategy[NoAttemptsLeft]:
    """Any valid ``NoAttemptsLeft``; name a field to say how it is drawn."""
    return message(NoAttemptsLeft, fields)


def no_such_attempt(**fields: SearchStrategy[Any]) -> SearchStrategy[NoSuchAttempt]:
    """Any valid ``NoSuchAttempt``; name a field to say how it is drawn."""
    return message(NoSuchAttempt, fields)


def attempt_has_failed(**fields: SearchStrategy[Any]) -> SearchStrategy[AttemptHasFailed]:
    """Any valid ``AttemptHasFailed``; name a field to say how it is drawn."""
    return message(AttemptHasFailed, fields)


def attempt_has_succeeded(**fields: SearchStrategy[Any]) -> SearchStrategy[AttemptHasSucceeded]:
    """Any valid ``AttemptHasSucceeded``; name a field to say how it is drawn."""
    return message(AttemptHasSucceeded, fields)


def nothing_paid(**fields: SearchStrategy[Any]) -> SearchStrategy[NothingPaid]:
    """Any valid ``NothingPaid``; name a field to say how it is drawn."""
    return message(NothingPaid, fields)
