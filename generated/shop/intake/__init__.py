# Made by factbook from catalogue/shop/intake.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Intake: Takes in raw data from outside, whatever its shape, and keeps it as it came. Translates what it understands
into commands of the other contexts, so that no outside word gets any further. What it cannot translate it refuses, and
says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.lazy import lazy_exports

if TYPE_CHECKING:
    from .commands import (
        MarkTranslated,
        MatchBuyer,
        ReceiveData,
        RefuseData,
    )
    from .deciders import (
        DeliveryCommand,
        DeliveryDecider,
        DeliveryEvent,
        DeliveryRejection,
        MarkTranslatedOutcome,
        MatchBuyerOutcome,
        ReceiveDataOutcome,
        RefuseDataOutcome,
    )
    from .events import (
        BuyerMatched,
        DataRefused,
        DataTranslated,
        RawDataReceived,
    )
    from .policies import (
        PassOrderOnPolicy,
        TranslateDataPolicy,
    )
    from .rejections import (
        AlreadySettled,
        NothingReceived,
        OtherDataReceived,
    )
    from .types import (
        DataKind,
        DataPath,
        IntakeId,
        IntakeStatus,
        RefusalReason,
        SourceName,
    )
    from .views import (
        IntakeLog,
        IntakeLogEvent,
        IntakeLogView,
    )
else:
    __getattr__, __dir__ = lazy_exports(
        __name__,
        {
            "types": (
                "DataKind",
                "DataPath",
                "IntakeId",
                "IntakeStatus",
                "RefusalReason",
                "SourceName",
            ),
            "events": (
                "BuyerMatched",
                "DataRefused",
                "DataTranslated",
                "RawDataReceived",
            ),
            "commands": (
                "MarkTranslated",
                "MatchBuyer",
                "ReceiveData",
                "RefuseData",
            ),
            "rejections": (
                "AlreadySettled",
                "NothingReceived",
                "OtherDataReceived",
            ),
            "views": (
                "IntakeLog",
                "IntakeLogEvent",
                "IntakeLogView",
            ),
            "deciders": (
                "DeliveryCommand",
                "DeliveryDecider",
                "DeliveryEvent",
                "DeliveryRejection",
                "MarkTranslatedOutcome",
                "MatchBuyerOutcome",
                "ReceiveDataOutcome",
                "RefuseDataOutcome",
            ),
            "policies": (
                "PassOrderOnPolicy",
                "TranslateDataPolicy",
            ),
        },
    )

__all__ = [
    "AlreadySettled",
    "BuyerMatched",
    "DataKind",
    "DataPath",
    "DataRefused",
    "DataTranslated",
    "DeliveryCommand",
    "DeliveryDecider",
    "DeliveryEvent",
    "DeliveryRejection",
    "IntakeId",
    "IntakeLog",
    "IntakeLogEvent",
    "IntakeLogView",
    "IntakeStatus",
    "MarkTranslated",
    "MarkTranslatedOutcome",
    "MatchBuyer",
    "MatchBuyerOutcome",
    "NothingReceived",
    "OtherDataReceived",
    "PassOrderOnPolicy",
    "RawDataReceived",
    "ReceiveData",
    "ReceiveDataOutcome",
    "RefusalReason",
    "RefuseData",
    "RefuseDataOutcome",
    "SourceName",
    "TranslateDataPolicy",
]
