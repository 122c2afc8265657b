# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Codec of Billing: Works out what an order costs, checks that against what the customer agreed to, writes the invoice,
gets the money and pays it back where it has to.
"""

from __future__ import annotations

from factbook.codec import NOW, Codec, CommandEntry, EventEntry
from factbook.upcasting import add, convert, rename

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
from .views import (
    DailySales,
    InvoiceList,
)

CODEC = Codec(
    "billing",
    events=(
        EventEntry(AmountCalculated, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(AmountVerified, tags=(("order", "order_id"),)),
        EventEntry(AmountQuestioned, tags=(("order", "order_id"),)),
        EventEntry(
            InvoicePrepared,
            version=3,
            tags=(("order", "order_id"), ("customer", "customer_id")),
            upcasts=(
                (rename("lines.*.price", "unit_price"),),
                (add("vat", by="vat_contained"),),
            ),
        ),
        EventEntry(ChargeSubmitted, tags=(("order", "order_id"),)),
        EventEntry(ChargeNotSubmitted, tags=(("order", "order_id"),)),
        EventEntry(
            PaymentReceived,
            version=2,
            tags=(("order", "order_id"), ("customer", "customer_id")),
            upcasts=((convert("received_at", "time_of_seconds"),),),
        ),
        EventEntry(PaymentFailed, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(PaymentRetried, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(RefundRequested, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(PaymentRefunded, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(RefundFailed, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(ReminderSent, tags=(("order", "order_id"), ("customer", "customer_id"))),
        EventEntry(ReminderFailed, tags=(("order", "order_id"), ("customer", "customer_id"))),
    ),
    commands=(
        CommandEntry(CalculateAmount),
        CommandEntry(VerifyAmount),
        CommandEntry(SettleAmount),
        CommandEntry(PrepareInvoice),
        CommandEntry(RetryPayment),
        CommandEntry(ConfirmPayment, defaults={"received_at": NOW}),
        CommandEntry(DeclinePayment),
        CommandEntry(RefundPayment),
    ),
    effects=(
        CommandEntry(ChargeCustomer),
        CommandEntry(RefundCustomer),
        CommandEntry(SendReminder),
    ),
    rejections=(
        OrderNotConfirmed,
        OrderWasCancelled,
        AmountNotCalculated,
        AmountNotQuestioned,
        AmountNotVerified,
        NothingToPay,
        AlreadyPaid,
        PaymentPending,
        NoAttemptsLeft,
        NoSuchAttempt,
        AttemptHasFailed,
        AttemptHasSucceeded,
        NothingPaid,
    ),
    rows=(
        InvoiceList,
        DailySales,
    ),
)
