# Made by factbook from catalogue/shop/customers.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Types of Customers: Knows who the customers are, how to reach them, and who may not order."""

from __future__ import annotations

from typing import Annotated, NewType
from uuid import UUID

from factbook.constraints import constrained, length, pattern, text_format
from factbook.messages import define

CustomerId = NewType("CustomerId", UUID)
"""Names one customer."""

Email = Annotated[str, length(None, 254), text_format("email")]
"""An e-mail address. Compared letter by letter; the web shop hands it in in lower case."""

PersonName = Annotated[str, length(1, 200)]
"""The name on letters and parcels."""

Country = Annotated[str, pattern(r"[A-Z]{2}")]
"""A country by its two letters (ISO 3166-1)."""


@constrained
@define(frozen=True, slots=True)
class Address:
    """Where parcels go.

    Attributes:
        street: Street and number.
    """

    street: Annotated[str, length(1, 200)]
    postcode: Annotated[str, length(1, 20)]
    city: Annotated[str, length(1, 100)]
    country: Country


AddressEntryId = UUID
"""Names one entry of an address, so that a later correction can say which entry it corrects."""

Reason = Annotated[str, length(1, 500)]
"""Why somebody did this, in their words."""
