# Made by factbook from catalogue/shop/customers.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Customers: Knows who the customers are, how to reach them, and who may not order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.lazy import lazy_exports

if TYPE_CHECKING:
    from .commands import (
        BlockCustomer,
        ChangeEmail,
        CorrectAddress,
        RecordAddress,
        RegisterCustomer,
        UnblockCustomer,
    )
    from .deciders import (
        BlockCustomerOutcome,
        ChangeEmailOutcome,
        CorrectAddressOutcome,
        CustomerCommand,
        CustomerDecider,
        CustomerEvent,
        CustomerRejection,
        RecordAddressOutcome,
        RegisterCustomerOutcome,
        UnblockCustomerOutcome,
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
    from .views import (
        CustomerDirectory,
        CustomerDirectoryEvent,
        CustomerDirectoryView,
    )
else:
    __getattr__, __dir__ = lazy_exports(
        __name__,
        {
            "types": (
                "Address",
                "AddressEntryId",
                "Country",
                "CustomerId",
                "Email",
                "PersonName",
                "Reason",
            ),
            "events": (
                "AddressCorrected",
                "AddressRecorded",
                "CustomerBlocked",
                "CustomerRegistered",
                "CustomerUnblocked",
                "EmailChanged",
            ),
            "commands": (
                "BlockCustomer",
                "ChangeEmail",
                "CorrectAddress",
                "RecordAddress",
                "RegisterCustomer",
                "UnblockCustomer",
            ),
            "rejections": (
                "AlreadyRegistered",
                "CustomerNotRegistered",
                "EmailTaken",
                "EntryNotInForce",
                "NoSuchEntry",
            ),
            "views": (
                "CustomerDirectory",
                "CustomerDirectoryEvent",
                "CustomerDirectoryView",
            ),
            "deciders": (
                "BlockCustomerOutcome",
                "ChangeEmailOutcome",
                "CorrectAddressOutcome",
                "CustomerCommand",
                "CustomerDecider",
                "CustomerEvent",
                "CustomerRejection",
                "RecordAddressOutcome",
                "RegisterCustomerOutcome",
                "UnblockCustomerOutcome",
            ),
        },
    )

__all__ = [
    "Address",
    "AddressCorrected",
    "AddressEntryId",
    "AddressRecorded",
    "AlreadyRegistered",
    "BlockCustomer",
    "BlockCustomerOutcome",
    "ChangeEmail",
    "ChangeEmailOutcome",
    "CorrectAddress",
    "CorrectAddressOutcome",
    "Country",
    "CustomerBlocked",
    "CustomerCommand",
    "CustomerDecider",
    "CustomerDirectory",
    "CustomerDirectoryEvent",
    "CustomerDirectoryView",
    "CustomerEvent",
    "CustomerId",
    "CustomerNotRegistered",
    "CustomerRegistered",
    "CustomerRejection",
    "CustomerUnblocked",
    "Email",
    "EmailChanged",
    "EmailTaken",
    "EntryNotInForce",
    "NoSuchEntry",
    "PersonName",
    "Reason",
    "RecordAddress",
    "RecordAddressOutcome",
    "RegisterCustomer",
    "RegisterCustomerOutcome",
    "UnblockCustomer",
    "UnblockCustomerOutcome",
]
