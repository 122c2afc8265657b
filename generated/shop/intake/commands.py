# Made by factbook from catalogue/shop/intake.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Commands of Intake: Takes in raw data from outside, whatever its shape, and keeps it as it came. Translates what it
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
class ReceiveData:
    """Records raw data as it is. Nothing in it is checked here. The same payload from the same source changes nothing a
    second time.
    """

    intake_id: IntakeId
    source: SourceName
    applies: datetime
    payload: Json
    received_at: datetime


@constrained
@define(frozen=True, slots=True)
class MatchBuyer:
    """Finds the customer who has the e-mail address of an outside order. Nobody has it, so the buyer is new.

    Attributes:
        customer_id: The number that a new customer gets.
    """

    intake_id: IntakeId
    customer_id: CustomerId
    email: Email
    name: PersonName
    address: Address
    lines: OrderLines
    payment_method: PaymentMethod
    ordered_at: datetime


@constrained
@define(frozen=True, slots=True)
class MarkTranslated:
    """Says that data has become commands of another context."""

    intake_id: IntakeId
    kind: DataKind


@constrained
@define(frozen=True, slots=True)
class RefuseData:
    """Says that data cannot be translated, and what is wrong with it first."""

    intake_id: IntakeId
    reason: RefusalReason
    at: DataPath
