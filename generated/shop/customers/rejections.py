# Made by factbook from catalogue/shop/customers.yaml.
# Do not edit: change the catalogue, then run `factbook generate`.
"""Rejections of Customers: Knows who the customers are, how to reach them, and who may not order."""

from __future__ import annotations

from factbook.constraints import constrained
from factbook.messages import define


@constrained
@define(frozen=True, slots=True)
class AlreadyRegistered:
    """This customer is registered, under another address."""


@constrained
@define(frozen=True, slots=True)
class EmailTaken:
    """Another customer has this e-mail address."""


@constrained
@define(frozen=True, slots=True)
class CustomerNotRegistered:
    """There is no such customer."""


@constrained
@define(frozen=True, slots=True)
class NoSuchEntry:
    """The customer has no entry of this name."""


@constrained
@define(frozen=True, slots=True)
class EntryNotInForce:
    """A later entry or correction has already replaced this one."""
