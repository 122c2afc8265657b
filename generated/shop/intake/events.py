# Made by factbook from catalogue/shop/intake.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Events of Intake: Takes in raw data from outside, whatever its shape, and keeps it as it came. Translates what it
understands into commands of the other contexts, so that no outside word gets any further. What it cannot translate it
refuses, and says why.
"""

from __future__ import annotations

from datetime import datetime

from factbook.constraints import constrained
from factbook.messages import Json, define

from ..customers.types import (
    Address,
    CustomerId,
    Email,
    PersonName,
)
from ..types import (
    OrderLines,
    PaymentMethod,
)
from .types import (
    DataKind,
    DataPath,
    IntakeId,
    RefusalReason,
    SourceName,
)


@constrained
@define(frozen=True, slots=True)
class RawDataReceived:
    """Somebody outside sent this. It is kept as it came and not yet understood; it may name persons.

    Attributes:
        applies: Since when it holds in the world of the sender, however late it arrives.
    """

    intake_id: IntakeId
    source: SourceName
    applies: datetime
    payload: Json
    received_at: datetime


@constrained
@define(frozen=True, slots=True)
class BuyerMatched:
    """An order from outside was understood, and its buyer was found among the customers or is new.

    Attributes:
        known: Whether the customer was registered before.
    """

    intake_id: IntakeId
    source: SourceName
    customer_id: CustomerId
    known: bool
    email: Email
    name: PersonName
    address: Address
    lines: OrderLines
    payment_method: PaymentMethod
    ordered_at: datetime


@constrained
@define(frozen=True, slots=True)
class DataTranslated:
    """The data was understood and has become commands of another context."""

    intake_id: IntakeId
    kind: DataKind


@constrained
@define(frozen=True, slots=True)
class DataRefused:
    """The data could not be translated."""

    intake_id: IntakeId
    source: SourceName
    reason: RefusalReason
    at: DataPath
