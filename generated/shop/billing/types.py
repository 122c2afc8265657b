# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Types of Billing: Works out what an order costs, checks that against what the customer agreed to, writes the invoice,
gets the money and pays it back where it has to.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from factbook.constraints import between, digits, pattern

Attempt = Annotated[int, between(1, 3)]
"""Which attempt at charging an order this is."""

ProviderReference = Annotated[str, pattern(r"[A-Za-z0-9_\-]{1,64}")]
"""How the payment provider calls a payment."""


class DeclineReason(StrEnum):
    """Why the payment provider did not get the money."""

    NO_FUNDS = "no_funds"
    """The account holds too little."""
    CARD_EXPIRED = "card_expired"
    """The card is too old."""
    CARD_STOLEN = "card_stolen"
    """Somebody reported the card as stolen."""
    NOT_SAID = "not_said"
    """The payment provider does not say."""


class ProviderTrouble(StrEnum):
    """Why the payment provider did not take a request."""

    NOT_REACHABLE = "not_reachable"
    """It did not answer."""
    REFUSED = "refused"
    """It does not accept such a request."""


class RefundReason(StrEnum):
    """Why money is paid back."""

    CANCELLED = "cancelled"
    """The order was cancelled."""
    RETURNED = "returned"
    """The parcel came back."""
    GOODWILL = "goodwill"
    """A clerk decided so."""


class InvoiceStatus(StrEnum):
    """How far the money for an order has come."""

    CALCULATED = "calculated"
    """The amount is known."""
    QUESTIONED = "questioned"
    """A clerk has to look at the amount."""
    DUE = "due"
    """The customer has to pay."""
    FAILED = "failed"
    """An attempt to charge the customer failed."""
    VOID = "void"
    """The order is off, and no money had arrived."""
    PAID = "paid"
    """The money has arrived."""
    REFUND_DUE = "refund_due"
    """The money has to be paid back."""
    REFUNDED = "refunded"
    """The money was paid back."""
    REFUND_FAILED = "refund_failed"
    """A clerk has to pay the money back in another way."""


Turnover = Annotated[Decimal, between(Decimal(0), None), digits(18, 2)]
"""A sum of amounts in euro."""
