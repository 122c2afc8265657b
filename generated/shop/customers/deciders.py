# Made by factbook from catalogue/shop/customers.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Deciders of Customers: Knows who the customers are, how to reach them, and who may not order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from factbook.contracts import CommandContract, DeciderContract
from factbook.decider import Decider, Evolve
from factbook.queries import Boundary, Read
from factbook.wiring import checked, wire_decider

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

S = TypeVar("S")

CustomerEvent = (
    CustomerRegistered | EmailChanged | AddressRecorded | AddressCorrected | CustomerBlocked | CustomerUnblocked
)
"""What Customer evolves from."""

CustomerCommand = RegisterCustomer | ChangeEmail | RecordAddress | CorrectAddress | BlockCustomer | UnblockCustomer
"""What Customer decides on."""

CustomerRejection = AlreadyRegistered | EmailTaken | CustomerNotRegistered | NoSuchEntry | EntryNotInForce
"""How Customer refuses."""

RegisterCustomerOutcome = Sequence[CustomerRegistered] | AlreadyRegistered | EmailTaken
"""What may come of RegisterCustomer."""

ChangeEmailOutcome = Sequence[EmailChanged] | CustomerNotRegistered | EmailTaken
"""What may come of ChangeEmail."""

RecordAddressOutcome = Sequence[AddressRecorded] | CustomerNotRegistered
"""What may come of RecordAddress."""

CorrectAddressOutcome = Sequence[AddressCorrected] | CustomerNotRegistered | NoSuchEntry | EntryNotInForce
"""What may come of CorrectAddress."""

BlockCustomerOutcome = Sequence[CustomerBlocked] | CustomerNotRegistered
"""What may come of BlockCustomer."""

UnblockCustomerOutcome = Sequence[CustomerUnblocked] | CustomerNotRegistered
"""What may come of UnblockCustomer."""

CUSTOMER_READS = (
    Read(
        (
            "customers.CustomerRegistered",
            "customers.EmailChanged",
            "customers.AddressRecorded",
            "customers.AddressCorrected",
            "customers.CustomerBlocked",
            "customers.CustomerUnblocked",
        ),
        (("customer", "customer_id"),),
    ),
)
"""What every command of Customer reads."""

CUSTOMER_CONTRACT = DeciderContract(
    "customers.Customer",
    evolves=(CustomerRegistered, EmailChanged, AddressRecorded, AddressCorrected, CustomerBlocked, CustomerUnblocked),
    commands={
        "register_customer": CommandContract(
            "customers.RegisterCustomer",
            RegisterCustomer,
            reads=Boundary(
                *CUSTOMER_READS,
                Read(("customers.CustomerRegistered", "customers.EmailChanged"), (("email", "email"),)),
            ),
            records=(CustomerRegistered,),
            rejects=(AlreadyRegistered, EmailTaken),
        ),
        "change_email": CommandContract(
            "customers.ChangeEmail",
            ChangeEmail,
            reads=Boundary(
                *CUSTOMER_READS,
                Read(("customers.CustomerRegistered", "customers.EmailChanged"), (("email", "new_email"),)),
            ),
            records=(EmailChanged,),
            rejects=(CustomerNotRegistered, EmailTaken),
        ),
        "record_address": CommandContract(
            "customers.RecordAddress",
            RecordAddress,
            reads=Boundary(*CUSTOMER_READS),
            records=(AddressRecorded,),
            rejects=(CustomerNotRegistered,),
        ),
        "correct_address": CommandContract(
            "customers.CorrectAddress",
            CorrectAddress,
            reads=Boundary(*CUSTOMER_READS),
            records=(AddressCorrected,),
            rejects=(CustomerNotRegistered, NoSuchEntry, EntryNotInForce),
        ),
        "block_customer": CommandContract(
            "customers.BlockCustomer",
            BlockCustomer,
            reads=Boundary(*CUSTOMER_READS),
            records=(CustomerBlocked,),
            rejects=(CustomerNotRegistered,),
        ),
        "unblock_customer": CommandContract(
            "customers.UnblockCustomer",
            UnblockCustomer,
            reads=Boundary(*CUSTOMER_READS),
            records=(CustomerUnblocked,),
            rejects=(CustomerNotRegistered,),
        ),
    },
)


@checked(CUSTOMER_CONTRACT)
def CustomerDecider(
    *,
    initial: S,
    evolve: Evolve[S, CustomerEvent],
    register_customer: Callable[[RegisterCustomer, S], RegisterCustomerOutcome],
    change_email: Callable[[ChangeEmail, S], ChangeEmailOutcome],
    record_address: Callable[[RecordAddress, S], RecordAddressOutcome],
    correct_address: Callable[[CorrectAddress, S], CorrectAddressOutcome],
    block_customer: Callable[[BlockCustomer, S], BlockCustomerOutcome],
    unblock_customer: Callable[[UnblockCustomer, S], UnblockCustomerOutcome],
) -> Decider[CustomerCommand, S, CustomerEvent, CustomerRejection]:
    """Decides on everything about one customer. Where an e-mail address is taken or changed, the events of other
    customers that had or have this address are seen too.
    """
    return wire_decider(
        CUSTOMER_CONTRACT,
        initial,
        evolve,
        register_customer=register_customer,
        change_email=change_email,
        record_address=record_address,
        correct_address=correct_address,
        block_customer=block_customer,
        unblock_customer=unblock_customer,
    )
