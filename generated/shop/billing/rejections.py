# Made by factbook from catalogue/shop/billing.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Rejections of Billing: Works out what an order costs, checks that against what the customer agreed to, writes the
invoice, gets the money and pays it back where it has to.
"""

from __future__ import annotations

from factbook.constraints import constrained
from factbook.messages import define


@constrained
@define(frozen=True, slots=True)
class OrderNotConfirmed:
    """The order is not confirmed."""


@constrained
@define(frozen=True, slots=True)
class OrderWasCancelled:
    """The order is off."""


@constrained
@define(frozen=True, slots=True)
class AmountNotCalculated:
    """Nobody has worked the amount out."""


@constrained
@define(frozen=True, slots=True)
class AmountNotQuestioned:
    """There is nothing to settle."""


@constrained
@define(frozen=True, slots=True)
class AmountNotVerified:
    """The amount is not verified."""


@constrained
@define(frozen=True, slots=True)
class NothingToPay:
    """There is no invoice."""


@constrained
@define(frozen=True, slots=True)
class AlreadyPaid:
    """The money has arrived."""


@constrained
@define(frozen=True, slots=True)
class PaymentPending:
    """The payment provider has not answered the last attempt."""


@constrained
@define(frozen=True, slots=True)
class NoAttemptsLeft:
    """Three attempts failed."""


@constrained
@define(frozen=True, slots=True)
class NoSuchAttempt:
    """Nobody has asked for this charge."""


@constrained
@define(frozen=True, slots=True)
class AttemptHasFailed:
    """This attempt failed."""


@constrained
@define(frozen=True, slots=True)
class AttemptHasSucceeded:
    """The money of this attempt has arrived."""


@constrained
@define(frozen=True, slots=True)
class NothingPaid:
    """No money has arrived."""
