"""Decides on one piece of raw data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, assert_never

import attrs

from generated.shop.customers import CustomerId, CustomerRegistered, Email, EmailChanged
from generated.shop.intake import (
    AlreadySettled,
    BuyerMatched,
    DataRefused,
    DataTranslated,
    DeliveryDecider,
    DeliveryEvent,
    MarkTranslated,
    MarkTranslatedOutcome,
    MatchBuyer,
    MatchBuyerOutcome,
    NothingReceived,
    OtherDataReceived,
    RawDataReceived,
    ReceiveData,
    ReceiveDataOutcome,
    RefuseData,
    RefuseDataOutcome,
)

# State: how far the data has come, and who has which e-mail address: one of them may be the buyer.

Emails: TypeAlias = Mapping[CustomerId, Email]


@attrs.frozen
class Nothing:
    """Nothing was received under this number."""

    emails: Emails


@attrs.frozen
class Received:
    """The data waits for somebody to understand it."""

    emails: Emails
    data: RawDataReceived


@attrs.frozen
class Settled:
    """The data was translated or refused."""

    emails: Emails
    data: RawDataReceived


Delivery: TypeAlias = Nothing | Received | Settled


def evolve(delivery: Delivery, event: DeliveryEvent) -> Delivery:
    """The delivery after one more event."""
    match event:
        case RawDataReceived():
            return Received(delivery.emails, event)
        case BuyerMatched() | DataTranslated() | DataRefused():
            return Settled(delivery.emails, delivery.data) if isinstance(delivery, Received) else delivery
        case CustomerRegistered(customer_id=who, email=email) | EmailChanged(customer_id=who, new_email=email):
            return attrs.evolve(delivery, emails={**delivery.emails, who: email})
        case _:
            assert_never(event)


# Decisions: one function for each command.


def receive_data(command: ReceiveData, delivery: Delivery) -> ReceiveDataOutcome:
    """A number stands for one piece of data, whatever became of it."""
    match delivery:
        case Nothing():
            return [
                RawDataReceived(
                    intake_id=command.intake_id,
                    source=command.source,
                    applies=command.applies,
                    payload=command.payload,
                    received_at=command.received_at,
                )
            ]
        case Received(data=data) | Settled(data=data):
            same = (data.source, data.payload) == (command.source, command.payload)
            return [] if same else OtherDataReceived()


def match_buyer(command: MatchBuyer, delivery: Delivery) -> MatchBuyerOutcome:
    """The buyer is who has the e-mail address now; if nobody has, the buyer is new."""
    match delivery:
        case Nothing():
            return NothingReceived()
        case Settled():
            return AlreadySettled()
        case Received(emails, data):
            known = [who for who, email in emails.items() if email == command.email]
            return [
                BuyerMatched(
                    intake_id=command.intake_id,
                    source=data.source,
                    customer_id=known[0] if known else command.customer_id,
                    known=bool(known),
                    email=command.email,
                    name=command.name,
                    address=command.address,
                    lines=command.lines,
                    payment_method=command.payment_method,
                    ordered_at=command.ordered_at,
                )
            ]


def mark_translated(command: MarkTranslated, delivery: Delivery) -> MarkTranslatedOutcome:
    """Data is settled once."""
    match delivery:
        case Nothing():
            return NothingReceived()
        case Settled():
            return AlreadySettled()
        case Received():
            return [DataTranslated(command.intake_id, command.kind)]


def refuse_data(command: RefuseData, delivery: Delivery) -> RefuseDataOutcome:
    """Data is settled once."""
    match delivery:
        case Nothing():
            return NothingReceived()
        case Settled():
            return AlreadySettled()
        case Received(data=data):
            return [DataRefused(command.intake_id, data.source, command.reason, command.at)]


delivery = DeliveryDecider(
    initial=Nothing(emails={}),
    evolve=evolve,
    receive_data=receive_data,
    match_buyer=match_buyer,
    mark_translated=mark_translated,
    refuse_data=refuse_data,
)
