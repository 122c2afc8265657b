# Made by factbook from catalogue/shop/customers.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Views of Customers: Knows who the customers are, how to reach them, and who may not order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from factbook.constraints import constrained
from factbook.contracts import ViewContract
from factbook.messages import define
from factbook.view import View
from factbook.wiring import checked, wire_view

from .events import (
    AddressCorrected,
    AddressRecorded,
    CustomerBlocked,
    CustomerRegistered,
    CustomerUnblocked,
    EmailChanged,
)
from .types import (
    Address,
    AddressEntryId,
    CustomerId,
    Email,
    PersonName,
)


@constrained
@define(frozen=True, slots=True)
class CustomerDirectory:
    """All customers and how to reach them now.

    Attributes:
        address: The entry in force. Missing until the customer gives one.
        entry_id: The name of that entry, for corrections.
    """

    customer_id: CustomerId
    name: PersonName
    email: Email
    blocked: bool
    registered_at: datetime
    address: Address | None = None
    entry_id: AddressEntryId | None = None


CustomerDirectoryEvent = (
    CustomerRegistered | EmailChanged | AddressRecorded | AddressCorrected | CustomerBlocked | CustomerUnblocked
)
"""What CustomerDirectory is made from."""

CUSTOMER_DIRECTORY_CONTRACT = ViewContract(
    "customers.CustomerDirectory",
    CustomerDirectory,
    key=("customer_id",),
    sources={
        CustomerRegistered: ("customer_id",),
        EmailChanged: ("customer_id",),
        AddressRecorded: ("customer_id",),
        AddressCorrected: ("customer_id",),
        CustomerBlocked: ("customer_id",),
        CustomerUnblocked: ("customer_id",),
    },
)


@checked(CUSTOMER_DIRECTORY_CONTRACT)
def CustomerDirectoryView(
    *,
    evolve: Callable[[CustomerDirectory | None, CustomerDirectoryEvent], CustomerDirectory | None],
) -> View[CustomerDirectory | None, CustomerDirectoryEvent]:
    """The table CustomerDirectory, one row for each customer_id."""
    return wire_view(CUSTOMER_DIRECTORY_CONTRACT, evolve)
