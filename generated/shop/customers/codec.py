# Made by factbook from catalogue/shop/customers.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Codec of Customers: Knows who the customers are, how to reach them, and who may not order."""

from __future__ import annotations

from factbook.codec import NEW, NOW, Codec, CommandEntry, EventEntry

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
from .views import CustomerDirectory

CODEC = Codec(
    "customers",
    events=(
        EventEntry(CustomerRegistered, tags=(("customer", "customer_id"), ("email", "email"))),
        EventEntry(EmailChanged, tags=(("customer", "customer_id"), ("email", "old_email"), ("email", "new_email"))),
        EventEntry(AddressRecorded, tags=(("customer", "customer_id"),)),
        EventEntry(AddressCorrected, tags=(("customer", "customer_id"),)),
        EventEntry(CustomerBlocked, tags=(("customer", "customer_id"),)),
        EventEntry(CustomerUnblocked, tags=(("customer", "customer_id"),)),
    ),
    commands=(
        CommandEntry(RegisterCustomer, defaults={"customer_id": NEW, "registered_at": NOW}),
        CommandEntry(ChangeEmail),
        CommandEntry(RecordAddress, defaults={"entry_id": NEW}),
        CommandEntry(CorrectAddress, defaults={"entry_id": NEW}),
        CommandEntry(BlockCustomer),
        CommandEntry(UnblockCustomer),
    ),
    rejections=(
        AlreadyRegistered,
        EmailTaken,
        CustomerNotRegistered,
        NoSuchEntry,
        EntryNotInForce,
    ),
    rows=(CustomerDirectory,),
)
