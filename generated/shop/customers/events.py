# Made by factbook from catalogue/shop/customers.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Events of Customers: Knows who the customers are, how to reach them, and who may not order."""

from __future__ import annotations

from datetime import datetime

from factbook.constraints import constrained
from factbook.messages import define

from .types import (
    Address,
    AddressEntryId,
    CustomerId,
    Email,
    PersonName,
    Reason,
)


@constrained
@define(frozen=True, slots=True)
class CustomerRegistered:
    """Somebody became a customer under this e-mail address."""

    customer_id: CustomerId
    email: Email
    name: PersonName
    registered_at: datetime


@constrained
@define(frozen=True, slots=True)
class EmailChanged:
    """The customer is reached under another address from here on. The old one is free for anybody."""

    customer_id: CustomerId
    old_email: Email
    new_email: Email


@constrained
@define(frozen=True, slots=True)
class AddressRecorded:
    """The customer gave an address or moved to another one."""

    customer_id: CustomerId
    entry_id: AddressEntryId
    address: Address


@constrained
@define(frozen=True, slots=True)
class AddressCorrected:
    """An entry was wrong from the start, and this is what it should have said.

    Attributes:
        entry_id: Names the corrected entry. A later correction refers to it.
        corrects: The entry, recorded or itself corrected, that was wrong.
    """

    customer_id: CustomerId
    entry_id: AddressEntryId
    corrects: AddressEntryId
    address: Address
    reason: Reason


@constrained
@define(frozen=True, slots=True)
class CustomerBlocked:
    """The customer may not order until further notice."""

    customer_id: CustomerId
    reason: Reason


@constrained
@define(frozen=True, slots=True)
class CustomerUnblocked:
    """The customer may order again."""

    customer_id: CustomerId
    reason: Reason
