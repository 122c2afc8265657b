"""Asks a payment provider over HTTP. Each request carries a key, so that it is done once however often it is made."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import UUID

import attrs

from factbook.errors import EffectFailed
from generated.shop.billing import (
    ChargeCustomer,
    ChargeNotSubmitted,
    ChargeSubmitted,
    PaymentRefunded,
    ProviderTrouble,
    RefundCustomer,
    RefundFailed,
)

__all__ = ["PaymentProvider"]

PATIENCE: Final = 10.0
"""How many seconds an answer may take."""


@attrs.frozen
class PaymentProvider:
    """The provider at a URL: ``POST /charges`` and ``POST /refunds``, JSON both ways, ``Idempotency-Key``."""

    url: str

    def charge(self, effect: ChargeCustomer, key: UUID) -> ChargeSubmitted | ChargeNotSubmitted:
        """Whether the money moves the provider says later; here it only takes the request, or not."""

        def failed(trouble: ProviderTrouble) -> ChargeNotSubmitted:
            return ChargeNotSubmitted(effect.order_id, effect.attempt, trouble)

        request = {"order": str(effect.order_id), "amount": str(effect.amount), "method": _kind(effect.payment_method)}
        answer = self._post("charges", request, key, otherwise=failed(ProviderTrouble.NOT_REACHABLE))
        if answer is None:
            return failed(ProviderTrouble.REFUSED)
        return ChargeSubmitted(effect.order_id, effect.attempt, answer["reference"])

    def refund(self, effect: RefundCustomer, key: UUID) -> PaymentRefunded | RefundFailed:
        """All of it goes back, or nothing."""

        def failed(trouble: ProviderTrouble) -> RefundFailed:
            return RefundFailed(effect.order_id, effect.customer_id, trouble)

        request = {"reference": effect.provider_reference, "amount": str(effect.amount)}
        answer = self._post("refunds", request, key, otherwise=failed(ProviderTrouble.NOT_REACHABLE))
        if answer is None:
            return failed(ProviderTrouble.REFUSED)
        return PaymentRefunded(effect.order_id, effect.customer_id, effect.amount, datetime.now(UTC))

    def _post(self, path: str, request: dict[str, str], key: UUID, otherwise: object) -> dict[str, Any] | None:
        """The answer; ``None`` if the provider refuses. Anything else may pass, and is tried again."""
        call = Request(
            f"{self.url}/{path}",
            json.dumps(request).encode(),
            {"Content-Type": "application/json", "Idempotency-Key": str(key)},
        )
        try:
            with urlopen(call, timeout=PATIENCE) as answer:
                read: dict[str, Any] = json.load(answer)
                return read
        except HTTPError as error:
            if 400 <= error.code < 500 and error.code not in (408, 409, 425, 429):
                return None
            raise EffectFailed(f"the payment provider answered {error.code}", otherwise=otherwise) from error
        except (OSError, HTTPException, ValueError) as error:
            raise EffectFailed(f"the payment provider cannot be reached: {error}", otherwise=otherwise) from error


def _kind(method: object) -> str:
    return type(method).__name__
