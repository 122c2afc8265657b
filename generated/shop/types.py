# Made by factbook from catalogue/shop/system.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Types that the contexts of The shop share."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

from factbook.constraints import between, constrained, digits, length, pattern
from factbook.messages import define

OrderId = NewType("OrderId", UUID)
"""Names one order, its invoice and its parcel."""

Sku = Annotated[str, pattern(r"[A-Z]{3}-[0-9]{4}")]
"""Names one item, as it stands on the shelf."""

Quantity = Annotated[int, between(1, 999)]
"""How many pieces of an item."""

Money = Annotated[Decimal, between(Decimal(0), None), digits(12, 2)]
"""An amount in euro, VAT included."""

Price = Annotated[Decimal, between(Decimal("0.01"), Decimal("100000.00")), digits(12, 2)]
"""What one piece costs."""

Percent = Annotated[int, between(0, 90)]
"""A discount, in percent of what the goods cost."""


@constrained
@define(frozen=True, slots=True)
class OrderLine:
    """So many pieces of an item at this price."""

    sku: Sku
    quantity: Quantity
    unit_price: Price


OrderLines = Annotated[tuple[OrderLine, ...], length(1, 20)]
"""What is bought. One line for each item."""


@constrained
@define(frozen=True, slots=True)
class Card:
    """A credit card that the payment provider knows.

    Attributes:
        token: How it calls the card.
    """

    token: Annotated[str, pattern(r"tok-[a-z0-9\-]{1,60}")]


@constrained
@define(frozen=True, slots=True)
class DirectDebit:
    """A bank account that may be debited.

    Attributes:
        mandate: What the customer signed.
    """

    mandate: Annotated[str, pattern(r"[A-Z0-9\-]{1,35}")]


PaymentMethod = Card | DirectDebit
"""How an order is paid."""


class MailTrouble(StrEnum):
    """Why a mail did not go out."""

    NOT_REACHABLE = "not_reachable"
    """The mail server did not answer."""
    ADDRESS_REFUSED = "address_refused"
    """The mail server does not take this address."""
