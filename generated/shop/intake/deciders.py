# Made by factbook from catalogue/shop/intake.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Deciders of Intake: Takes in raw data from outside, whatever its shape, and keeps it as it came. Translates what it
understands into commands of the other contexts, so that no outside word gets any further. What it cannot translate it
refuses, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from factbook.contracts import CommandContract, DeciderContract
from factbook.decider import Decider, Evolve
from factbook.queries import Boundary, Read
from factbook.wiring import checked, wire_decider

from ..customers.events import (
    CustomerRegistered,
    EmailChanged,
)
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

S = TypeVar("S")

DeliveryEvent = RawDataReceived | BuyerMatched | DataTranslated | DataRefused | CustomerRegistered | EmailChanged
"""What Delivery evolves from."""

DeliveryCommand = ReceiveData | MatchBuyer | MarkTranslated | RefuseData
"""What Delivery decides on."""

DeliveryRejection = OtherDataReceived | NothingReceived | AlreadySettled
"""How Delivery refuses."""

ReceiveDataOutcome = Sequence[RawDataReceived] | OtherDataReceived
"""What may come of ReceiveData."""

MatchBuyerOutcome = Sequence[BuyerMatched] | NothingReceived | AlreadySettled
"""What may come of MatchBuyer."""

MarkTranslatedOutcome = Sequence[DataTranslated] | NothingReceived | AlreadySettled
"""What may come of MarkTranslated."""

RefuseDataOutcome = Sequence[DataRefused] | NothingReceived | AlreadySettled
"""What may come of RefuseData."""

DELIVERY_READS = (
    Read(
        ("intake.RawDataReceived", "intake.BuyerMatched", "intake.DataTranslated", "intake.DataRefused"),
        (("intake", "intake_id"),),
    ),
)
"""What every command of Delivery reads."""

DELIVERY_CONTRACT = DeciderContract(
    "intake.Delivery",
    evolves=(RawDataReceived, BuyerMatched, DataTranslated, DataRefused, CustomerRegistered, EmailChanged),
    commands={
        "receive_data": CommandContract(
            "intake.ReceiveData",
            ReceiveData,
            reads=Boundary(*DELIVERY_READS),
            records=(RawDataReceived,),
            rejects=(OtherDataReceived,),
        ),
        "match_buyer": CommandContract(
            "intake.MatchBuyer",
            MatchBuyer,
            reads=Boundary(
                *DELIVERY_READS,
                Read(("customers.CustomerRegistered", "customers.EmailChanged"), (("email", "email"),)),
            ),
            records=(BuyerMatched,),
            rejects=(NothingReceived, AlreadySettled),
        ),
        "mark_translated": CommandContract(
            "intake.MarkTranslated",
            MarkTranslated,
            reads=Boundary(*DELIVERY_READS),
            records=(DataTranslated,),
            rejects=(NothingReceived, AlreadySettled),
        ),
        "refuse_data": CommandContract(
            "intake.RefuseData",
            RefuseData,
            reads=Boundary(*DELIVERY_READS),
            records=(DataRefused,),
            rejects=(NothingReceived, AlreadySettled),
        ),
    },
)


@checked(DELIVERY_CONTRACT)
def DeliveryDecider(
    *,
    initial: S,
    evolve: Evolve[S, DeliveryEvent],
    receive_data: Callable[[ReceiveData, S], ReceiveDataOutcome],
    match_buyer: Callable[[MatchBuyer, S], MatchBuyerOutcome],
    mark_translated: Callable[[MarkTranslated, S], MarkTranslatedOutcome],
    refuse_data: Callable[[RefuseData, S], RefuseDataOutcome],
) -> Decider[DeliveryCommand, S, DeliveryEvent, DeliveryRejection]:
    """Decides on one piece of raw data."""
    return wire_decider(
        DELIVERY_CONTRACT,
        initial,
        evolve,
        receive_data=receive_data,
        match_buyer=match_buyer,
        mark_translated=mark_translated,
        refuse_data=refuse_data,
    )
