"""Decides on everything about one customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import attrs

from generated.shop.customers import (
    AddressCorrected,
    AddressEntryId,
    AddressRecorded,
    AlreadyRegistered,
    BlockCustomer,
    BlockCustomerOutcome,
    ChangeEmail,
    ChangeEmailOutcome,
    CorrectAddress,
    CorrectAddressOutcome,
    CustomerBlocked,
    CustomerDecider,
    CustomerEvent,
    CustomerId,
    CustomerNotRegistered,
    CustomerRegistered,
    CustomerUnblocked,
    Email,
    EmailChanged,
    EmailTaken,
    EntryNotInForce,
    NoSuchEntry,
    RecordAddress,
    RecordAddressOutcome,
    RegisterCustomer,
    RegisterCustomerOutcome,
    UnblockCustomer,
    UnblockCustomerOutcome,
)

# State: one customer, and whoever else had or has the e-mail address in question. A boundary brings nothing else of
# other customers, so only e-mail addresses are kept by customer.


@attrs.frozen
class Customer:
    """Who has which e-mail address; the entries of the address, the one in force last; whether orders are refused."""

    emails: Mapping[CustomerId, Email]
    entries: tuple[AddressEntryId, ...]
    blocked: bool


def evolve(customer: Customer, event: CustomerEvent) -> Customer:
    """The customer after one more event."""
    match event:
        case CustomerRegistered(customer_id=who, email=email) | EmailChanged(customer_id=who, new_email=email):
            return attrs.evolve(customer, emails={**customer.emails, who: email})
        case AddressRecorded(entry_id=entry) | AddressCorrected(entry_id=entry):
            return attrs.evolve(customer, entries=(*customer.entries, entry))
        case CustomerBlocked():
            return attrs.evolve(customer, blocked=True)
        case CustomerUnblocked():
            return attrs.evolve(customer, blocked=False)
        case _:
            assert_never(event)


# Decisions: one function for each command.


def register_customer(command: RegisterCustomer, customer: Customer) -> RegisterCustomerOutcome:
    """An e-mail address belongs to one customer at a time."""
    email = customer.emails.get(command.customer_id)
    if email == command.email:
        return []
    if email is not None:
        return AlreadyRegistered()
    if command.email in customer.emails.values():
        return EmailTaken()
    return [CustomerRegistered(command.customer_id, command.email, command.name, command.registered_at)]


def change_email(command: ChangeEmail, customer: Customer) -> ChangeEmailOutcome:
    """The new address must be free; the old one is free from then on."""
    email = customer.emails.get(command.customer_id)
    if email is None:
        return CustomerNotRegistered()
    if email == command.new_email:
        return []
    if command.new_email in customer.emails.values():
        return EmailTaken()
    return [EmailChanged(command.customer_id, email, command.new_email)]


def record_address(command: RecordAddress, customer: Customer) -> RecordAddressOutcome:
    """An entry is recorded once, whatever it says the second time."""
    if command.customer_id not in customer.emails:
        return CustomerNotRegistered()
    if command.entry_id in customer.entries:
        return []
    return [AddressRecorded(command.customer_id, command.entry_id, command.address)]


def correct_address(command: CorrectAddress, customer: Customer) -> CorrectAddressOutcome:
    """Only the entry in force can be wrong; those before it were replaced."""
    if command.customer_id not in customer.emails:
        return CustomerNotRegistered()
    if command.entry_id in customer.entries:
        return []
    if command.corrects not in customer.entries:
        return NoSuchEntry()
    if command.corrects != customer.entries[-1]:
        return EntryNotInForce()
    return [
        AddressCorrected(command.customer_id, command.entry_id, command.corrects, command.address, command.reason),
    ]


def block_customer(command: BlockCustomer, customer: Customer) -> BlockCustomerOutcome:
    """Who is blocked stays blocked."""
    if command.customer_id not in customer.emails:
        return CustomerNotRegistered()
    return [] if customer.blocked else [CustomerBlocked(command.customer_id, command.reason)]


def unblock_customer(command: UnblockCustomer, customer: Customer) -> UnblockCustomerOutcome:
    """Who is not blocked needs no unblocking."""
    if command.customer_id not in customer.emails:
        return CustomerNotRegistered()
    return [CustomerUnblocked(command.customer_id, command.reason)] if customer.blocked else []


customer = CustomerDecider(
    initial=Customer(emails={}, entries=(), blocked=False),
    evolve=evolve,
    register_customer=register_customer,
    change_email=change_email,
    record_address=record_address,
    correct_address=correct_address,
    block_customer=block_customer,
    unblock_customer=unblock_customer,
)
