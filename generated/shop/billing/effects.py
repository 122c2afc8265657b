# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Effects of Billing: Works out what an order costs, checks that against what the customer agreed to, writes the
invoice, gets the money and pays it back where it has to.
"""

from __future__ import annotations

from factbook.constraints import constrained
from factbook.messages import define

from ..customers.types import (
    CustomerId,
    Email,
)
from ..types import (
    Money,
    OrderId,
    PaymentMethod,
)
from .types import (
    Attempt,
    DeclineReason,
    ProviderReference,
)


@constrained
@define(frozen=True, slots=True)
class ChargeCustomer:
    """Asks the payment provider to charge the customer. Order and attempt together keep it from charging twice."""

    order_id: OrderId
    customer_id: CustomerId
    attempt: Attempt
    amount: Money
    payment_method: PaymentMethod


@constrained
@define(frozen=True, slots=True)
class RefundCustomer:
    """Asks the payment provider to pay a payment back, and waits for its answer."""

    order_id: OrderId
    customer_id: CustomerId
    amount: Money
    provider_reference: ProviderReference


@constrained
@define(frozen=True, slots=True)
class SendReminder:
    """Mails the customer that the payment failed, why, and how to try again."""

    order_id: OrderId
    customer_id: CustomerId
    email: Email
    attempt: Attempt
    reason: DeclineReason
