# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Events of Billing: Works out what an order costs, checks that against what the customer agreed to, writes the
invoice, gets the money and pays it back where it has to.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from factbook.constraints import between, constrained, length
from factbook.messages import define

from ..customers.types import CustomerId
from ..types import (
    MailTrouble,
    Money,
    OrderId,
    OrderLines,
    PaymentMethod,
)
from .types import (
    Attempt,
    DeclineReason,
    ProviderReference,
    ProviderTrouble,
    RefundReason,
)


@constrained
@define(frozen=True, slots=True)
class AmountCalculated:
    """What the order costs by its lines and its discount.

    Attributes:
        goods: What all lines cost before the discount.
        discount: The percentage of the goods, rounded half up to the cent.
        total: Goods minus discount.
        agreed: The total that the customer agreed to.
    """

    order_id: OrderId
    customer_id: CustomerId
    goods: Money
    discount: Money
    total: Money
    agreed: Money


@constrained
@define(frozen=True, slots=True)
class AmountVerified:
    """This is what the customer has to pay.

    Attributes:
        settled: What the clerk said who settled it, if one did.
    """

    order_id: OrderId
    total: Money
    settled: Annotated[str, length(1, 500)] | None = None


@constrained
@define(frozen=True, slots=True)
class AmountQuestioned:
    """What the order costs is not what the customer agreed to. Nothing is invoiced until a clerk settles it."""

    order_id: OrderId
    total: Money
    agreed: Money


@constrained
@define(frozen=True, slots=True)
class InvoicePrepared:
    """The invoice is written, and its payment is due within 48 hours. Its number is that of the order.

    Attributes:
        vat: The 19 % VAT that the total contains, rounded half up to the cent.
    """

    order_id: OrderId
    customer_id: CustomerId
    lines: OrderLines
    total: Money
    vat: Money
    payment_method: PaymentMethod


@constrained
@define(frozen=True, slots=True)
class ChargeSubmitted:
    """The payment provider took the request to charge the customer. Whether the money moves it says later."""

    order_id: OrderId
    attempt: Attempt
    provider_reference: ProviderReference


@constrained
@define(frozen=True, slots=True)
class ChargeNotSubmitted:
    """The payment provider did not take the request. The attempt has failed."""

    order_id: OrderId
    attempt: Attempt
    trouble: ProviderTrouble


@constrained
@define(frozen=True, slots=True)
class PaymentReceived:
    """The payment provider has the money."""

    order_id: OrderId
    customer_id: CustomerId
    attempt: Attempt
    amount: Money
    provider_reference: ProviderReference
    received_at: datetime


@constrained
@define(frozen=True, slots=True)
class PaymentFailed:
    """The payment provider did not get the money."""

    order_id: OrderId
    customer_id: CustomerId
    attempt: Attempt
    reason: DeclineReason


@constrained
@define(frozen=True, slots=True)
class PaymentRetried:
    """The customer wants to be charged again, perhaps in another way."""

    order_id: OrderId
    customer_id: CustomerId
    attempt: Annotated[int, between(2, 3)]
    total: Money
    payment_method: PaymentMethod


@constrained
@define(frozen=True, slots=True)
class RefundRequested:
    """What was paid has to be paid back, all of it."""

    order_id: OrderId
    customer_id: CustomerId
    amount: Money
    provider_reference: ProviderReference
    reason: RefundReason


@constrained
@define(frozen=True, slots=True)
class PaymentRefunded:
    """The payment provider paid the money back."""

    order_id: OrderId
    customer_id: CustomerId
    amount: Money
    refunded_at: datetime


@constrained
@define(frozen=True, slots=True)
class RefundFailed:
    """The payment provider did not pay the money back."""

    order_id: OrderId
    customer_id: CustomerId
    trouble: ProviderTrouble


@constrained
@define(frozen=True, slots=True)
class ReminderSent:
    """The customer was told that a payment failed."""

    order_id: OrderId
    customer_id: CustomerId
    attempt: Attempt


@constrained
@define(frozen=True, slots=True)
class ReminderFailed:
    """The mail about a payment that failed did not go out."""

    order_id: OrderId
    customer_id: CustomerId
    attempt: Attempt
    reason: MailTrouble
