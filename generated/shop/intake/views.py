# Made by factbook from catalogue/shop/intake.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Views of Intake: Takes in raw data from outside, whatever its shape, and keeps it as it came. Translates what it
understands into commands of the other contexts, so that no outside word gets any further. What it cannot translate it
refuses, and says why.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from factbook.constraints import constrained
from factbook.contracts import ViewContract
from factbook.messages import define
from factbook.view import View
from factbook.wiring import checked, wire_view

from .events import (
    BuyerMatched,
    DataRefused,
    DataTranslated,
    RawDataReceived,
)
from .types import (
    DataPath,
    IntakeId,
    IntakeStatus,
    RefusalReason,
    SourceName,
)


@constrained
@define(frozen=True, slots=True)
class IntakeLog:
    """What came in from outside and what became of it.

    Attributes:
        reason: Why it was refused.
        at: What in it was wrong.
    """

    intake_id: IntakeId
    source: SourceName
    applies: datetime
    received_at: datetime
    status: IntakeStatus
    reason: RefusalReason | None = None
    at: DataPath | None = None


IntakeLogEvent = RawDataReceived | BuyerMatched | DataTranslated | DataRefused
"""What IntakeLog is made from."""

INTAKE_LOG_CONTRACT = ViewContract(
    "intake.IntakeLog",
    IntakeLog,
    key=("intake_id",),
    sources={
        RawDataReceived: ("intake_id",),
        BuyerMatched: ("intake_id",),
        DataTranslated: ("intake_id",),
        DataRefused: ("intake_id",),
    },
)


@checked(INTAKE_LOG_CONTRACT)
def IntakeLogView(
    *,
    evolve: Callable[[IntakeLog | None, IntakeLogEvent], IntakeLog | None],
) -> View[IntakeLog | None, IntakeLogEvent]:
    """The table IntakeLog, one row for each intake_id."""
    return wire_view(INTAKE_LOG_CONTRACT, evolve)
