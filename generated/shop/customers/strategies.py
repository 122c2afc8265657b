# Made by factbook from catalogue/shop/customers.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Test data of Customers: every type and message, valid by construction."""

from __future__ import annotations

from typing import Any

from factbook.testing.strategies import SearchStrategy, identity, message, moment, text, uuid

from .commands import (
    BlockCustomer,
    ChangeEmail,
    CorrectAddress,
    RecordAddress,
    RegisterCustomer,
    UnblockCustomer,
)
from .events import (
    AddressCorrected,
    AddressRecorded,
    CustomerBlocked,
    CustomerRegistered,
    CustomerUnblocked,
    EmailChanged,
)
from .rejections import (
    AlreadyRegistered,
    CustomerNotRegistered,
    EmailTaken,
    EntryNotInForce,
    NoSuchEntry,
)
from .types import (
    Address,
    AddressEntryId,
    Country,
    CustomerId,
    Email,
    PersonName,
    Reason,
)


def customer_id() -> SearchStrategy[CustomerId]:
    """Any valid ``CustomerId``."""
    return identity(CustomerId)


def email() -> SearchStrategy[Email]:
    """Any valid ``Email``."""
    return identity(str, "ada@example.org", "ada@example.or1", "ada@example.or2", "ada@example.or3")


def person_name() -> SearchStrategy[PersonName]:
    """Any valid ``PersonName``."""
    return text(1, 200)


def country() -> SearchStrategy[Country]:
    """Any valid ``Country``."""
    return text(pattern=r"[A-Z]{2}", often=("DE", "DB"))


def address(**fields: SearchStrategy[Any]) -> SearchStrategy[Address]:
    """Any valid ``Address``; name a field to say how it is drawn."""
    return message(Address, fields, street=text(1, 200), postcode=text(1, 20), city=text(1, 100), country=country())


def address_entry_id() -> SearchStrategy[AddressEntryId]:
    """Any valid ``AddressEntryId``."""
    return uuid()


def reason() -> SearchStrategy[Reason]:
    """Any valid ``Reason``."""
    return text(1, 500)


def customer_registered(**fields: SearchStrategy[Any]) -> SearchStrategy[CustomerRegistered]:
    """Any valid ``CustomerRegistered``; name a field to say how it is drawn."""
    return message(
        CustomerRegistered,
        fields,
        customer_id=customer_id(),
        email=email(),
        name=person_name(),
        registered_at=moment(),
    )


def email_changed(**fields: SearchStrategy[Any]) -> SearchStrategy[EmailChanged]:
    """Any valid ``EmailChanged``; name a field to say how it is drawn."""
    return message(EmailChanged, fields, customer_id=customer_id(), old_email=email(), new_email=email())


def address_recorded(**fields: SearchStrategy[Any]) -> SearchStrategy[AddressRecorded]:
    """Any valid ``AddressRecorded``; name a field to say how it is drawn."""
    return message(AddressRecorded, fields, customer_id=customer_id(), entry_id=address_entry_id(), address=address())


def address_corrected(**fields: SearchStrategy[Any]) -> SearchStrategy[AddressCorrected]:
    """Any valid ``AddressCorrected``; name a field to say how it is drawn."""
    return message(
        AddressCorrected,
        fields,
        customer_id=customer_id(),
        entry_id=address_entry_id(),
        corrects=address_entry_id(),
        address=address(),
        reason=reason(),
    )


def customer_blocked(**fields: SearchStrategy[Any]) -> SearchStrategy[CustomerBlocked]:
    """Any valid ``CustomerBlocked``; name a field to say how it is drawn."""
    return message(CustomerBlocked, fields, customer_id=customer_id(), reason=reason())


def customer_unblocked(**fields: SearchStrategy[Any]) -> SearchStrategy[CustomerUnblocked]:
    """Any valid ``CustomerUnblocked``; name a field to say how it is drawn."""
    return message(CustomerUnblocked, fields, customer_id=customer_id(), reason=reason())


def register_customer(**fields: SearchStrategy[Any]) -> SearchStrategy[RegisterCustomer]:
    """Any valid ``RegisterCustomer``; name a field to say how it is drawn."""
    return message(
        RegisterCustomer,
        fields,
        customer_id=customer_id(),
        email=email(),
        name=person_name(),
        registered_at=moment(),
    )


def change_email(**fields: SearchStrategy[Any]) -> SearchStrategy[ChangeEmail]:
    """Any valid ``ChangeEmail``; name a field to say how it is drawn."""
    return message(ChangeEmail, fields, customer_id=customer_id(), new_email=email())


def record_address(**fields: SearchStrategy[Any]) -> SearchStrategy[RecordAddress]:
    """Any valid ``RecordAddress``; name a field to say how it is drawn."""
    return message(RecordAddress, fields, customer_id=customer_id(), entry_id=address_entry_id(), address=address())


def correct_address(**fields: SearchStrategy[Any]) -> SearchStrategy[CorrectAddress]:
    """Any valid ``CorrectAddress``; name a field to say how it is drawn."""
    return message(
        CorrectAddress,
        fields,
        customer_id=customer_id(),
        entry_id=address_entry_id(),
        corrects=address_entry_id(),
        address=address(),
        reason=reason(),
    )


def block_customer(**fields: SearchStrategy[Any]) -> SearchStrategy[BlockCustomer]:
    """Any valid ``BlockCustomer``; name a field to say how it is drawn."""
    return message(BlockCustomer, fields, customer_id=customer_id(), reason=reason())


def unblock_customer(**fields: SearchStrategy[Any]) -> SearchStrategy[UnblockCustomer]:
    """Any valid ``UnblockCustomer``; name a field to say how it is drawn."""
    return message(UnblockCustomer, fields, customer_id=customer_id(), reason=reason())


def already_registered(**fields: SearchStrategy[Any]) -> SearchStrategy[AlreadyRegistered]:
    """Any valid ``AlreadyRegistered``; name a field to say how it is drawn."""
    return message(AlreadyRegistered, fields)


def email_taken(**fields: SearchStrategy[Any]) -> SearchStrategy[EmailTaken]:
    """Any valid ``EmailTaken``; name a field to say how it is drawn."""
    return message(EmailTaken, fields)


def customer_not_registered(**fields: SearchStrategy[Any]) -> SearchStrategy[CustomerNotRegistered]:
    """Any valid ``CustomerNotRegistered``; name a field to say how it is drawn."""
    return message(CustomerNotRegistered, fields)


def no_such_entry(**fields: SearchStrategy[Any]) -> SearchStrategy[NoSuchEntry]:
    """Any valid ``NoSuchEntry``; name a field to say how it is drawn."""
    return message(NoSuchEntry, fields)


def entry_not_in_force(**fields: SearchStrategy[Any]) -> SearchStrategy[EntryNotInForce]:
    """Any valid ``EntryNotInForce``; name a field to say how it is drawn."""
    return message(EntryNotInForce, fields)
