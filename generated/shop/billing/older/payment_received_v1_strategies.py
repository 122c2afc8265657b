# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of PaymentReceived as it was in version 1."""

from __future__ import annotations

from typing import Any

from factbook.testing.strategies import SearchStrategy, integer, message

from ...customers.strategies import customer_id
from ...strategies import (
    money,
    order_id,
)
from ..strategies import (
    attempt,
    provider_reference,
)
from .payment_received_v1 import PaymentReceived


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
        received_at=integer(0, 4102444800),
    )
