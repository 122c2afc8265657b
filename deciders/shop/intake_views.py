"""The view of raw data: what came in, and what became of it."""

from __future__ import annotations

from typing import assert_never

import attrs

from generated.shop.intake import (
    BuyerMatched,
    DataRefused,
    DataTranslated,
    IntakeLog,
    IntakeLogEvent,
    IntakeLogView,
    IntakeStatus,
    RawDataReceived,
)


def evolve_intake_log(row: IntakeLog | None, event: IntakeLogEvent) -> IntakeLog | None:
    """A piece of raw data after one more event; there is none before RawDataReceived."""
    match event:
        case RawDataReceived():
            return IntakeLog(
                intake_id=event.intake_id,
                source=event.source,
                applies=event.applies,
                received_at=event.received_at,
                status=IntakeStatus.RECEIVED,
            )
        case _ if row is None:
            return None
        case BuyerMatched() | DataTranslated():
            return attrs.evolve(row, status=IntakeStatus.TRANSLATED)
        case DataRefused(reason=reason, at=at):
            return attrs.evolve(row, status=IntakeStatus.REFUSED, reason=reason, at=at)
        case _:
            assert_never(event)


intake_log = IntakeLogView(evolve=evolve_intake_log)
