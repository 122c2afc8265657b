# Made by factbook from catalogue/shop/intake.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Queries of Intake: Takes in raw data from outside, whatever its shape, and keeps it as it came. Translates what it
understands into commands of the other contexts, so that no outside word gets any further. What it cannot translate it
refuses, and says why.
"""

from __future__ import annotations

from factbook.asking import Answering, Question, ask

from .types import IntakeStatus
from .views import IntakeLog

INTAKE_BY_STATUS = Question(IntakeLog, where=("status",), order=("-received_at",))


def intake_by_status(
    views: Answering,
    *,
    status: IntakeStatus,
) -> list[IntakeLog]:
    """What was received, translated or refused, the newest first."""
    return ask(views, INTAKE_BY_STATUS, status=status)
