"""The view of customers: who they are, and how to reach them now."""

from __future__ import annotations

from typing import assert_never

import attrs

from generated.shop.customers import (
    AddressCorrected,
    AddressRecorded,
    CustomerBlocked,
    CustomerDirectory,
    CustomerDirectoryEvent,
    CustomerDirectoryView,
    CustomerRegistered,
    CustomerUnblocked,
    EmailChanged,
)


def evolve_customer_directory(row: CustomerDirectory | None, event: CustomerDirectoryEvent) -> CustomerDirectory | None:
    """A customer after one more event; there is none before CustomerRegistered."""
    match event:
        case CustomerRegistered():
            return CustomerDirectory(
                customer_id=event.customer_id,
                name=event.name,
                email=event.email,
                blocked=False,
                registered_at=event.registered_at,
            )
        case _ if row is None:
            return None
        case EmailChanged(new_email=email):
            return attrs.evolve(row, email=email)
        case AddressRecorded(address=address, entry_id=entry) | AddressCorrected(address=address, entry_id=entry):
            return attrs.evolve(row, address=address, entry_id=entry)
        case CustomerBlocked():
            return attrs.evolve(row, blocked=True)
        case CustomerUnblocked():
            return attrs.evolve(row, blocked=False)
        case _:
            assert_never(event)


customer_directory = CustomerDirectoryView(evolve=evolve_customer_directory)
