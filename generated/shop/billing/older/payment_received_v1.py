# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""How PaymentReceived of Billing was in version 1."""

from __future__ import annotations

from typing import Annotated

from factbook.constraints import between, constrained
from factbook.messages import define

from ...customers.types import CustomerId
from ...types import (
    Money,
    OrderId,
)
from ..types import (
    Attempt,
    ProviderReference,
)


@constrained
@define(frozen=True, slots=True)
class PaymentReceived:
    """Version 1: The payment provider has the money."""

    order_id: OrderId
    customer_id: CustomerId
    attempt: Attempt
    amount: Money
    provider_reference: ProviderReference
    received_at: Annotated[int, between(0, 4102444800)]
