# Made by factbook from catalogue/shop/customers.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Commands of Customers: Knows who the customers are, how to reach them, and who may not order."""

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
class RegisterCustomer:
    """Makes somebody a customer. An e-mail address belongs to one customer at a time."""

    customer_id: CustomerId
    email: Email
    name: PersonName
    registered_at: datetime


@constrained
@define(frozen=True, slots=True)
class ChangeEmail:
    """Changes the address under which a customer is reached."""

    customer_id: CustomerId
    new_email: Email


@constrained
@define(frozen=True, slots=True)
class RecordAddress:
    """Records where the customer lives now. The address before was right in its time. A second entry of the same name
    changes nothing.
    """

    customer_id: CustomerId
    entry_id: AddressEntryId
    address: Address


@constrained
@define(frozen=True, slots=True)
class CorrectAddress:
    """Puts an entry right that was wrong from the start, such as a slip of the pen."""

    customer_id: CustomerId
    entry_id: AddressEntryId
    corrects: AddressEntryId
    address: Address
    reason: Reason


@constrained
@define(frozen=True, slots=True)
class BlockCustomer:
    """Keeps a customer from ordering. What was ordered before goes on."""

    customer_id: CustomerId
    reason: Reason


@constrained
@define(frozen=True, slots=True)
class UnblockCustomer:
    """Lets a customer order again."""

    customer_id: CustomerId
    reason: Reason
