# Made by factbook from catalogue/shop/intake.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Codec of Intake: Takes in raw data from outside, whatever its shape, and keeps it as it came. Translates what it
understands into commands of the other contexts, so that no outside word gets any further. What it cannot translate it
refuses, and says why.
"""

from __future__ import annotations

from factbook.codec import NEW, NOW, Codec, CommandEntry, EventEntry

from .commands import (
    MarkTranslated,
    MatchBuyer,
    ReceiveData,
    RefuseData,
)
from .events import (
    BuyerMatched,
    DataRefused,
    DataTranslated,
    RawDataReceived,
)
from .rejections import (
    AlreadySettled,
    NothingReceived,
    OtherDataReceived,
)
from .views import IntakeLog

CODEC = Codec(
    "intake",
    events=(
        EventEntry(RawDataReceived, tags=(("intake", "intake_id"),)),
        EventEntry(BuyerMatched, tags=(("intake", "intake_id"), ("customer", "customer_id"), ("email", "email"))),
        EventEntry(DataTranslated, tags=(("intake", "intake_id"),)),
        EventEntry(DataRefused, tags=(("intake", "intake_id"),)),
    ),
    commands=(
        CommandEntry(ReceiveData, defaults={"intake_id": NEW, "applies": NOW, "received_at": NOW}),
        CommandEntry(MatchBuyer),
        CommandEntry(MarkTranslated),
        CommandEntry(RefuseData),
    ),
    rejections=(
        OtherDataReceived,
        NothingReceived,
        AlreadySettled,
    ),
    rows=(IntakeLog,),
)
