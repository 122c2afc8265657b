# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Commands of Billing: Works out what an order costs, checks that against what the customer agreed to, writes the
invoice, gets the money and pays it back where it has to.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from factbook.constraints import constrained, length
from factbook.messages import define

from ..types import (
    Money,
    OrderId,
    PaymentMethod,
)
from .types import (
    Attempt,
    DeclineReason,
    ProviderReference,
    RefundReason,
)


@constrained
@define(frozen=True, slots=True)
class CalculateAmount:
    """Works out what a confirmed order costs, from its lines and its discount."""

    order_id: OrderId


@constrained
@define(frozen=True, slots=True)
class VerifyAmount:
    """Compares what the order costs with what the customer agreed to."""

    order_id: OrderId


@constrained
@define(frozen=True, slots=True)
class SettleAmount:
    """Says what the customer has to pay when the calculation and the agreement differ.

    Attributes:
        note: Why that much.
    """

    order_id: OrderId
    total: Money
    note: Annotated[str, length(1, 500)]


@constrained
@define(frozen=True, slots=True)
class PrepareInvoice:
    """Writes the invoice of an order whose amount is verified."""

    order_id: OrderId


@constrained
@define(frozen=True, slots=True)
class RetryPayment:
    """Has the customer charged again after an attempt failed. There are three attempts."""

    order_id: OrderId
    payment_method: PaymentMethod


@constrained
@define(frozen=True, slots=True)
class ConfirmPayment:
    """The payment provider says that it has the money."""

    order_id: OrderId
    attempt: Attempt
    provider_reference: ProviderReference
    received_at: datetime


@constrained
@define(frozen=True, slots=True)
class DeclinePayment:
    """The payment provider says that it did not get the money."""

    order_id: OrderId
    attempt: Attempt
    reason: DeclineReason


@constrained
@define(frozen=True, slots=True)
class RefundPayment:
    """Has what was paid paid back. After a failure it may be tried again."""

    order_id: OrderId
    reason: RefundReason
