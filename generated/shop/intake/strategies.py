# Made by factbook from catalogue/shop/intake.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of Intake: every type and message, valid by construction."""

from __future__ import annotations

from typing import Any

from factbook.testing.strategies import SearchStrategy, boolean, identity, json, message, moment, text, word

from ..customers.strategies import (
    address,
    customer_id,
    email,
    person_name,
)
from ..strategies import (
    order_lines,
    payment_method,
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
from .types import (
    DataKind,
    DataPath,
    IntakeId,
    IntakeStatus,
    RefusalReason,
    SourceName,
)


def intake_id() -> SearchStrategy[IntakeId]:
    """Any valid ``IntakeId``."""
    return identity(IntakeId)


def source_name() -> SearchStrategy[SourceName]:
    """Any valid ``SourceName``."""
    return text(pattern=r"[a-z][a-z0-9\-]{1,39}", often=("marketplace", "marketplac1"))


def refusal_reason() -> SearchStrategy[RefusalReason]:
    """Any valid ``RefusalReason``."""
    return word(RefusalReason)


def data_path() -> SearchStrategy[DataPath]:
    """Any valid ``DataPath``."""
    return text(pattern=r"\$[A-Za-z0-9_.\[\]]{0,200}", often=("$.kind", "$.kin1"))


def intake_status() -> SearchStrategy[IntakeStatus]:
    """Any valid ``IntakeStatus``."""
    return word(IntakeStatus)


def data_kind() -> SearchStrategy[DataKind]:
    """Any valid ``DataKind``."""
    return word(DataKind)


def raw_data_received(**fields: SearchStrategy[Any]) -> SearchStrategy[RawDataReceived]:
    """Any valid ``RawDataReceived``; name a field to say how it is drawn."""
    return message(
        RawDataReceived,
        fields,
        intake_id=intake_id(),
        source=source_name(),
        applies=moment(),
        payload=json(),
        received_at=moment(),
    )


def buyer_matched(**fields: SearchStrategy[Any]) -> SearchStrategy[BuyerMatched]:
    """Any valid ``BuyerMatched``; name a field to say how it is drawn."""
    return message(
        BuyerMatched,
        fields,
        intake_id=intake_id(),
        source=source_name(),
        customer_id=customer_id(),
        known=boolean(),
        email=email(),
        name=person_name(),
        address=address(),
        lines=order_lines(),
        payment_method=payment_method(),
        ordered_at=moment(),
    )


def data_translated(**fields: SearchStrategy[Any]) -> SearchStrategy[DataTranslated]:
    """Any valid ``DataTranslated``; name a field to say how it is drawn."""
    return message(DataTranslated, fields, intake_id=intake_id(), kind=data_kind())


def data_refused(**fields: SearchStrategy[Any]) -> SearchStrategy[DataRefused]:
    """Any valid ``DataRefused``; name a field to say how it is drawn."""
    return message(
        DataRefused,
        fields,
        intake_id=intake_id(),
        source=source_name(),
        reason=refusal_reason(),
        at=data_path(),
    )


def receive_data(**fields: SearchStrategy[Any]) -> SearchStrategy[ReceiveData]:
    """Any valid ``ReceiveData``; name a field to say how it is drawn."""
    return message(
        ReceiveData,
        fields,
        intake_id=intake_id(),
        source=source_name(),
        applies=moment(),
        payload=json(),
        received_at=moment(),
    )


def match_buyer(**fields: SearchStrategy[Any]) -> SearchStrategy[MatchBuyer]:
    """Any valid ``MatchBuyer``; name a field to say how it is drawn."""
    return message(
        MatchBuyer,
        fields,
        intake_id=intake_id(),
        customer_id=customer_id(),
        email=email(),
        name=person_name(),
        address=address(),
        lines=order_lines(),
        payment_method=payment_method(),
        ordered_at=moment(),
    )


def mark_translated(**fields: SearchStrategy[Any]) -> SearchStrategy[MarkTranslated]:
    """Any valid ``MarkTranslated``; name a field to say how it is drawn."""
    return message(MarkTranslated, fields, intake_id=intake_id(), kind=data_kind())


def refuse_data(**fields: SearchStrategy[Any]) -> SearchStrategy[RefuseData]:
    """Any valid ``RefuseData``; name a field to say how it is drawn."""
    return message(RefuseData, fields, intake_id=intake_id(), reason=refusal_reason(), at=data_path())


def other_data_received(**fields: SearchStrategy[Any]) -> SearchStrategy[OtherDataReceived]:
    """Any valid ``OtherDataReceived``; name a field to say how it is drawn."""
    return message(OtherDataReceived, fields)


def nothing_received(**fields: SearchStrategy[Any]) -> SearchStrategy[NothingReceived]:
    """Any valid ``NothingReceived``; name a field to say how it is drawn."""
    return message(NothingReceived, fields)


def already_settled(**fields: SearchStrategy[Any]) -> SearchStrategy[AlreadySettled]:
    """Any valid ``AlreadySettled``; name a field to say how it is drawn."""
    return message(AlreadySettled, fields)
